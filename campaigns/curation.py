"""What operators add to a plan's answers: words that mean the same, and answers that they fix to questions."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from campaigns.errors import AppError
from campaigns.facts import Provision
from campaigns.lexicon import Group, Lexicon, Phrase
from campaigns.text import fold, numbers_in, tidy

if TYPE_CHECKING:
    from campaigns.format.pack import Pack  # the command line answers without loading the format of packs

MOST_WORDS = 12
LONGEST_WORD = 60
MOST_EXAMPLES = 20
LONGEST_EXAMPLE = 300
MOST_CLAUSES = 5
LONGEST_SENTENCE = 600
REMOVED = "…"
"""What stands in a question where a number or an address that may be a person's was taken out."""

# Eight digits are a slip or more than a telephone's half; blanks, dots and dashes do not make them fewer.
_PERSONAL = re.compile(r"\S*@\S*|(?<!\d)\+?\d(?:[\s.()-]{0,2}\d){7,}(?!\d)|https?://\S+")
_YEARS = re.compile(r"20\d\d[\s.()-]{1,2}20\d\d")
_TOKEN = re.compile(r"[^\W_]+")
_QUARTER = re.compile(r"\bquy (?:[ivx]+|\d)\b")
_COUNTS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_COUNTED = re.compile(
    rf"\b({'|'.join(_COUNTS)}) (?:bộ|bản|phần trăm|ngày|tháng|đợt|lần|tập thể|cá nhân|mức|triệu|nghìn|tỷ|đồng)\b"
)
# "Sở Nội vụ" is a body and "bộ hồ sơ" is none: a word that also means other things counts when both are capitals.
_BODY = re.compile(
    r"\b(?:(?:Sở|Bộ|Phòng|Ban|Cục|Chi cục|Hội|Đoàn|Đảng ủy|Trung tâm|Văn phòng|Liên đoàn)(?= [A-ZĐ])"
    r"|(?i:ủy ban|uỷ ban|ubnd|hội đồng|hđnd|mặt trận|công an|thủ tướng|chủ tịch|bí thư|tỉnh ủy|thành ủy|ngân hàng"
    r"|bảo hiểm xã hội|kho bạc|tổng cục|thanh tra|tòa án|viện kiểm sát))(?: [^\W\d_]+){0,2}"
)
_LEVELS = frozenset({"tinh", "pho", "huyen", "xa", "phuong", "nuoc", "uong", "phu"})


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """Words that mean the same. campaign: where, "" for every one."""

    campaign: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CuratedAnswer:
    """An answer that an operator fixed.

    questions: examples in people's words; clauses: the paths that answer, the first cited for the sentence; sentence:
    plain words that hold no number, date or body that clauses or overlay do not.
    """

    campaign: str
    questions: tuple[str, ...]
    clauses: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Curation:
    """Everything that operators have added and not withdrawn; of two fixed answers the later one counts."""

    words: tuple[LexiconEntry, ...] = ()
    answers: tuple[CuratedAnswer, ...] = ()

    def words_for(self, campaign: str) -> tuple[LexiconEntry, ...]:
        """The groups of words that hold for a campaign."""
        return tuple(entry for entry in self.words if entry.campaign in {"", campaign})

    def answers_for(self, campaign: str) -> tuple[CuratedAnswer, ...]:
        """The answers fixed for a campaign."""
        return tuple(answer for answer in self.answers if answer.campaign == campaign)


@dataclass(eq=False)
class CurationEmpty(AppError):
    """Something that is needed is missing. part: "words", "questions", "clauses" or "sentence"."""

    code = "curation_empty"
    part: str


@dataclass(eq=False)
class CurationTooLong(AppError):
    """More, or longer, than is kept. part: as in `CurationEmpty`; most: how many, or how many characters."""

    code = "curation_too_long"
    part: str
    most: int


@dataclass(eq=False)
class LoneWord(AppError):
    """A group of one word says nothing."""

    code = "lone_word"
    word: str


@dataclass(eq=False)
class StopWord(AppError):
    """A word that every question may hold: questions are read without it."""

    code = "stop_word"
    word: str


@dataclass(eq=False)
class WordsNotInPlan(AppError):
    """None of the words stands in the plan, so the group would find nothing."""

    code = "words_not_in_plan"
    words: tuple[str, ...]


@dataclass(eq=False)
class UnknownClause(AppError):
    """The plan has no such clause here."""

    code = "unknown_clause"
    clause: str


@dataclass(eq=False)
class NotInClause(AppError):
    """The sentence says a number, date or body that neither the clauses nor the rules that apply now hold."""

    code = "not_in_clause"
    said: str


def without_personal(text: str) -> str:
    """A question without what may lead to a person: runs of eight digits and more, addresses with @, links."""
    return _PERSONAL.sub(lambda found: found[0] if _YEARS.fullmatch(found[0]) else REMOVED, text)


def content_key(text: str, lexicon: Lexicon) -> Phrase:
    """What a question is about, to group questions by: its folded words without those that only ask, sorted."""
    words = {word for word in lexicon.phrase(_spelt(text, lexicon)) if word not in lexicon.fillers}
    return tuple(sorted(words or set(lexicon.phrase(text)))) or (fold(text),)


def groups_of(entries: Iterable[LexiconEntry], lexicon: Lexicon) -> Iterator[Group]:
    """The entries as groups of the lexicon: each word with all the others as what plans may call it."""
    for entry in entries:
        words = [_spelt(word, lexicon) for word in entry.words]
        for word in words:
            yield Group(plan=tuple(other for other in words if other != word), say=(word,))


def check_words(words: Sequence[str], lexicon: Lexicon, known: Collection[str]) -> tuple[str, ...]:
    """The words of a group, tidied, each once. known: the syllables of the plans that the group is for.

    Errors: `curation_empty`, `curation_too_long`, `lone_word`, `stop_word`, `words_not_in_plan`.
    """
    clean = [" ".join(_TOKEN.findall(tidy(word).lower())) for word in words]
    unique = {lexicon.phrase(_spelt(word, lexicon)): word for word in reversed(clean) if word}
    found = tuple(word for word in clean if word in unique.values())
    if not found:
        raise CurationEmpty("words")
    for word in found:
        if len(word) > LONGEST_WORD:
            raise CurationTooLong("words", LONGEST_WORD)
        if len(word) < 2 or _only_asks(_spelt(word, lexicon), lexicon):
            raise StopWord(word)
    if len(unique) < 2:
        raise LoneWord(found[0])
    if len(unique) > MOST_WORDS:
        raise CurationTooLong("words", MOST_WORDS)
    if not any(all(part in known for part in phrase) for phrase in unique):
        raise WordsNotInPlan(found)
    return tuple(dict.fromkeys(found))


def check_answer(
    answer: CuratedAnswer, pack: "Pack", provisions: Sequence[Provision], lexicon: Lexicon
) -> CuratedAnswer:
    """The answer, tidied, once it is sure that its clauses are there and bear out what it says.

    Errors: `curation_empty`, `curation_too_long`, `stop_word`, `unknown_clause`, `not_in_clause`.
    """
    questions = tuple(dict.fromkeys(filter(None, (without_personal(tidy(each)) for each in answer.questions))))
    clauses = tuple(dict.fromkeys(filter(None, (_bare_path(each, pack.slug) for each in answer.clauses))))
    sentence = tidy(answer.sentence)
    parts: tuple[tuple[str, Sequence[str], int], ...] = (
        ("questions", questions, MOST_EXAMPLES),
        ("clauses", clauses, MOST_CLAUSES),
        ("sentence", sentence, LONGEST_SENTENCE),
    )
    for part, given, most in parts:
        if not given:
            raise CurationEmpty(part)
        if len(given) > most:
            raise CurationTooLong(part, most)
    for question in questions:
        if len(question) > LONGEST_EXAMPLE:
            raise CurationTooLong("questions", LONGEST_EXAMPLE)
        if _only_asks(question, lexicon):
            raise StopWord(question)
    known = {provision.path for provision in provisions}
    for clause in clauses:
        if clause not in known:
            raise UnknownClause(clause)
    strange = unproved(sentence, cited_words(pack, provisions, clauses), lexicon)
    if strange:
        raise NotInClause(strange)
    return CuratedAnswer(pack.slug, questions, clauses, sentence)


def cited_words(pack: "Pack", provisions: Iterable[Provision], clauses: Collection[str]) -> str:
    """What may be said where these clauses are cited: their words, headings, and the rules that apply now."""
    cited = [provision for provision in provisions if provision.path in clauses]
    parts = ((each.text, *each.trail, *(said.text for said in each.statements)) for each in cited)
    now = ((rule.now.vi, rule.body.vi if rule.body else "") for rule in pack.rules_about(clauses))
    return " | ".join(chain(chain.from_iterable(parts), chain.from_iterable(now)))


def unproved(sentence: str, cited: str, lexicon: Lexicon) -> str:
    """The first number, date or body that a sentence says and the cited words do not; "" where all are borne out."""
    held, words = numbers_in(cited), f" {' '.join(lexicon.phrase(cited))} "
    for number in sorted(numbers_in(sentence) - held):
        return number
    for quarter in _QUARTER.findall(fold(sentence)):
        if f" {quarter} " not in words:
            return str(quarter)
    for match in _COUNTED.finditer(tidy(sentence).lower()):
        if str(_COUNTS.index(match[1]) + 1) not in held and f" {fold(match[0])} " not in words:
            return match[0]
    for match in _BODY.finditer(tidy(sentence)):
        if f" {' '.join(_body(match[0], words, lexicon))} " not in words:
            return match[0]
    return ""


def _body(said: str, words: str, lexicon: Lexicon) -> Phrase:
    """The name of a body, without what follows it in the sentence and is no part of it; a level always is."""
    whole = phrase = lexicon.phrase(said)
    while len(phrase) > 2 and phrase[-1] not in _LEVELS:
        if f" {' '.join(phrase)} " in words:
            return phrase
        phrase = phrase[:-1]
    return phrase if f" {' '.join(phrase)} " in words else whole


def _bare_path(path: str, slug: str) -> str:
    return path.strip().removeprefix(f"{slug}:")


def _spelt(text: str, lexicon: Lexicon) -> str:
    """Chat spelling undone, as questions are read."""
    spelling: Mapping[str, tuple[str, ...]] = lexicon.spelling
    return " ".join(part for word in tidy(text).lower().split() for part in spelling.get(fold(word), (word,)))


def _only_asks(text: str, lexicon: Lexicon) -> bool:
    """Whether there is nothing in it but words of asking and politeness."""
    words = _TOKEN.findall(tidy(text).lower())
    fillers, bare = lexicon.fillers_marked, lexicon.fillers
    return all(word in fillers or (word.isascii() and word in bare and not word.isdigit()) for word in words)
