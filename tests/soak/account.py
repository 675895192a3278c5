"""Accounts: of each person, what they said and what they were told, and so what must be stored.

A value is `known` once a screen showed it, or asked something that presupposes it, in answer to the very update that
gave it or to a later one. What was said and not yet answered is `pending`: it may be stored or not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from tests.botapi.ledger import ChatLedger, Shown
from tests.soak.reading import ORDER, Asks, Confirms, OwnData, Received, Reviews, Seen, Value, read


@dataclass(frozen=True, slots=True)
class Looks:
    """An update that changes no form."""


@dataclass(frozen=True, slots=True)
class Moves:
    """A step in the form that gives no answer: back, confirm, keep, edit, nonsense."""


@dataclass(frozen=True, slots=True)
class Gives:
    """An answer."""

    question: str
    value: Value


@dataclass(frozen=True, slots=True)
class Sends:
    """What was reviewed is sent. key: of the button, so that two taps on it are one sending."""

    key: str
    values: Mapping[str, Value]


Intent = Looks | Moves | Gives | Sends


@dataclass(frozen=True, slots=True)
class Account:
    """One person's. Frozen, so that a moment's accounts can be compared while people go on.

    pending: question → (update id, value). open: updates that Telegram still delivers. sent: key → what was reviewed;
    received: the keys that were acknowledged. moves: what may have moved a form: each typed message, and each button
    once. complaints: what a screen told that was never said.
    """

    chat_id: int
    known: Mapping[str, Value] = field(default_factory=dict)
    pending: Mapping[str, tuple[tuple[int, Value], ...]] = field(default_factory=dict)
    open: Mapping[int, Intent] = field(default_factory=dict)
    sent: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    received: frozenset[str] = frozenset()
    has_report: bool = False
    slip: str = ""
    moves: frozenset[str] = frozenset()
    complaints: tuple[str, ...] = ()

    def allowed(self, question: str) -> set[Value]:
        """What may be stored as the answer to a question."""
        found = {value for _update, value in self.pending.get(question, ())}
        return found | {self.known[question]} if question in self.known else found

    def says(self, update_id: int, intent: Intent, key: str) -> "Account":
        """The person sends an update. key: the button that was tapped, or what is this message's alone."""
        moves = self.moves if isinstance(intent, Looks) else self.moves | {key}
        account = replace(self, open={**self.open, update_id: intent}, moves=moves)
        match intent:
            case Gives(question, value):
                waiting = (*self.pending.get(question, ()), (update_id, value))
                return replace(account, pending={**self.pending, question: waiting})
            case Sends(key, values):
                return replace(account, sent={**self.sent, key: values})
        return account

    def is_taken(self, update_id: int) -> "Account":
        """Telegram has done with an update."""
        return replace(self, open={known: intent for known, intent in self.open.items() if known != update_id})

    def is_told(self, seen: Seen, cause: int | None) -> "Account":
        """A screen is shown. cause: the update whose answer it stood in, where that is known."""
        account = self
        match seen:
            case Asks(question, earlier):
                account = account._presupposing(ORDER[: ORDER.index(question)])
                account = account._shown({} if earlier is None else {question: earlier}, cause)
            case Confirms(rests_on):
                account = account._presupposing(rests_on)
            case Reviews(values):
                missing = [question for question in self.known if question not in values]
                account = account._complaining(f"the review leaves {question} out" for question in missing)
                account = account._shown(values, cause)
            case OwnData(values):
                account = replace(account._reading_back(values), has_report=True)
            case Received(slip):
                account = account._receiving(slip)
        return account if cause is None or seen.is_elsewhere else account._answered(seen, cause)

    def _answered(self, seen: Seen, cause: int) -> "Account":
        """The screen follows from this update, and so shows what became of it."""
        match self.open.get(cause), seen:
            case Gives(question, _value), Asks(asked) if question == asked:
                return self
            case Gives(question, value), (Asks() | Confirms() | Reviews()):
                return self._knowing(question, value, cause)
            case Sends(key, _values), Received():
                return replace(self, received=self.received | {key})
        return self

    def _knowing(self, question: str, value: Value, cause: int) -> "Account":
        left = tuple(
            each
            for each in self.pending.get(question, ())
            if each[0] > cause or (each[0] in self.open and each[0] != cause)
        )
        return replace(self, known={**self.known, question: value}, pending={**self.pending, question: left})

    def _shown(self, values: Mapping[str, Value], cause: int | None) -> "Account":
        """A screen names these answers as the ones that are kept."""
        account = self
        for question, value in values.items():
            if value not in account.allowed(question):
                account = account._complaining([f"{question} is shown as {value}, which was never said"])
            elif cause is not None:
                waiting = account.pending.get(question, ())
                left = tuple(each for each in waiting if each[0] in self.open or each[0] > cause)
                account = replace(
                    account, known={**account.known, question: value}, pending={**account.pending, question: left}
                )
        return account

    def _presupposing(self, questions: Iterable[str]) -> "Account":
        """A screen comes only after these were answered."""
        account = self
        for question in questions:
            allowed = account.allowed(question)
            if not allowed:
                account = account._complaining([f"{question} was passed over without an answer"])
            elif len(allowed) == 1 and question not in account.known:
                account = replace(account, known={**account.known, question: allowed.pop()})
        return account

    def _reading_back(self, values: Mapping[str, Value]) -> "Account":
        sent = self.sent.values()
        if any(values == each for each in sent):
            return self
        return self._complaining(["one's own data are none of what was sent"])

    def _receiving(self, slip: str) -> "Account":
        account = replace(self, slip=slip, has_report=True)
        if self.slip and self.slip != slip:
            account = account._complaining([f"the slip number has changed from {self.slip} to {slip}"])
        return account if self.sent else account._complaining(["thanks for what was never sent"])

    def _complaining(self, words: Iterable[str]) -> "Account":
        return replace(self, complaints=(*self.complaints, *words))


class Book:
    """Everybody's accounts, kept up to date as things happen."""

    def __init__(self) -> None:
        self.accounts: dict[int, Account] = {}

    def begin(self, chat: ChatLedger) -> None:
        """Keep the account of a chat from now on."""
        self.accounts[chat.chat_id] = Account(chat.chat_id)

        def told(shown: Shown, cause: int | None) -> None:
            self.accounts[chat.chat_id] = self.accounts[chat.chat_id].is_told(read(shown), cause)

        chat.observer = told

    def says(self, chat_id: int, update_id: int, intent: Intent, key: str) -> None:
        """An update was sent."""
        self.accounts[chat_id] = self.accounts[chat_id].says(update_id, intent, key)

    def is_taken(self, chat_id: int, update_id: int) -> None:
        """Telegram has done with an update."""
        self.accounts[chat_id] = self.accounts[chat_id].is_taken(update_id)

    def freeze(self) -> Mapping[int, Account]:
        """All accounts as they are now."""
        return dict(self.accounts)
