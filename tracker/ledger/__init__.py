"""The private SQLite file: schema steps and one file per collection."""
