"""Codes: twelve letters and digits that give something once, to whoever has them. Only their digest is stored."""

import secrets
from hashlib import sha256

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Neither 0 and O nor 1 and I, which are misread on paper."""
LENGTH = 12


def new_code() -> str:
    """A fresh code: 60 bits, in capitals without spaces."""
    return "".join(secrets.choice(LETTERS) for _place in range(LENGTH))


def read_code(text: str) -> str | None:
    """The code in what somebody typed or scanned, whatever its case, spaces and dashes; None for anything else."""
    letters = "".join(letter for letter in text.upper() if letter.isascii() and letter.isalnum())
    return letters if len(letters) == LENGTH and set(letters) <= set(LETTERS) else None


def digest(code: str) -> str:
    """What is stored of a code."""
    return sha256(code.encode()).hexdigest()
