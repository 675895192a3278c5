"""Expected trouble: a stable code and typed parameters, no prose. One place renders codes in the reader's language."""

from typing import ClassVar


class AppError(Exception):
    """Base of every expected error.

    Subclasses are `@dataclass(eq=False)` classes whose fields are the typed parameters of the sentence that a person
    reads; `code` is stable snake_case and names that sentence.
    """

    code: ClassVar[str] = "app_error"

    def params(self) -> dict[str, object]:
        """Field name → value, for the sentence that renders this code."""
        return dict(vars(self))
