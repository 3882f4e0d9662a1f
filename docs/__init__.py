"""The documentation, and what keeps its generated pages true."""
