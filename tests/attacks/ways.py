"""The ways: every command, button, view, typed word, page, form and address, read from the program's own tables.

A new action, view or page is tried without a line here. Only what it is given beside the number that is tried has to be
known: a field whose name stands in no table of examples is an error, so that nothing passes by never being reached.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from inspect import signature
from itertools import product

from bot.routes import VIEWS
from bot.web.office.pages import ROOT, Asked, Misfit
from bot.web.office.table import PAGES
from handlers.actions import SEPARATOR, Action, Go, kinds, unpack
from handlers.commands import _FOLDED, _WORDS, SLASH, read_command
from handlers.privacy import EXPORT, READABLE
from tests.attacks.examples import ALSO_IN_FORMS, FORMED, IN_ACTIONS, IN_FORMS, IN_VIEWS, UNNAMED
from tests.attacks.scene import Attacker, Attempt

ADDRESSES = ("/", f"/files/{EXPORT}", f"/files/{READABLE}", "/files/{it}", "/can-bo/{it}", "/?xa={it}", "/{it}")


@dataclass(frozen=True)
class Way:
    """One way to try a number. varies: whether a number stands in it at all; otherwise it is the same for every one.

    meant: what the program reads in it, before it looks anything up; the same for two numbers where it heeds neither.
    """

    name: str
    attempt: Attempt
    varies: bool
    meant: Callable[[str], object] = lambda tried: tried


Family = Callable[[], Iterator[Way]]
UNTRIED = frozenset({"erase", "eraseofficer"})
"""Without a number to try: deleting one's own data is not an attack, and tests of its own stand elsewhere."""


def actions() -> Iterator[Way]:
    """Every packed action."""
    for kind in kinds():
        names = [each.name for each in fields(kind)]
        for name in names:
            assert name in IN_ACTIONS, f"{kind.__name__}.{name}: no example of it in tests/attacks/examples.py"
        if not names and kind.prefix not in UNTRIED:
            yield _press(f"action {kind.prefix}", kind.prefix)
        for place, name in enumerate(names):
            for other in product(*(IN_ACTIONS[each] for each in names[:place] + names[place + 1 :])):
                values = [*other[:place], "{it}", *other[place:]]
                yield _press(f"action {kind.prefix} {name} {other}", SEPARATOR.join([kind.prefix, *values]))


def views() -> Iterator[Way]:
    """Every view, with as many arguments as it may be given, each in turn the one that is tried."""
    for name, view in VIEWS.items():
        yield _press(f"view {name}", Go(name).pack())
        for count in range(1, view.arguments + 1):
            names = arguments(name)[:count]
            assert len(names) == count, f"view {name}: what does it take? (tests/attacks/examples.py)"
            for place, argument in enumerate(names):
                assert all(each in IN_VIEWS for each in names), f"view {name}: no example of one of {names}"
                others = [IN_VIEWS[each] for each in names]
                others[place] = FORMED.get(argument, ("{it}",))
                for values in product(*others):
                    yield _press(f"view {name} {values}", Go(name, ",".join(values)).pack())


def arguments(view: str) -> tuple[str, ...]:
    """The names of what a view takes, in order."""
    return UNNAMED.get(view) or tuple(signature(VIEWS[view].load).parameters)[2:]


def typed() -> Iterator[Way]:
    """Every command, and every view where something is typed; also the one that everybody is at."""
    yield _say("typed", "{it}", lambda tried: tried)
    for command in SLASH:
        yield _say(f"command /{command}", f"/{command} {{it}}")
    for word in (*_WORDS, *_FOLDED):
        yield _say(f"word {word}", word)
    for name, view in VIEWS.items():
        yield _typed_at(f"typed at {name}", Go(name))
        if view.arguments:
            yield _typed_at(f"typed at {name} of it", Go(name, "{it}"))
            apt = (IN_VIEWS[each][0] for each in arguments(name))
            yield _typed_at(f"typed at {name} of something", Go(name, ",".join(apt)))


def pages() -> Iterator[Way]:
    """Every page of the office."""
    for page in PAGES:
        asked = _fields(page.asks)
        yield _get(f"page {page.path}", page.url, {})
        for name in asked:
            yield _get(f"page {page.path} {name}", page.url, {**asked, name: "{it}"})
            if len(asked) > 1:
                yield _get(f"page {page.path} only {name}", page.url, {name: "{it}"})


def forms() -> Iterator[Way]:
    """Everything that can be done on them."""
    for page in PAGES:
        for name, post in page.posts.items():
            asked = _fields(post.reads) or {"so": ""}
            also = [{**asked, field: ALSO_IN_FORMS[field]} for field in asked if field in ALSO_IN_FORMS]
            for said in (asked, *also):
                for field in said:
                    told = f"form {page.path} {name} {field} {said}"
                    yield _post(told, page.url, {**said, "do": name, field: "{it}"})


def addresses() -> Iterator[Way]:
    """Every other address."""
    for address in ADDRESSES:
        yield _address(f"address {address}", address)


FAMILIES: tuple[Family, ...] = (actions, views, typed, pages, forms, addresses)
"""Every way in which a number can be tried, each with its name."""


def _fields(reads: object) -> dict[str, str]:
    """What a page or a form reads, learned by letting it read."""
    wanted = _Wanting()
    assert callable(reads)
    try:
        reads(Asked(wanted))
    except Misfit as misfit:
        raise AssertionError(f"the example of {misfit.field} in tests/attacks/examples.py is refused") from misfit
    return wanted.asked


class _Wanting(dict[str, str]):
    """Answers whatever is asked of it with an example, and remembers what that was."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, str] = {}

    def get(self, name: str, default: object = None) -> str:
        assert name in IN_FORMS, f"field {name}: no example of it in tests/attacks/examples.py"
        self.asked[name] = IN_FORMS[name]
        return IN_FORMS[name]


def _press(name: str, packed: str) -> Way:
    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.press(packed.replace("{it}", tried))

    return Way(name, way, "{it}" in packed, lambda tried: unpack(packed.replace("{it}", tried)))


def _say(name: str, text: str, meant: Callable[[str], object] | None = None) -> Way:
    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.say(text.replace("{it}", tried))

    return Way(
        name, way, "{it}" in text, meant or (lambda tried: read_command(text.replace("{it}", tried), yes_pending=True))
    )


def _typed_at(name: str, where: Action) -> Way:
    packed = where.pack()

    async def way(attacker: Attacker, tried: str) -> str:
        first = await attacker.press(packed.replace("{it}", tried))
        # Who is not let in is still where they were, and what may be typed there is tried by itself.
        return first + await attacker.say(tried) if attacker.has_moved else first

    return Way(name, way, varies=True)


def _address(name: str, address: str) -> Way:
    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.get(address.replace("{it}", tried))

    return Way(name, way, "{it}" in address)


def _get(name: str, path: str, query: Mapping[str, str]) -> Way:
    assert path.startswith(ROOT)

    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.get(path, **{name: value.replace("{it}", tried) for name, value in query.items()})

    return Way(name, way, "{it}" in query.values())


def _post(name: str, path: str, form: Mapping[str, str]) -> Way:
    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.post(path, {name: value.replace("{it}", tried) for name, value in form.items()})

    return Way(name, way, "{it}" in form.values())
