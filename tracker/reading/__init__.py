"""What rooms share to read the web: feeds, HTML."""
