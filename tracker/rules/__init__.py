"""Pure decisions: no disk, no network, no clock, no terminal."""
