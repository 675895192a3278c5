"""Reading an official document (.txt, .docx, .pdf with text) into lines; every hostile file has its own error code."""

import codecs
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import ClassVar

from campaigns.errors import AppError
from campaigns.plan_text import Clause, HeadingHint
from campaigns.segmentation import segment
from campaigns.text import tidy

SIZE_LIMIT_BYTES = 10 * 1024 * 1024
# A docx is a zip: what it unpacks to is limited as well, before anything is unpacked.
UNPACKED_LIMIT_BYTES = 40 * 1024 * 1024
TEXT_LIMIT_CHARS = 400_000
PAGE_LIMIT = 300
KINDS = (".txt", ".docx", ".pdf")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# Letters of the TCVN3 fonts read as Latin-1: no Vietnamese or English text has them next to letters.
_OLD_FONT = re.compile(r"[a-zA-Z][\u00ad®¶·¸¹»¼½¾©«¬°±²³´µ\u00a7¡¢£¤¥¦][a-zA-Z ]|[\u00ad®¶·¸¹»¼½¾µ]\w")
_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯạảấầẩậắặẹếềệịọốồộớờợụứừựỳ]")


@dataclass(eq=False)
class DocumentKindUnknownError(AppError):
    """The name ends neither in .txt nor .docx nor .pdf."""

    code: ClassVar[str] = "document_kind_unknown"
    kind: str


@dataclass(eq=False)
class DocumentEmptyError(AppError):
    """There is nothing in the file."""

    code: ClassVar[str] = "document_empty"


@dataclass(eq=False)
class DocumentTooLargeError(AppError):
    """The file, or what it unpacks to, is larger than any plan."""

    code: ClassVar[str] = "document_too_large"
    size_bytes: int
    limit_bytes: int


@dataclass(eq=False)
class DocumentUnreadableError(AppError):
    """The file is not what its name says, or is damaged."""

    code: ClassVar[str] = "document_unreadable"
    kind: str


@dataclass(eq=False)
class DocumentEncryptedError(AppError):
    """The file is locked with a password."""

    code: ClassVar[str] = "document_encrypted"
    kind: str


@dataclass(eq=False)
class DocumentWithoutTextError(AppError):
    """The pages are pictures: a scan has no text to cut."""

    code: ClassVar[str] = "document_without_text"
    pages: int


@dataclass(eq=False)
class DocumentEncodingError(AppError):
    """The letters are in an old encoding (TCVN3, VNI, windows-1258): save it as Unicode first."""

    code: ClassVar[str] = "document_encoding"
    encoding: str


@dataclass(eq=False)
class DocumentWithoutClausesError(AppError):
    """There is text, but nothing in it that could be cited."""

    code: ClassVar[str] = "document_without_clauses"


def import_document(name: str, content: bytes, hints: Sequence[HeadingHint] = ()) -> tuple[Clause, ...]:
    """The clauses of an official document, in its order.

    errors: those of `read_document`; document_without_clauses when nothing in it can be cited.
    """
    clauses = segment(read_document(name, content), hints)
    if not clauses:
        raise DocumentWithoutClausesError
    return clauses


def read_document(name: str, content: bytes) -> list[str]:
    """The document's lines, blank ones between paragraphs where the file tells them apart.

    errors: document_kind_unknown, document_empty, document_too_large, document_unreadable, document_encrypted,
    document_without_text, document_encoding.
    """
    kind = PurePath(name).suffix.lower()
    if kind not in KINDS:
        raise DocumentKindUnknownError(kind[:16])
    if not content.strip():
        raise DocumentEmptyError
    if len(content) > SIZE_LIMIT_BYTES:
        raise DocumentTooLargeError(len(content), SIZE_LIMIT_BYTES)
    readers = {".txt": _text_lines, ".docx": _docx_lines, ".pdf": _pdf_lines}
    lines = readers[kind](content)
    size = sum(map(len, lines))
    if size > TEXT_LIMIT_CHARS:
        raise DocumentTooLargeError(size, TEXT_LIMIT_CHARS)
    if not any(line.strip() for line in lines):
        raise DocumentEmptyError
    _refuse_old_font("\n".join(lines[:400]))
    return lines


def _text_lines(content: bytes) -> list[str]:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content.decode(encoding).splitlines()
            except UnicodeDecodeError:
                raise DocumentUnreadableError("txt") from None
    if len(_CONTROL.findall(content[:65536])) > 0:
        raise DocumentUnreadableError("txt")
    try:
        return content.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise DocumentEncodingError(_guess_encoding(content)) from None


def _guess_encoding(content: bytes) -> str:
    """Which old encoding it looks like; only named for the reader, never used to read."""
    if _OLD_FONT.search(content[:65536].decode("latin-1")):
        return "TCVN3"
    as_1258 = tidy(content[:65536].decode("cp1258", errors="replace"))
    return "windows-1258" if _VIETNAMESE.search(as_1258) else "unknown"


def _refuse_old_font(text: str) -> None:
    """A .docx or .pdf set in old fonts is Unicode by form and gibberish by content."""
    if len(_OLD_FONT.findall(text)) > 5 and len(_VIETNAMESE.findall(text)) < len(_OLD_FONT.findall(text)):
        raise DocumentEncodingError("TCVN3")


def _docx_lines(content: bytes) -> list[str]:
    _refuse_bomb(content)
    # Imported here, so that the command line and the chat start without them; damaged XML is a SyntaxError of lxml.
    from docx import Document
    from docx.opc.exceptions import OpcError

    from campaigns.word_numbering import docx_lines

    try:
        return list(docx_lines(Document(BytesIO(content))))
    except (OpcError, SyntaxError, KeyError, ValueError, AttributeError, TypeError, zipfile.BadZipFile, RecursionError):
        raise DocumentUnreadableError("docx") from None


def _refuse_bomb(content: bytes) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # The old compound format: a .doc, or a .docx that Word encrypted.
        raise DocumentEncryptedError("docx") if b"E\0n\0c\0r\0y\0p\0t" in content else DocumentUnreadableError("docx")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise DocumentUnreadableError("docx") from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise DocumentEncryptedError("docx")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > UNPACKED_LIMIT_BYTES or len(entries) > 4000:
        raise DocumentTooLargeError(unpacked, UNPACKED_LIMIT_BYTES)


def _pdf_lines(content: bytes) -> list[str]:
    if b"%PDF-" not in content[:1024]:
        raise DocumentUnreadableError("pdf")
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    broken = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError)
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentEncryptedError("pdf")
        pages = len(reader.pages)
        if pages > PAGE_LIMIT:
            raise DocumentTooLargeError(len(content), SIZE_LIMIT_BYTES)
        lines = [line for page in reader.pages for line in _page_lines(page.extract_text())]
    except AppError:
        raise
    except ImportError:
        # pypdf asks for another package only to undo strong encryption.
        raise DocumentEncryptedError("pdf") from None
    except broken:
        raise DocumentUnreadableError("pdf") from None
    if sum(len(line.strip()) for line in lines) < 20 * pages:
        raise DocumentWithoutTextError(pages)
    return lines


def _page_lines(text: str) -> Iterator[str]:
    """A page's lines; a page number in its first or last line goes, so that a sentence runs over the break."""
    lines = text.splitlines()
    while lines and re.fullmatch(r"\s*[-–]?\s*\d{0,3}\s*[-–]?\s*", lines[0]):
        lines.pop(0)
    while lines and re.fullmatch(r"\s*[-–]?\s*\d{0,3}\s*[-–]?\s*", lines[-1]):
        lines.pop()
    yield from lines
