"""Papers: files that people hand in and take away. What is heavy is imported where it is used."""
