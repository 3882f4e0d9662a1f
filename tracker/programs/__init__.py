"""Other programs: pelican, git, the editor."""
