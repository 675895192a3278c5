"""The limits that Telegram enforces on what is sent, as its own error descriptions."""

from typing import Any

LONGEST_TEXT = 4_096
LONGEST_CAPTION = 1_024
LONGEST_DATA = 64
MOST_BUTTONS = 100
WIDEST_ROW = 8


def units(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def text_complaint(text: object, limit: int = LONGEST_TEXT) -> str | None:
    """What is wrong with a text; it is counted after its entities are parsed, which ours already are."""
    if not isinstance(text, str) or not text.strip():
        return "Bad Request: message text is empty"
    if units(text) > limit:
        return (
            "Bad Request: message is too long" if limit == LONGEST_TEXT else "Bad Request: message caption is too long"
        )
    return None


def entities_complaint(text: str, entities: list[dict[str, Any]]) -> str | None:
    """What is wrong with entities: each must lie inside the text, on whole letters, and none may cut another."""
    raw = text.encode("utf-16-le")
    ends: list[int] = []
    for entity in sorted(entities, key=lambda each: (each["offset"], -each["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if entity["length"] <= 0 or end > len(raw) // 2:
            return f"Bad Request: entity beyond the text: {entity}"
        try:
            raw[2 * start : 2 * end].decode("utf-16-le")
        except UnicodeDecodeError:
            return f"Bad Request: entity inside a surrogate pair: {entity}"
        ends = [other for other in ends if other > start]
        if any(other < end for other in ends):
            return f"Bad Request: entities cut each other: {entity}"
        ends.append(end)
    return None


def keyboard_complaint(markup: dict[str, Any] | None) -> str | None:
    """What is wrong with an inline keyboard."""
    rows = (markup or {}).get("inline_keyboard", [])
    if any(not 0 < len(row) <= WIDEST_ROW for row in rows) or sum(map(len, rows)) > MOST_BUTTONS:
        return "Bad Request: reply markup is too long"
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            return "Bad Request: text buttons must be non-empty"
        if not 0 < len(str(button.get("callback_data", "")).encode()) <= LONGEST_DATA:
            return "Bad Request: BUTTON_DATA_INVALID"
    return None
