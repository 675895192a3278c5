"""A screen drawn as Telegram messages. Nothing here knows of requests, chats or tables."""

from dataclasses import dataclass
from math import ceil, floor

from bot.telegram.keyboard import Rows, label_of, lay_out
from bot.telegram.text import LONGEST_CAPTION, Entity, Rich, Writer, split
from handlers.actions import Fetch
from handlers.screen import Attachment, Block, Meter, Paragraph, Screen, Tone

BAR_CELLS = 16


@dataclass(frozen=True, slots=True)
class Drawn:
    """One message. rows: its keyboard; only the last message of a screen has one."""

    text: str
    entities: tuple[Entity, ...]
    rows: Rows


def draw(screen: Screen) -> tuple[Drawn, ...]:
    """The messages of a screen, in order: one, or as many as its text needs."""
    keyboard = lay_out(screen)
    writer = Writer()
    _write_blocks(writer, screen.aside)
    _write_blocks(writer, screen.blocks)
    for number, choice in enumerate(keyboard.listed):
        writer.write("\n" if number else "\n\n")
        writer.write(label_of(choice))
    rows = [*keyboard.rows, *_file_rows(screen.documents)]
    pieces = writer.pieces() or [Rich("…")]
    last = len(pieces) - 1
    return tuple(
        Drawn(piece.text, piece.entities, rows if number == last else []) for number, piece in enumerate(pieces)
    )


def caption_of(label: str) -> tuple[list[str], str]:
    """A file's caption, and what has to be said before it because it does not fit: (messages before, caption)."""
    pieces = split(label, LONGEST_CAPTION)
    return pieces[:-1], pieces[-1] if pieces else ""


def bar(meter: Meter) -> str:
    """A small bar: certain, uncertain, open, and the mark of the target. The lines below it say the same in words."""
    low = meter.low if meter.low is not None else meter.share
    high = meter.high if meter.high is not None else meter.share
    mark = None if meter.target is None else min(BAR_CELLS, ceil(meter.target * BAR_CELLS))
    solid = 0 if low is None else floor(low * BAR_CELLS)
    if mark is not None and low is not None and meter.target is not None and low >= meter.target:
        solid = max(solid, mark)  # what reaches the target is never drawn short of it
    reach = solid if high is None or high == low else max(solid, ceil(high * BAR_CELLS))
    cells = "█" * solid + "▒" * (reach - solid) + "░" * (BAR_CELLS - reach)
    return cells if mark is None else f"{cells[:mark]}┃{cells[mark:]}"


def _write_blocks(writer: Writer, blocks: tuple[Block, ...]) -> None:
    before: Tone | None = None
    for block in blocks:
        tone = block.tone if isinstance(block, Paragraph) else None
        if writer.at:
            writer.write("\n" if tone is Tone.ITEM and before is Tone.ITEM else "\n\n")
        if isinstance(block, Paragraph):
            _write_paragraph(writer, block)
        else:
            _write_meter(writer, block)
        before = tone


def _write_paragraph(writer: Writer, paragraph: Paragraph) -> None:
    start = writer.at
    if paragraph.tone is Tone.HEADING and not any(span.bold for span in paragraph.spans):
        writer.write(paragraph.plain, "bold")
        return
    if paragraph.tone is Tone.ITEM:
        writer.write("• ")
    for span in paragraph.spans:
        writer.write(span.text, *(("bold",) if span.bold else ()))
    if paragraph.tone is Tone.QUOTE:
        writer.mark("blockquote", start)


def _write_meter(writer: Writer, meter: Meter) -> None:
    writer.write(meter.label, "bold")
    writer.write(f"\n{bar(meter)}")
    for line in meter.lines:
        writer.write("\n")
        _write_paragraph(writer, line)


def _file_rows(documents: tuple[Attachment, ...]) -> Rows:
    return [[{"text": document.label, "callback_data": Fetch(document.reference).pack()}] for document in documents]
