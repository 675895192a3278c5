"""Make the snapshot of all units of both epochs from the wheel of the package vietnamadminunits.

    python -m pip download --no-deps --dest DIR vietnamadminunits==1.0.4
    python scripts/make_units.py DIR/vietnamadminunits-1.0.4-py3-none-any.whl

Reads the package's JSON files inside the wheel; the library itself is never imported. The same wheel gives the same
bytes. Refuses, and writes nothing, where the source does not hold together.
"""

import gzip
import hashlib
import json
import math
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from campaigns.place_names import Kind, joined, squeeze, words

TARGET = Path(__file__).resolve().parent.parent / "campaigns" / "data" / "units" / "units.json.gz"
SOURCE = "vietnamadminunits 1.0.4"
DIGEST = "737ee3662e877290386c1c45ed4d71f2e5fae34ab6fb9c64bfb4cb74b216ea35"
COMMUNE_KINDS = {
    "Phường": Kind.WARD,
    "Xã": Kind.COMMUNE,
    "Thị trấn": Kind.TOWNSHIP,
    "Đặc khu": Kind.SPECIAL_ZONE,
}
DISTRICT_KINDS = {
    "Thành phố": Kind.CITY,
    "Quận": Kind.URBAN_DISTRICT,
    "Thị xã": Kind.TOWN,
    "Huyện": Kind.RURAL_DISTRICT,
}
PROVINCE_KINDS = {"Tỉnh": Kind.PROVINCE, "Thành phố": Kind.MUNICIPALITY}
# Key words of the source that are no former names but ways to type the present one.
TYPED = (
    *("phuong", "thitran", "thixa", "thanhpho", "dackhu", "huyen", "quan", "tinh", "district", "ward"),
    *("xa", "sa", "tx", "tt", "tp", "x", "p", "f", "q"),
)
NUMBERED = ("phuong", "quan")

Row = tuple[str, str, str, str | None, list[str]]
Keyed = dict[str, dict[str, dict[str, str]]]


class Link(TypedDict):
    """One line of the converter, with the source's own keys in place of codes."""

    old: str
    new: tuple[str, str]
    partly: bool
    default: bool


def cut(full: str, kinds: dict[str, Kind]) -> tuple[Kind, str]:
    """Cut a full name into kind and name: "Thành Phố Bắc Kạn" → city, "Bắc Kạn".

    The source also has a field for the kind, which is wrong for seven communes ("Phường 5" as "Xã").
    """
    full = unicodedata.normalize("NFC", " ".join(full.split()))
    for word, kind in kinds.items():
        if full.lower().startswith(f"{word.lower()} "):
            return kind, full[len(word) + 1 :]
    raise SystemExit(f"{full!r} does not begin with a kind")


def former(keywords: list[str], name: str, kind: Kind) -> list[str]:
    """Key words that name something else than the unit as it is called: merged units, as squeezed keys.

    Dropped: the name itself, misspellings of it, kind prefixes, short forms of numbers ("f8", "p8" beside "phuong8").
    """
    own, spoken = squeeze(name), squeeze(f"{kind.label} {name}")
    plain = {"".join(words(keyword)) for keyword in keywords}
    kept = set[str]()
    for keyword in plain:
        prefix = next((typed for typed in TYPED if keyword.startswith(typed)), "")
        rest = keyword.removeprefix(prefix)
        if rest.isdigit() and prefix in NUMBERED:
            kept.add(keyword)
        elif rest.isdigit() or (prefix and rest in plain) or "quandoan" in keyword:
            continue
        elif not (own in keyword and keyword.replace(own, "", 1) in TYPED):
            kept.add(keyword)
    known = {loosely(own), loosely(spoken)}
    return sorted({joined((keyword,)) for keyword in kept if loosely(keyword) not in known})


def loosely(key: str) -> str:
    """Blind to the misspellings that the source lists: x for s, k for c, y for i."""
    return key.translate(str.maketrans("xky", "sci"))


def province_rows(provinces: dict[str, dict[str, str]]) -> dict[str, Row]:
    """Source key → row, for one epoch."""
    rows: dict[str, Row] = {}
    for key, unit in provinces.items():
        kind, name = cut(unit["province"], PROVINCE_KINDS)
        rows[key] = (unit["provinceCode"], kind.value, name, None, former(list(unit["provinceKeywords"]), name, kind))
    return rows


def district_rows(districts: Keyed, provinces: dict[str, Row]) -> dict[str, Row]:
    """Source key "province_district" → row."""
    rows: dict[str, Row] = {}
    for province, units in districts.items():
        for key, unit in units.items():
            kind, name = cut(unit["district"], DISTRICT_KINDS)
            aliases = former(list(unit["districtKeywords"]), name, kind)
            rows[f"{province}_{key}"] = (unit["districtCode"], kind.value, name, provinces[province][0], aliases)
    return rows


def commune_row(unit: dict[str, str], parent: str) -> Row | None:
    """A commune's row; None for the five island districts that had no commune."""
    code = unit["wardCode"]
    if isinstance(code, float) and math.isnan(code):
        return None
    kind, name = cut(unit["ward"], COMMUNE_KINDS)
    return (code, kind.value, name, parent, former(list(unit["wardKeywords"]), name, kind))


def old_communes(legacy: dict[str, dict[str, Keyed]], districts: dict[str, Row]) -> dict[str, Row]:
    """Source key "province_district_commune" → row."""
    rows: dict[str, Row] = {}
    for part in ("DICT_PROVINCE_DISTRICT_WARD_NO_ACCENTED", "DICT_PROVINCE_DISTRICT_WARD_ACCENTED"):
        for province, by_district in legacy[part].items():
            for district, units in by_district.items():
                for key, unit in units.items():
                    row = commune_row(unit, districts[f"{province}_{district}"][0])
                    if row:
                        rows[f"{province}_{district}_{key}"] = row
    return rows


def new_communes(today: dict[str, Keyed], provinces: dict[str, Row]) -> dict[tuple[str, str], Row]:
    """(province, commune) of the source → row."""
    rows: dict[tuple[str, str], Row] = {}
    for part in ("DICT_PROVINCE_WARD_NO_ACCENTED", "DICT_PROVINCE_WARD_ACCENTED"):
        for province, units in today[part].items():
            for key, unit in units.items():
                row = commune_row(unit, provinces[province][0])
                if row:
                    rows[province, key] = row
    return rows


def commune_links(converter: dict[str, dict[str, dict[str, list[str]]]]) -> Iterator[Link]:
    """Every line of the converter between communes (or an island district) and communes."""
    for province, whole in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for new, olds in whole.items():
            for old in olds:
                yield Link(old=old, new=(province, new), partly=False, default=True)
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            for part in parts:
                assert isinstance(part, dict)
                yield Link(old=old, new=(province, part["newWardKey"]), partly=True, default=part["isDefaultNewWard"])


def make(wheel: Path) -> tuple[bytes, str]:
    """The snapshot's bytes, and one line of counts."""
    with zipfile.ZipFile(wheel) as archive:
        data = [
            json.loads(archive.read(f"vietnamadminunits/data/{name}.json"))
            for name in ("parser_legacy", "parser_from_2025", "converter_2025")
        ]
    legacy, today, converter = data
    provinces = {"63": province_rows(legacy["DICT_PROVINCE"]), "34": province_rows(today["DICT_PROVINCE"])}
    districts = district_rows(legacy["DICT_PROVINCE_DISTRICT"], provinces["63"])
    olds, news = old_communes(legacy, districts), new_communes(today, provinces["34"])
    links: list[tuple[str, str, bool, bool]] = [
        (provinces["63"][old][0], provinces["34"][new][0], False, True)
        for new, merged in converter["DICT_PROVINCE"].items()
        for old in merged
    ]
    for link in commune_links(converter):
        old = districts[link["old"].rstrip("_")] if link["old"].endswith("_") else olds[link["old"]]
        links.append((old[0], news[link["new"]][0], link["partly"], link["default"]))
    units = {
        "63": sorted([*provinces["63"].values(), *districts.values(), *olds.values()]),
        "34": sorted([*provinces["34"].values(), *news.values()]),
    }
    check(units, links)
    snapshot = {"format": 1, "source": SOURCE, "units": units, "links": sorted(links)}
    text = json.dumps(snapshot, ensure_ascii=False, separators=(",", ":"))
    counts = f"units {len(units['63'])} + {len(units['34'])}, links {len(links)}"
    return gzip.compress(text.encode(), compresslevel=9, mtime=0), counts


def check(units: dict[str, list[Row]], links: list[tuple[str, str, bool, bool]]) -> None:
    """Stop where codes repeat, a parent is missing, a unit has no link, or not exactly one default."""
    for epoch, rows in units.items():
        codes = [row[0] for row in rows]
        assert len(codes) == len(set(codes)), f"codes repeat in {epoch}"
        assert all(row[3] is None or row[3] in set(codes) for row in rows), f"a parent is missing in {epoch}"
    defaults = [old for old, _, _, default in links if default]
    assert len(defaults) == len(set(defaults)), "an old unit has two defaults"
    assert set(defaults) == {old for old, *_ in links}, "an old unit has no default"
    linked = {code for old, new, *_ in links for code in (f"63:{old}", f"34:{new}")}
    unlinked = [row for epoch, rows in units.items() for row in rows if f"{epoch}:{row[0]}" not in linked]
    assert all(len(row[0]) == 3 for row in unlinked), f"units without a link: {unlinked[:5]}"


def main() -> None:
    """Read the wheel named on the command line, write the snapshot beside its README."""
    wheel = Path(sys.argv[1])
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if digest != DIGEST:
        raise SystemExit(f"not the wheel that this script was written for: sha256 {digest}")
    content, counts = make(wheel)
    TARGET.write_bytes(content)
    print(f"{TARGET.name}: {len(content):,} bytes, {counts}, sha256 {hashlib.sha256(content).hexdigest()}")


if __name__ == "__main__":
    main()
