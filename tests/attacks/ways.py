"""The ways: every command, button, view, typed word, page, form and address, read from the program's own tables.

A new action, view or page is tried without a line here. Only what it is given beside the number that is tried has to be
known: a field whose name stands in no table of examples is an error, so that nothing passes by never being reached.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from itertools import product

from bot.routes import VIEWS
from bot.web.office.pages import ROOT, Asked, Misfit
from bot.web.office.table import PAGES
from handlers.actions import SEPARATOR, Action, Go, kinds
from handlers.commands import _FOLDED, _WORDS, SLASH
from handlers.privacy import EXPORT, READABLE
from tests.attacks.scene import Attacker, Way
from tests.conversation import MINH_AN, VINH_LAC

IN_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "args": ("",),
    "asked": ("so_nguoi",),
    "audience": ("household",),
    "campaign": ("rach-gia",),
    "chat": ("1",),
    "code": ("AAAABBBBCCCC",),
    "draft": ("1",),
    "for_whom": ("household",),
    "grant": ("1",),
    "hash": ("x",),
    "locale": ("vi",),
    "mark": ("x",),
    "move": ("give", "hand_over"),
    "office": ("x",),
    "on": ("1",),
    "page": ("1",),
    "part": ("why",),
    "place": (MINH_AN.id,),
    "purpose": ("report", "callback"),
    "reference": (EXPORT, READABLE),
    "request": ("1",),
    "right": ("delete", "see"),
    "said": ("3",),
    "section": ("I",),
    "seq": ("1",),
    "ticket": ("1",),
    "topic": ("vneid",),
    "unit": (str(VINH_LAC),),
    "view": ("menu",),
    "when": ("sang",),
}
"""Field of an action → what stands in it while another one is tried."""
IN_FORMS: Mapping[str, str] = {
    "ai": "household",
    "ban": "1",
    "cau": "Ai?",
    "cho": "rach-gia",
    "cua": "rach-gia",
    "comment": "xin xem lại",
    "date": "2025-11-01",
    "den": "2025-12-31",
    "dip": "t2025",
    "doi-tuong": "",
    "don-vi": str(VINH_LAC),
    "ghi-chu": "ai đó",
    "holds": "co",
    "ke-hoach": "rach-gia",
    "khoan": "I.1",
    "locale": "vi",
    "loi": "xin chào",
    "muc": "trait:has_party_cell",
    "nhom": "x",
    "phien": "1",
    "phieu": "00000000",
    "phong-trao": "rach-gia",
    "quyen": "delete",
    "so": "1",
    "source": "báo cáo",
    "ten": "",
    "toi": str(VINH_LAC),
    "truoc": "1",
    "tu": "2025-11-01",
    "vai-tro": "team",
    "viec": "see_ticket",
}
"""Field of the office's addresses and forms → the same."""
IN_VIEWS = ("household", "team", str(VINH_LAC))
ADDRESSES = ("/", f"/files/{EXPORT}", f"/files/{READABLE}", "/files/{it}", "/can-bo/{it}", "/?xa={it}", "/{it}")
Family = Callable[[], Iterator[tuple[str, Way]]]
UNTRIED = frozenset({"erase", "eraseofficer"})
"""Without a number to try: deleting one's own data is not an attack, and tests of its own stand elsewhere."""


def actions() -> Iterator[tuple[str, Way]]:
    """Every packed action."""
    for kind in kinds():
        names = [each.name for each in fields(kind)]
        for name in names:
            assert name in IN_ACTIONS, f"{kind.__name__}.{name}: no example of it in tests/attacks/ways.py"
        if not names and kind.prefix not in UNTRIED:
            yield f"action {kind.prefix}", _press(kind.prefix)
        for place, name in enumerate(names):
            for other in product(*(IN_ACTIONS[each] for each in names[:place] + names[place + 1 :])):
                values = [*other[:place], "{it}", *other[place:]]
                yield f"action {kind.prefix} {name} {other}", _press(SEPARATOR.join([kind.prefix, *values]))


def views() -> Iterator[tuple[str, Way]]:
    """Every view."""
    for name, view in VIEWS.items():
        yield f"view {name}", _press(Go(name).pack())
        for count in range(1, view.arguments + 1):
            for place in range(count):
                for other in product(IN_VIEWS, repeat=count - 1):
                    values = [*other[:place], "{it}", *other[place:]]
                    yield f"view {name} {values}", _press(Go(name, ",".join(values)).pack())


def typed() -> Iterator[tuple[str, Way]]:
    """Every command, and every view where something is typed."""
    for command in SLASH:
        yield f"command /{command}", _say(f"/{command} {{it}}")
    for word in (*_WORDS, *_FOLDED):
        yield f"word {word}", _say(word)
    for name, view in VIEWS.items():
        yield f"typed at {name}", _typed_at(Go(name))
        if view.arguments:
            yield f"typed at {name} of it", _typed_at(Go(name, "{it}"))


def pages() -> Iterator[tuple[str, Way]]:
    """Every page of the office."""
    for page in PAGES:
        asked = _fields(page.asks)
        yield f"page {page.path}", _get(page.url, {})
        for name in asked:
            yield f"page {page.path} {name}", _get(page.url, {**asked, name: "{it}"})
            yield f"page {page.path} only {name}", _get(page.url, {name: "{it}"})


def forms() -> Iterator[tuple[str, Way]]:
    """Everything that can be done on them."""
    for page in PAGES:
        for name, post in page.posts.items():
            asked = _fields(post.reads)
            for field in asked or {"so": ""}:
                yield f"form {page.path} {name} {field}", _post(page.url, {**asked, "do": name, field: "{it}"})


def addresses() -> Iterator[tuple[str, Way]]:
    """Every other address."""
    for address in ADDRESSES:
        yield f"address {address}", _address(address)


FAMILIES: tuple[Family, ...] = (actions, views, typed, pages, forms, addresses)
"""Every way in which a number can be tried, each with its name."""


def _fields(reads: object) -> dict[str, str]:
    """What a page or a form reads, learned by letting it read."""
    wanted = _Wanting()
    assert callable(reads)
    try:
        reads(Asked(wanted))
    except Misfit as misfit:
        raise AssertionError(f"the example of {misfit.field} in tests/attacks/ways.py is refused") from misfit
    return wanted.asked


class _Wanting(dict[str, str]):
    """Answers whatever is asked of it with an example, and remembers what that was."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, str] = {}

    def get(self, name: str, default: object = None) -> str:
        assert name in IN_FORMS, f"field {name}: no example of it in tests/attacks/ways.py"
        self.asked[name] = IN_FORMS[name]
        return IN_FORMS[name]


def _press(packed: str) -> Way:
    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.press(packed.replace("{it}", tried))

    return way


def _say(text: str) -> Way:
    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.say(text.replace("{it}", tried))

    return way


def _typed_at(where: Action) -> Way:
    packed = where.pack()

    async def way(attacker: Attacker, tried: str) -> str:
        first = await attacker.press(packed.replace("{it}", tried))
        return first + await attacker.say(tried)

    return way


def _address(address: str) -> Way:
    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.get(address.replace("{it}", tried))

    return way


def _get(path: str, query: Mapping[str, str]) -> Way:
    assert path.startswith(ROOT)

    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.get(path, **{name: value.replace("{it}", tried) for name, value in query.items()})

    return way


def _post(path: str, form: Mapping[str, str]) -> Way:
    async def way(attacker: Attacker, tried: str) -> str:
        return await attacker.post(path, {name: value.replace("{it}", tried) for name, value in form.items()})

    return way
