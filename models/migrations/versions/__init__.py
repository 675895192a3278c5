"""One module per revision; history, never edited after a release."""
