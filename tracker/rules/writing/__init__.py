"""What a post must be before it is published: pure rules over what was written."""
