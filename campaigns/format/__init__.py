"""The pack format: a campaign as frozen values. One module per noun; `Pack` puts them together."""

from campaigns.format.entry import Entry
from campaigns.format.pack import Pack

__all__ = ["Entry", "Pack"]
