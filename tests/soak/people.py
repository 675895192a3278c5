"""People: each reads what is on the screen and answers it, tapping or typing, now and then impatient or mistaken."""

import asyncio
from asyncio import Event, sleep
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.botapi.ledger import Shown
from tests.botapi.person import Person
from tests.soak.account import Book, Gives, Intent, Looks, Moves, Sends
from tests.soak.reading import DECLINED, SAID, UNKNOWN, Asks, Confirms, OwnData, Received, Reviews, Seen, Value, read

WARDS = ("xa-63-30745", "xa-63-30763", "xa-63-30748", "xa-63-30739", "")
WARD = ("an hoa", "phường An Hòa")
WAYS = (
    "Trả lời cho nhà mình",
    "Tiếp tục phiếu dở",
    "Xem, sửa câu trả lời",
    "Đồng ý",
    "Đúng, ở đó",
    WARD[1],
)
NUMBERS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
CORRECTED = ("dien_thoai", "cap_quang", "ky_nang", "dich_vu_cong", "kham_tu_xa", "so_suc_khoe", "tai_khoan")
"""What may change by itself: nothing else in the form depends on it."""
FASTEST_S, LONGEST_S = 0.4, 60.0


@dataclass(frozen=True, slots=True)
class Act:
    """What a person does next: a button's label, or something typed."""

    intent: Intent
    label: str = ""
    text: str = ""


LOOK = Act(Looks(), text="/lai")


@dataclass
class Days:
    """What all people share: how long they think, and whether things still break. is_over: set when that ends."""

    think_s: float
    is_over: Event = field(default_factory=Event)


@dataclass
class Walker:
    """One person on the whole way: from the greeting to the slip, and back to correct as long as things break."""

    person: Person
    book: Book
    days: Days
    random: Random
    plan: dict[str, Value] = field(init=False)
    edits: int = 1
    lost: int = 0
    is_sure: bool = False
    is_done: bool = False

    def __post_init__(self) -> None:
        self.plan = household(self.random)
        self.pace = self.random.uniform(0.25, 1.75)
        self.link = f"/start {self.random.choice(WARDS)}".strip()

    async def walk(self) -> None:
        """Go on until the slip is seen and nothing breaks any more."""
        await sleep(self.random.uniform(0, 8 * self.days.think_s))
        await self._do([Act(Looks(), text=self.link)])
        while not self.is_done:
            await self._think(1.0)
            await self._do(await self._next())

    async def _think(self, times: float) -> None:
        """Read the screen; whoever has time corrects something later, unless it is over meanwhile."""
        pause_s = times * self.pace * self.random.expovariate(1 / self.days.think_s)
        with suppress(TimeoutError):
            async with asyncio.timeout(pause_s):
                await self.days.is_over.wait()
        await sleep(FASTEST_S)

    async def _next(self) -> list[Act]:
        shown = self.person.chat.latest
        if shown is None or not self.is_sure:
            return [self._look()]
        seen = read(shown)
        if isinstance(seen, Received):
            if self.days.is_over.is_set():
                self.is_done = True
                return []
            await self._think(4.0)
            self.edits = 1
            return [LOOK] if self.days.is_over.is_set() else [Act(Looks(), text="/solieunhatoi")]
        act = self._answer(seen, shown)
        self.lost = self.lost + 1 if act is LOOK else 0
        return self._hurried(act)

    def _look(self) -> Act:
        self.lost += 1
        return LOOK if self.lost % 4 else Act(Looks(), text=self.link)

    def _hurried(self, act: Act) -> list[Act]:
        """Mostly one thing; a double tap, a tap with a message after it, or a burst that is too fast, now and then."""
        if self.days.is_over.is_set():
            return [act]
        chance = self.random.random()
        if act.label and chance < 0.08:
            return [act, act if chance < 0.04 else LOOK]
        return [act, *[LOOK] * 13] if chance > 0.995 else [act]

    def _answer(self, seen: Seen, shown: Shown) -> Act:
        match seen:
            case Asks():
                return self._reply(seen, shown)
            case Confirms():
                if self._chance(0.06):
                    return Act(Moves(), label="Câu trước")
                return Act(Moves(), text="đúng") if self._chance(0.3) else Act(Moves(), label="Đúng")
            case Reviews():
                return self._review(seen, shown)
            case OwnData():
                return Act(Looks(), label="Tải về tất cả (tệp JSON)" if self._chance(0.3) else "Sửa câu trả lời")
            case _:
                return self._find_way(shown)

    def _reply(self, seen: Asks, shown: Shown) -> Act:
        value = self.plan[seen.question]
        if self._chance(0.05) and "T. Câu trước" in shown.labels:
            return Act(Moves(), label="Câu trước")
        if self._chance(0.03):
            return Act(Moves(), text="99")
        if self._chance(0.03):
            return Act(Looks(), label="Vì sao hỏi?")
        if seen.earlier == value and "G. Giữ câu trả lời này" in shown.labels:
            return Act(Moves(), label="Giữ câu trả lời này")
        words = SAID.get(value, str(value))
        can_tap = any(label.rpartition(". ")[2] == words for label in shown.labels)
        if can_tap and self.random.random() < 0.6:
            return Act(Gives(seen.question, value), label=words)
        if isinstance(value, int) and self._chance(0.3):
            words = NUMBERS[value]
        return Act(Gives(seen.question, value), text=words)

    def _review(self, seen: Reviews, shown: Shown) -> Act:
        wrong = [question for question, value in seen.values.items() if value != self.plan[question]]
        if not wrong and self.edits and self.random.random() < 0.7 and not self.days.is_over.is_set():
            self.edits -= 1
            wrong = [self.random.choice(CORRECTED)]
            self.plan[wrong[0]] = _other(self.random, wrong[0], self.plan)
        if wrong and wrong[0] in CORRECTED:
            line = list(seen.values).index(wrong[0]) + 1
            return Act(Moves(), label=next(label for label in shown.labels if label.startswith(f"{line}. ")))
        return Act(Sends(shown.data_of("Gửi"), seen.values), label="Gửi")

    def _find_way(self, shown: Shown) -> Act:
        """Everything before the form."""
        ways = [label.partition(". ")[2] for label in shown.labels]
        for start in WAYS:
            if found := [label for label in ways if label.startswith(start)]:
                return Act(Looks(), label=found[0])
        if "phường, xã nào?" in shown.text:
            return Act(Looks(), text=WARD[0])
        if "khu phố, ấp nào" in shown.text:
            return Act(Looks(), label=self.random.choice(ways[:-1]))
        return LOOK

    async def _do(self, acts: list[Act]) -> None:
        """Send these one right after the other, and see what comes of it."""
        if not acts:
            return
        before, shown = self.person.chat.heard, self.person.chat.latest
        for act in acts:
            await self._send(act, shown)
        await self._settle()
        told = self.person.chat.heard > before
        self.is_sure = told and len(acts) == 1
        if not told:
            await sleep(FASTEST_S)

    async def _send(self, act: Act, shown: Shown | None) -> None:
        if act.label:
            assert shown is not None
            data = next((b["callback_data"] for row in shown.rows for b in row if b["text"] == act.label), "")
            data = data or shown.data_of(act.label)
            await self.person.presses(shown, data, then=False)
            key = data
        else:
            await self.person.says(act.text, then=False)
            key = f"typed {self.person.last_update}"
        self.book.says(self.person.chat.chat_id, self.person.last_update, act.intent, key)

    async def _settle(self) -> None:
        """Until Telegram has done with everything that was sent, however long the other side is away."""
        chat = self.person.chat
        while self.book.accounts[chat.chat_id].open:
            with suppress(TimeoutError):
                await chat.wait_for(lambda each: not self.book.accounts[each.chat_id].open, LONGEST_S)

    def _chance(self, share: float) -> bool:
        """Whether to dawdle or err this time; nobody does any more when it is over."""
        return not self.days.is_over.is_set() and self.random.random() < share


def household(random: Random) -> dict[str, Value]:
    """Somebody's home: every question of the form has an answer, and at least one grown-up is of working age."""
    people = random.randint(1, 7)
    children = random.randint(0, people - 1)
    teenagers = random.randint(0, min(1, people - children - 1))
    adults = people - children - teenagers
    plan: dict[str, Value] = {"so_nguoi": people, "duoi_15": children, "tu_15_den_17": teenagers}
    plan["qua_tuoi_lao_dong"] = random.randint(0, min(2, adults - 1))
    for question in CORRECTED:
        plan[question] = _other(random, question, plan)
    return plan


def _other(random: Random, question: str, plan: dict[str, Value]) -> Value:
    """An answer to one of `CORRECTED`; another one than now, where there is any."""
    numbers = {name: value for name, value in plan.items() if isinstance(value, int)}
    people, from_15 = numbers["so_nguoi"], numbers["so_nguoi"] - numbers["duoi_15"]
    most = {
        "so_suc_khoe": people,
        "tai_khoan": from_15,
        "ky_nang": from_15 - numbers["qua_tuoi_lao_dong"],
    }.get(question, from_15 - numbers["tu_15_den_17"])
    whole: list[Value] = ["dang_dung", "da_toi", "chua_toi"] if question == "cap_quang" else list(range(most + 1))
    fitting = [value for value in whole if value != plan.get(question)] or whole
    chance = random.random()
    if chance < 0.08:
        return UNKNOWN if chance < 0.04 else DECLINED
    return random.choice(fitting)
