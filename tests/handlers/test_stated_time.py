"""The stated time is measured on the scripted run, not guessed (docs/decisions/stated-time.md)."""

import re
from dataclasses import dataclass, field

from handlers.screen import Screen, block_lines
from services.welcome import MINUTES
from tests.conversation import Town

SYLLABLES_A_MINUTE = 150
"""Somebody who reads slowly, half aloud; a practised reader of Vietnamese does 250 and more."""
SECONDS_AN_ANSWER = 5
"""To count the people at home and type or tap."""
SECONDS_A_TAP = 2
"""To find a button when there is nothing to think about: yes, right, send."""


@dataclass
class Clock:
    """Adds up what a run takes. What a screen repeats from the one before is not read again."""

    seconds: float = 0
    asked: set[int] = field(default_factory=set)
    syllables: int = 0
    seen: frozenset[str] = frozenset()

    def read(self, screen: Screen) -> None:
        lines = [line for block in (*screen.aside, *screen.blocks) for line in block_lines(block)]
        lines += [choice.label for choice in screen.choices]
        fresh = [line for line in lines if line not in self.seen]
        count = sum(len(re.findall(r"\w+", line)) for line in fresh)
        # The ways out stand under every question; they are read once.
        self.seen |= {choice.label for choice in screen.choices if choice.secondary}
        self.syllables += count
        self.seconds += count * 60 / SYLLABLES_A_MINUTE


async def run(town: Town) -> Clock:
    """The whole journey of a household of four, from its first question to the slip."""
    person, clock = town.person(), Clock()
    await person.reload()
    steps = ("Đồng ý", "=vinh lac", "phường Vĩnh Lạc", "khu phố Minh An")
    answers = ("=4", "=1", "=0", "Đúng", "=1", "Đúng", "=2", "Đang dùng", "=2", "=1", "=0", "=4", "=3", "Gửi")
    clock.read(await person.tap("Trả lời cho nhà mình"))
    for step in (*steps, *answers):
        is_typed = step.startswith("=")
        if person.screen is not None and person.screen.progress is not None:
            clock.asked.add(person.screen.progress.step)  # what is read back stands at the question it follows
        clock.seconds += SECONDS_AN_ANSWER if is_typed or step == "Đang dùng" else SECONDS_A_TAP
        screen = await (person.say(step[1:]) if is_typed else person.tap(step))
        if "Đã nhận" not in person.shown:
            clock.read(screen)
    assert "Đã nhận" in person.shown
    return clock


async def test_stated_minutes_are_what_the_scripted_run_takes(town: Town) -> None:
    clock = await run(town)
    assert clock.asked == set(range(1, 12))
    minutes = clock.seconds / 60
    assert MINUTES - 1 < minutes <= MINUTES + 0.5, (minutes, clock)
