"""An official document into clauses by its own numbering."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from campaigns.articles import article_clauses
from campaigns.markers import Kind
from campaigns.paragraphs import Line, Paragraph, clean_lines, is_terminated, unwrap
from campaigns.plan_text import Clause, HeadingHint
from campaigns.text import fold

_HEAD, _RECIPIENTS, _SIGNED = ("Phần đầu",), ("Nơi nhận",), ("Ký",)
_DOCUMENT_KINDS = {"ke hoach", "thong bao", "quyet dinh", "chi thi", "nghi quyet", "huong dan", "chuong trinh", "de an"}
_GROUNDS = re.compile(r"^(?:can cu|thuc hien|trien khai thuc hien|thi hanh|theo) ")
_NUMBER_LINE = re.compile(r"^so ?:")
_DATE_LINE = re.compile(r"^[\w .-]{2,40}, ngay\b.*\bthang\b.*\bnam \d{4}$")
_CLOSING = re.compile(r"^(?:tren day la|trong qua trinh (?:to chuc |trien khai )*thuc hien)")
_ASSIGNMENT = re.compile(r"^(?:giao|de nghi|yeu cau|phan cong) ")
_OFFICE = re.compile(
    r"^(?:(?:kt|tm|tl|tuq|q)\. ?)*(?:(?:pho )?(?:chu tich|giam doc|bi thu|truong|thu truong)|uy ban|so )"
)
_CONTAINERS = (Kind.ROMAN, Kind.NUMBER, Kind.LETTER)
# A heading that is an assignment ("Giao …, chịu trách nhiệm:") provides something itself.
_LONG_HEADING = 100


@dataclass(slots=True)
class Node:
    """One marked paragraph and what stands under it."""

    kind: Kind
    label: str
    written: str
    text: str
    children: list["Node"] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The node as a trail names it."""
        return f"{self.written} {self.text}".strip()


def segment(lines: Sequence[str], hints: Sequence[HeadingHint] = ()) -> tuple[Clause, ...]:
    """The clauses of a document, in its order.

    A document with roman sections, or with at least three numbered items, is cut by its numbering; anything else is an
    article, cut by its headings (`hints` name those that the text lacks) and sentences.
    """
    kept = clean_lines(lines)
    body, tail = _without_tail(kept)
    paragraphs = unwrap(body)
    numbered = sum(paragraph.kind is Kind.NUMBER for paragraph in paragraphs)
    if not any(paragraph.kind is Kind.ROMAN for paragraph in paragraphs) and (hints or numbered < 3):
        return _distinct([*article_clauses(paragraphs, hints), *_tail_clauses(tail)])
    first = next(i for i, p in enumerate(paragraphs) if p.kind in (Kind.ROMAN, Kind.NUMBER))
    root = _tree(paragraphs[first:])
    return _distinct([*_head_clauses(paragraphs[:first]), *_emit_children(root, "", ()), *_tail_clauses(tail)])


def _distinct(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """A path names one clause: where a document numbers two alike, the later one becomes a second paragraph."""
    seen: Counter[str] = Counter()
    found: list[Clause] = []
    for clause in clauses:
        seen[clause.path] += 1
        count = seen[clause.path]
        found.append(replace(clause, path=f"{clause.path}.p{count}") if count > 1 else clause)
    return tuple(found)


def _without_tail(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """The body, and the recipients with the signature below them."""
    for index, line in enumerate(lines):
        if fold(line.text).startswith("noi nhan") and len(line.text) < 200:
            return lines[:index], lines[index:]
    return lines, ()


def _tail_clauses(tail: Sequence[Line]) -> Iterator[Clause]:
    if not tail:
        return
    texts = [line.text for line in tail]
    recipients = list(takewhile(lambda text: not (text.isupper() and _OFFICE.match(fold(text))), texts))
    signed = [text for text in texts[len(recipients) :] if len(text) > 3]
    yield Clause("noi-nhan", _RECIPIENTS, "", " ".join(recipients))
    if signed:
        yield Clause("ky", _SIGNED, "", " ".join(signed))


def _head_clauses(paragraphs: Sequence[Paragraph]) -> Iterator[Clause]:
    """Number, date, title, grounds and enacting words, each where the document has it."""
    rest: list[str] = []
    for paragraph in paragraphs:
        text = f"{paragraph.written} {paragraph.text}".strip()
        folded = fold(text)
        if _NUMBER_LINE.match(folded):
            yield Clause("0.so-hieu", _HEAD, "", text)
        elif _DATE_LINE.match(folded):
            yield Clause("0.ngay", _HEAD, "", text)
        else:
            rest.append(text)
    start = next((i for i, text in enumerate(rest) if fold(text) in _DOCUMENT_KINDS), None)
    if start is not None:
        length = _title_length(rest[start:])
        yield Clause("0.ten", _HEAD, "", " ".join(rest[start : start + length]))
        rest = rest[start + length :]
    yield from _opening(rest)


def _title_length(texts: Sequence[str]) -> int:
    """How many paragraphs the title takes: the capitals after the kind of document, or else one line."""
    capitals = sum(1 for _ in takewhile(str.isupper, texts))
    return capitals if capitals > 1 or len(texts) < 2 or _GROUNDS.match(fold(texts[1])) else 2


def _opening(texts: Sequence[str]) -> Iterator[Clause]:
    grounds = [text for text in texts if _GROUNDS.match(fold(text)) and not text.endswith("như sau:")]
    enacting = [text for text in texts if text not in grounds and (len(text) > 60 or text.endswith(":"))]
    yield from _numbered("0.can-cu", grounds)
    yield from _numbered("0.ban-hanh", enacting)


def _numbered(path: str, texts: Sequence[str]) -> Iterator[Clause]:
    for index, text in enumerate(texts, 1):
        yield Clause(path if len(texts) == 1 else f"{path}.{index}", _HEAD, "", text)


def _tree(paragraphs: Sequence[Paragraph]) -> Node:
    """Hang each paragraph where its marker puts it."""
    root = Node(Kind.ROOT, "", "", "")
    stack = [root]
    for paragraph in paragraphs:
        node = Node(paragraph.kind, paragraph.label, paragraph.written, paragraph.text)
        if paragraph.kind is Kind.PLAIN:
            _hang_plain(node, stack)
            continue
        while not _holds(stack[-1], node):
            stack.pop()
        stack[-1].children.append(node)
        stack.append(node)
    return root


def _holds(parent: Node, node: Node) -> bool:
    """Whether a marked node can stand under this one."""
    if parent.kind is Kind.ROOT:
        return True
    match node.kind:
        case Kind.NUMBER:
            nested = parent.kind is Kind.NUMBER and node.label.startswith(f"{parent.label}.")
            return parent.kind is Kind.ROMAN or nested
        case Kind.LETTER:
            return parent.kind in (Kind.ROMAN, Kind.NUMBER)
        case Kind.DASH:
            return parent.kind in _CONTAINERS
        case Kind.PLUS:
            return parent.kind in (*_CONTAINERS, Kind.DASH)
        case _:
            return False


def _hang_plain(node: Node, stack: list[Node]) -> None:
    """An unmarked paragraph: the document's close, the rest of an item, a second paragraph of one, or a child."""
    if _CLOSING.match(fold(node.text)) and len(stack) > 1:
        node.label = "ket"
        stack[1].children.append(node)
        return
    while stack[-1].kind not in (*_CONTAINERS, Kind.ROOT):
        stack.pop()
    holder = stack[-1]
    is_sentence = holder.kind in (Kind.NUMBER, Kind.LETTER) and not holder.children and len(holder.text) > 60
    if is_sentence and holder.text.endswith((";", ",")):
        holder.text += f" {node.text}"
    elif is_sentence and holder.text.endswith((".", "…")):
        node.label = _second_paragraph(holder, stack[-2])
        stack[-2].children.append(node)
    else:
        holder.children.append(node)


def _second_paragraph(holder: Node, parent: Node) -> str:
    earlier = sum(child.label.startswith(f"{holder.label}.p") for child in parent.children)
    return f"{holder.label}.p{earlier + 2}"


def _emit(node: Node, path: str, trail: tuple[str, ...]) -> Iterator[Clause]:
    """The clauses of one node: itself when nothing stands under it, else its parts under its heading."""
    if not node.children:
        yield Clause(path, trail, node.written, node.text)
        return
    only = node.children[0] if len(node.children) == 1 and node.children[0].kind is Kind.PLAIN else None
    if only and node.kind is Kind.LETTER:
        yield Clause(path, trail, node.written, f"{node.text.removesuffix(':')}: {only.text}")
        return
    if only and not only.label:
        yield Clause(path, (*trail, node.heading), "", only.text)
        return
    heading, own = _heading_and_own(node)
    if own:
        yield Clause(f"{path}.0", (*trail, heading), node.written, own)
    yield from _emit_children(node, path, (*trail, heading))


def _heading_and_own(node: Node) -> tuple[str, str]:
    """The words a trail shows, and the node's own provision ("" when its text is a mere heading)."""
    if node.kind is Kind.ROMAN:
        return node.heading, ""
    before, colon, after = node.text.partition(": ")
    if colon and len(node.text) > _LONG_HEADING and after:
        return f"{node.written} {before}", node.text
    if _ASSIGNMENT.match(fold(node.text)) or (is_terminated(node.text) and not node.text.endswith(":")):
        return node.heading, node.text
    return node.heading, ""


def _emit_children(node: Node, path: str, trail: tuple[str, ...]) -> Iterator[Clause]:
    count = 0
    for index, child in enumerate(node.children):
        opens = index == 0 and child.kind is Kind.PLAIN and child.text.endswith(":") and len(node.children) > 1
        if opens:
            label = "0"
        elif child.label:
            label = child.label.rpartition(".")[2] if child.kind is Kind.NUMBER else child.label
        else:
            count += 1
            label = str(count)
        yield from _emit(child, _join(path, label), trail)


def _join(path: str, label: str) -> str:
    return f"{path}.{label}" if path else label
