"""What is private and stands in what was built: decided here, read and written elsewhere."""
