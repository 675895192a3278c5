"""The page's Vietnamese words in tests: those of the catalogue."""

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po

CATALOGUE = Path(__file__).parents[3] / "locales" / "vi" / "LC_MESSAGES" / "thiduaso.po"


@cache
def sentences() -> dict[str, str]:
    """English sentence → Vietnamese."""
    with CATALOGUE.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="vi") if message.id}


class Vietnamese:
    """`Words` of the page; an unknown sentence is an error."""

    def gettext(self, message: str, /) -> str:
        """The Vietnamese sentence."""
        return sentences()[message]
