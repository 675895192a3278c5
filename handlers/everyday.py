"""Everyday words: what people say that is no choice, no answer and no question about the plan, and where it leads.

A text is freed of the polite frame around it ("dạ bác muốn … cháu nhé") and then looked up whole, so that a question
which only has such words in it still reaches the plan.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from campaigns.form_moves import Move
from campaigns.spoken import alike, begins, means_none, means_skip, means_unknown, number, yes_or_no
from campaigns.text import fold, tidy
from handlers.actions import Action, Go, unpack
from handlers.commands import Again
from handlers.form_actions import Begin, BeginOfficer, Later, Step, Why
from handlers.frames import AFTER, BEFORE, FAVOUR, FAVOURED, ONE_WORD, PEOPLE, RESULTS_OF, SHORT
from handlers.phrases import IDLE, TABLE, Backwards, Kind, Mistake, Puzzled, ResultsOf, Said
from handlers.privacy import Agree
from handlers.screen import Screen, Wait

LONGEST_WORDS = 14
"""Nobody says more words than this to greet or to ask for a screen."""
LONGEST_NAME = 4
"""Words of the name of a ward or commune, its kind among them."""
_NO_LETTERS = re.compile(r"[^\w\s]|_")
_BREAK = re.compile(r"[,.;!?\n]+")
_MASHED = re.compile(
    r"(?:[ha]{2,}|(?:h[aieu]|k|z)+|(.)\1{2,}|lo+l|.*(?:asd|sdf|dfg|fgh|ghj|hjk|jkl|qwe|wer|zxc|xcv).*|\d{1,2})"
)
_NAMES_RESULTS = re.compile(
    r"\b(?:ket qua|kq|so lieu|tien do|phuong|xa|thi tran|(?:toi|den) (?:dau|mo)|(?:xong|dat) chua|ntn|roi|r|con|how is)\b"
)
"""Without one of these words no pattern of `RESULTS_OF` fits."""
_BACK = ("quay lai", "tro lai", "back")
Words = tuple[str, ...]
"""A text in lower case, its words with the marks that were typed."""


def _frames(words: str) -> frozenset[Words]:
    """The frames with their marks, and without any."""
    spelt = [tuple(each.split()) for each in words.split("|")]
    return frozenset((*spelt, *(tuple(map(fold, each)) for each in spelt)))


_LEADING, _TRAILING = _frames(BEFORE), _frames(AFTER)
_ONE_WORD = _frames(ONE_WORD)
_FAVOUR, _FAVOURED, _PEOPLE = _frames(FAVOUR), _frames(FAVOURED), _frames(PEOPLE)
_FRAME_WORDS = {words[0] for words in _LEADING | _TRAILING if len(words) == 1}
_LONGEST_FRAME = max(map(len, _LEADING | _TRAILING))


def frameless(words: Words) -> tuple[Words, ...]:
    """The same with less and less of the polite frame around it, the longest first; one word always stays.

    "dạ bác khai ạ" → also "bác khai ạ", "dạ bác khai", … "khai". Each is worth a try, since "co" may be "cô" or "có".
    """
    cuts = [(head, tail) for head in _heads(words) for tail in _tails(words) if head < tail]
    return tuple(words[head:tail] for head, tail in sorted(cuts, key=lambda cut: cut[0] - cut[1])) or (words,)


def bare(words: Words) -> Words:
    """The same without any of its frame."""
    within = words[max(_heads(words)) :]
    within = within[: min(_tails(within))]
    return words if within == words else bare(within)


def _heads(words: Words) -> Iterator[int]:
    """Where the text may begin: before its frame, within it, behind it."""
    head = 0
    while True:
        yield head
        rest = words[head:]
        if rest[:2] in _ONE_WORD:
            return
        taken = next((n for n in _sizes(rest) if rest[:n] in _LEADING), 0)
        if not taken:
            return
        head += taken


def _tails(words: Words) -> Iterator[int]:
    """Where it may end."""
    tail = len(words)
    while True:
        yield tail
        rest = words[:tail]
        taken = next((n for n in _sizes(rest) if rest[-n:] in _TRAILING), 0)
        if not taken:
            return
        tail -= taken


def _sizes(words: Words) -> range:
    return range(min(_LONGEST_FRAME, len(words) - 1), 0, -1)


def _is_frame(words: Words) -> bool:
    """Whether nothing but a frame is left."""
    return len(words) == 1 and words[0] in _FRAME_WORDS


def words_of(text: str) -> Words:
    """The words of a text without punctuation and pictures; what is written short is written out."""
    typed = _NO_LETTERS.sub(" ", tidy(text).lower().replace("'", "")).split()
    return tuple(word for each in typed for word in SHORT.get(each, (each,)))


def readings_of(text: str) -> tuple[Words, ...]:
    """What may have been said, by how much of the text is a frame; nothing for a long one, which is no everyday word."""
    words = words_of(text)
    return frameless(words) if 0 < len(words) <= LONGEST_WORDS else ()


@dataclass(frozen=True, slots=True)
class _Phrase:
    spelt: Words
    action: Action


def _spell_out(pattern: str) -> Iterator[Words]:
    """Every phrase of a pattern with alternatives: "(xem/coi/) kết quả"."""
    parts = re.findall(r"\(([^)]*)\)|([^()]+)", pattern)
    for chosen in product(*((inside.split("/") if not plain else (plain,)) for inside, plain in parts)):
        yield tuple(" ".join(chosen).split())


@cache
def _phrases() -> Mapping[str, _Phrase]:
    """Every phrase as it stands, then without its frame; by its words without marks."""
    spelt = [
        _Phrase(words, action)
        for action, patterns in (*TABLE, (Said(Kind.IDLE), IDLE))
        for pattern in patterns.split("|")
        for words in _spell_out(pattern)
    ]
    found: dict[str, _Phrase] = {}
    cut = [_Phrase(bare(each.spelt), each.action) for each in spelt]
    for phrase in (*spelt, *(each for each in cut if not _is_frame(each.spelt))):
        found.setdefault(_key(phrase.spelt), phrase)
    return found


def _key(words: Words) -> str:
    return " ".join(map(fold, words))


def _find(text: str) -> Action | None:
    """What the table has for a text; where it has none, for each of its sentences, a greeting counting least."""
    whole = _find_one(text)
    parts = [] if whole is not None else [part for part in _BREAK.split(text) if words_of(part)]
    found = [_find_one(part) for part in parts]
    if len(found) < 2 or None in found:
        return whole
    return next((each for each in found if not isinstance(each, Said)), found[-1])


def _find_one(text: str) -> Action | None:
    """What the table has. A single word must have the right marks or none, as "sữa" is not "sửa"."""
    for said in _all_readings(text):
        found = _phrases().get(_key(said))
        if found is not None and (len(said) > 1 or alike(said[0], found.spelt[0])):
            return found.action
    return None


def _all_readings(text: str) -> tuple[Words, ...]:
    """The readings of a text, then those without whom it is a favour to: "chỉ giùm bác cách khai" → "chỉ cách khai"."""
    readings = readings_of(text)
    plain = _unfavoured(readings[0]) if readings else ()
    return readings if not plain or plain == readings[0] else (*readings, *frameless(plain))


def _unfavoured(words: Words) -> Words:
    kept: list[str] = []
    at = 0
    while at < len(words):
        whom = next((n for n in (2, 1) if words[at + 1 : at + 1 + n] in _FAVOURED), 0)
        if at and whom and words[at : at + 1] in _FAVOUR:
            at += 1 + whom
        else:
            kept.append(words[at])
            at += 1
    return tuple(kept)


@cache
def _asking_for_results() -> tuple[re.Pattern[str], ...]:
    return tuple(map(_expression, RESULTS_OF))


def _expression(pattern: str) -> re.Pattern[str]:
    """A pattern of the table as an expression for words without marks, a blank before each."""
    name = rf"(?P<name>{{kind}}(?: \S+){{{{1,{LONGEST_NAME}}}}}?)"
    holes = {"…": name.format(kind=""), "WARD": name.format(kind="(?= phuong | xa | thi tran )")}
    parts = []
    for part in re.findall(r"\([^)]*\)|\S+", pattern):
        words = sorted((f" {fold(each)}" if each else "" for each in part.strip("()").split("/")), reverse=True)
        parts.append(holes.get(part, f"(?:{'|'.join(words)})"))
    return re.compile("".join(parts))


def _results(text: str) -> Action | None:
    """The results of the place that is asked for; that there is such a place is for the handler to find out."""
    if not _NAMES_RESULTS.search(fold(text)):
        return None
    names: list[str] = []
    for said in _all_readings(text):
        folded = "".join(f" {fold(word)}" for word in said)
        for found in filter(None, (asking.fullmatch(folded) for asking in _asking_for_results())):
            first = folded.count(" ", 0, found.start("name"))
            names.append(" ".join(said[first : first + found["name"].count(" ")]))
    if any(_is_own_ward(name) for name in names):
        return Go("standing")
    return ResultsOf(tuple(dict.fromkeys(names)), text) if names else None


def _is_own_ward(name: str) -> bool:
    """Whether no name is left: "phường", "xã của mình"."""
    kind, *rest = name.split()
    return fold(kind) in ("phuong", "xa") and all((word,) in _PEOPLE | _FAVOUR for word in rest)


def says_nothing(text: str) -> bool:
    """Whether this is a yes, a no or a sound that answers nothing where no yes or no is waited for."""
    words = words_of(text)
    if not words or _find(text) == Said(Kind.IDLE) or all(_MASHED.fullmatch(fold(word)) for word in words):
        return True
    if yes_or_no(text) is not None or means_unknown(text) or means_none(text) or means_skip(text):
        return True
    return any(map(_is_frame, readings_of(text)))


def what_is_meant(text: str, screen: Screen) -> Action | None:
    """What this text means on this screen, if the table has it and the screen does not wait for just that."""
    meant = _find(text) or _results(text)
    offered = [unpack(choice.action) for choice in screen.choices]
    is_form = any(isinstance(each, Later) for each in offered)
    if meant is None or meant == Said(Kind.IDLE) or _is_answer(text, screen):
        return None
    match meant:
        case Begin() if is_form or any(isinstance(each, Agree) for each in offered):
            return Again()
        case Begin():
            return next((each for each in offered if isinstance(each, Begin | BeginOfficer)), meant)
        case Mistake() | Backwards() | Puzzled():
            return _about_this_screen(meant, screen, is_form=is_form)
    # Whoever says in a form that they are an official answers with it.
    return None if is_form and meant == Go("officer") else meant


def way_back(text: str, screen: Screen) -> Action | None:
    """Where this leads if all that it says is to go back: on a screen too that waits for any other words."""
    is_form = any(isinstance(unpack(choice.action), Later) for choice in screen.choices)
    return _about_this_screen(Backwards(), screen, is_form=is_form) if _find(text) == Backwards() else None


def _about_this_screen(meant: Action, screen: Screen, *, is_form: bool) -> Action:
    """What goes by the screen it is said on: one of its ways, or where one is sent from any other."""
    ways = [(choice.label, unpack(choice.action)) for choice in screen.choices]
    if isinstance(meant, Puzzled):
        return next((way for _label, way in ways if isinstance(way, Why)), Go("help"))
    if is_form:
        return next((way for _label, way in ways if isinstance(way, Step) and way.move == Move.BACK), Again())
    if isinstance(meant, Mistake):
        return Go("mydata")
    return next((way for label, way in ways if way is not None and fold(label).startswith(_BACK)), Go("menu"))


def _is_answer(text: str, screen: Screen) -> bool:
    """Whether a form would take it: "có ai không" for nobody, the first words of an option."""
    if screen.waits_for is Wait.NUMBER:
        return not isinstance(number(text), str)
    answers = (choice for choice in screen.choices if isinstance(unpack(choice.action), Step))
    return any(begins(text, choice.label) for choice in answers)
