"""The checker: what every person was told against what is stored. Its arithmetic is its own."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tests.soak.account import Account
from tests.soak.reading import UNKNOWN
from tests.soak.storage import Answers, Draft, Figure, Place, Report, Stored


class Kind(StrEnum):
    """What must not be."""

    LOST = "acknowledged and lost"
    DOUBLED = "doubled"
    INVENTED = "stored or shown, but never said"
    TALLY = "a figure that is not its recount"
    SLIP = "slip numbers"
    STUCK = "stuck"
    BROKEN = "the program did not foresee it"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be. chat_id: whose, 0 where it is nobody's."""

    kind: Kind
    words: str
    chat_id: int = 0

    def __str__(self) -> str:
        whose = f" (chat {self.chat_id})" if self.chat_id else ""
        return f"{self.kind}: {self.words}{whose}"


def check(accounts: Mapping[int, Account], stored: Stored) -> list[Finding]:
    """Everything that is wrong at one moment. accounts: at that moment or a little later, while nobody was told more."""
    return [*_people(accounts, stored), *_once(stored), *_tallies(stored)]


def recount(reports: Iterable[Report], retained: Mapping[tuple[Place, str], Figure]) -> dict[tuple[Place, str], Figure]:
    """The tallies that these current reports and what was retained of deleted ones add up to."""
    found: dict[tuple[Place, str], Figure] = dict(retained)
    for report in reports:
        for indicator, figure in _figures(report.answers):
            before = found.get((report.place, indicator), Figure(0, 0, 0, 0))
            found[report.place, indicator] = Figure(*(a + b for a, b in zip(before, figure, strict=True)))
    return found


# indicator → (answer that is counted, out of whom)
_SHARES = {
    "nguoi_lon_dtm": ("dien_thoai", "adults"),
    "nguoi_dan_thiet_bi_di_dong": ("dien_thoai", "people"),
    "kns_lao_dong": ("ky_nang", "workers"),
    "nguoi_lon_dvctt": ("dich_vu_cong", "adults"),
    "nguoi_lon_suc_khoe_tu_xa": ("kham_tu_xa", "adults"),
    "nguoi_dan_hssk": ("so_suc_khoe", "people"),
    "tk_thanh_toan_15": ("tai_khoan", "from_15"),
    "nguoi_dan_tk_ngan_hang": ("tai_khoan", "people"),
}


def _figures(answers: Answers) -> Iterator[tuple[str, Figure]]:
    whole = _wholes(answers)
    for indicator, (question, of_whom) in _SHARES.items():
        yield from _share(indicator, answers.get(question), whole.get(of_whom, 0))
    fibre = answers.get("cap_quang")
    counted = fibre if fibre == UNKNOWN else None if fibre not in ("dang_dung", "da_toi", "chua_toi") else 1
    yield from _share("ho_cap_quang", 0 if fibre == "chua_toi" else counted, 1)


def _wholes(answers: Answers) -> dict[str, int]:
    def of(*questions: str) -> list[int] | None:
        found = [answers.get(question) for question in questions]
        numbers = [each for each in found if isinstance(each, int)]
        return numbers if len(numbers) == len(found) else None

    whole = {}
    if people := of("so_nguoi"):
        whole["people"] = people[0]
    if older := of("so_nguoi", "duoi_15"):
        whole["from_15"] = older[0] - older[1]
    if adults := of("so_nguoi", "duoi_15", "tu_15_den_17"):
        whole["adults"] = adults[0] - adults[1] - adults[2]
    if workers := of("so_nguoi", "duoi_15", "qua_tuoi_lao_dong"):
        whole["workers"] = workers[0] - workers[1] - workers[2]
    return whole


def _share(indicator: str, counted: object, whole: int) -> Iterator[tuple[str, Figure]]:
    if whole and counted == UNKNOWN:
        yield indicator, Figure(1, 0, 0, whole)
    elif whole and isinstance(counted, int):
        yield indicator, Figure(1, counted, whole, 0)


def _people(accounts: Mapping[int, Account], stored: Stored) -> Iterator[Finding]:
    households = dict(stored.links)
    drafts = {draft.household: draft for draft in stored.drafts}
    reports: dict[str, list[Report]] = defaultdict(list)
    for report in stored.reports:
        reports[report.household].append(report)
    for account in accounts.values():
        household = households.get(account.chat_id, "")
        theirs, draft = reports[household], drafts.get(household)
        found = [
            *((Kind.INVENTED, words) for words in account.complaints),
            *_answers(account, draft, theirs),
            *_sent(account, theirs),
        ]
        if draft is not None and draft.seq > len(account.moves):
            found.append((Kind.DOUBLED, f"{len(account.moves)} steps moved the form {draft.seq} times"))
        if account.slip and stored.slips.get(household) != account.slip:
            found.append((Kind.SLIP, f"told {account.slip}, stored {stored.slips.get(household)}"))
        yield from (Finding(kind, words, account.chat_id) for kind, words in found)


def _answers(account: Account, draft: Draft | None, reports: list[Report]) -> Iterator[tuple[Kind, str]]:
    """The form under way, else the current report, holds what was acknowledged, and nothing that was not said."""
    current = [report.answers for report in reports if report.is_current]
    kept = draft.answers if draft is not None else current[0] if current else {}
    for question in {*account.known, *kept}:
        value, allowed = kept.get(question), account.allowed(question)
        if value is None:
            yield Kind.LOST, f"{question}: acknowledged {account.known[question]}, nothing is stored"
        elif value not in allowed:
            kind = Kind.LOST if question in account.known else Kind.INVENTED
            yield kind, f"{question}: {value} is stored, {sorted(map(str, allowed))} was said"


def _sent(account: Account, reports: list[Report]) -> Iterator[tuple[Kind, str]]:
    """Every report is one that was sent, each sending is at most one report, and what was acknowledged is there."""
    if account.has_report and not any(report.is_current for report in reports):
        yield Kind.LOST, "the report that was acknowledged"
    if len(reports) < len(account.received):
        yield Kind.LOST, f"{len(account.received)} sendings were acknowledged, {len(reports)} reports are stored"
    if len(reports) > len(account.sent):
        yield Kind.DOUBLED, f"{len(account.sent)} sendings made {len(reports)} reports"
    for report in reports:
        if report.answers not in account.sent.values():
            yield Kind.INVENTED, f"a report that was never reviewed so: {report.answers}"


def _once(stored: Stored) -> Iterator[Finding]:
    """One household a chat, one form under way, one current report, one consent, one slip."""
    chats = Counter(chat for chat, _household in stored.links)
    yield from (Finding(Kind.DOUBLED, f"{n} households", chat) for chat, n in chats.items() if n > 1)
    consents = Counter(stored.consents)
    yield from (Finding(Kind.DOUBLED, f"{n} consents to {what}", chat) for (chat, what), n in consents.items() if n > 1)
    drafts = Counter(draft.household for draft in stored.drafts)
    yield from (Finding(Kind.DOUBLED, f"{n} forms under way of {whose}") for whose, n in drafts.items() if n > 1)
    current = Counter((each.household, each.place.period) for each in stored.reports if each.is_current)
    yield from (Finding(Kind.DOUBLED, f"{n} current reports of {whose}") for whose, n in current.items() if n > 1)
    events = Counter(stored.events)
    yield from (Finding(Kind.DOUBLED, f"event {event} was done {n} times") for event, n in events.items() if n > 1)
    slips = Counter(stored.slips.values())
    yield from (Finding(Kind.SLIP, f"{slip} was given {n} times") for slip, n in slips.items() if n > 1)


def _tallies(stored: Stored) -> Iterator[Finding]:
    current = [report for report in stored.reports if report.is_current]
    counted = recount(current, stored.retained)
    for key in sorted({*counted, *stored.tallies}):
        if counted.get(key) != stored.tallies.get(key):
            where, indicator = key
            yield Finding(
                Kind.TALLY, f"{indicator} of {where.code}: kept {stored.tallies.get(key)}, counted {counted.get(key)}"
            )
    progress = Counter(report.place for report in current)
    for place in sorted({*progress, *stored.progress}):
        if progress[place] != stored.progress.get(place, 0):
            told, here = stored.progress.get(place, 0), progress[place]
            yield Finding(Kind.TALLY, f"households of {place.code}: kept {told}, counted {here}")
