"""Verbs of verbs: several in order, each step resumable."""
