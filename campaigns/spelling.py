"""Typing as it comes from a phone: Telex letters left in, blanks forgotten, letters swapped."""

import re
from collections.abc import Callable, Collection
from functools import lru_cache

from rapidfuzz.distance import OSA

from campaigns.lexicon import Phrase

_ONSETS = "b|c|ch|d|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|qu|r|s|t|th|tr|v|x|"
_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay e ec ech em en eng enh eo ep et eu i ia ich iec iem ien ieng iep iet ieu "
    "im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oen oeo oet oi om on ong op ot u ua "
    "uan uang uanh uat uau uay uc ue uech uen uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya "
    "uych uyen uyet uynh uyt uyu uoi y yem yen yeng yet yeu"
)
_SYLLABLE = re.compile(rf"(?:{_ONSETS})(?:{'|'.join(_RIMES.split())})")
_TONE = re.compile(r"(?<=[aeiouy])(?P<coda>ng|nh|ch|c|m|n|p|t|)[sfrxj]|[sfrxj](?=(?:ng|nh|ch|c|m|n|p|t)?$)")
# "mấyyy", "khôngggg": a word as it is called out.
_DRAWN_OUT = re.compile(r"([a-z])\1+$")
_DOUBLE = (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("aw", "a"), ("ow", "o"), ("uw", "u"))


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a folded word is written as a Vietnamese syllable can be."""
    return _SYLLABLE.fullmatch(word) is not None


def untelex(word: str) -> str:
    """The folded syllable behind Telex keys that an editor did not turn into marks ("ddieenj" → "dien"), or ""."""
    bare = word
    for keys, letter in _DOUBLE:
        bare = bare.replace(keys, letter)
    bare = bare.replace("w", "")
    for candidate in (bare, _TONE.sub(lambda match: match["coda"] or "", bare, count=1)):
        if candidate != word and is_syllable(candidate):
            return candidate
    return ""


class Speller:
    """Repairs words that are no Vietnamese syllables, by the words and word pairs that plans and people use."""

    def __init__(self, words: Collection[str], pairs: Collection[tuple[str, str]]) -> None:
        self._words = frozenset(words)
        self._long = tuple(sorted(word for word in words if len(word) >= 4 and word.isalpha()))
        self._pairs = pairs
        self.repair: Callable[[str], Phrase] = lru_cache(maxsize=4096)(self._repair)

    def _repair(self, word: str) -> Phrase:
        """The words meant; the word itself when nothing better is found."""
        if word in self._words or is_syllable(word) or not word.isascii() or not word.isalpha() or len(word) < 3:
            return (word,)
        drawn = _DRAWN_OUT.sub(r"\1", word)
        plain = drawn if is_syllable(drawn) else untelex(word)
        if plain:
            return (plain,)
        split = self._split(word) if len(word) <= 24 else ()
        return split or (self._nearest(word),)

    def _split(self, word: str) -> Phrase:
        """Two to four syllables written together, each pair of them known."""
        ways: dict[int, list[Phrase]] = {0: [()]}
        for end in range(1, len(word) + 1):
            found: list[Phrase] = []
            for start in range(max(0, end - 6), end):
                piece = word[start:end]
                fitting = ways.get(start, ()) if is_syllable(piece) else ()
                found.extend((*way, piece) for way in fitting if not way or (way[-1], piece) in self._pairs)
            ways[end] = found
        whole = [way for way in ways[len(word)] if 2 <= len(way) <= 4]
        return min(whole, key=len) if whole else ()

    def _nearest(self, word: str) -> str:
        if not 5 <= len(word) <= 16:
            return word
        near = [known for known in self._long if abs(len(known) - len(word)) <= 1 and OSA.distance(word, known) == 1]
        if len(near) > 1:
            same = [known for known in near if sorted(known) == sorted(word)]
            near = same or [known for known in near if known[0] == word[0]] or near
        return near[0] if near else word
