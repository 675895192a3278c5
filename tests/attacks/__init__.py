"""One person tries to learn of another what is not theirs, by every way that the program has."""
