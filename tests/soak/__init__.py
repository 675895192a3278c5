"""The soak: thousands of people answer while everything breaks; a checker compares what they were told with what is stored.

`make soak` (`python -m tests.soak`). Nothing of the program's own logic is used to judge it: what a screen says is read
from its words, what is stored with plain SQL, and the figures are worked out here once more.
"""
