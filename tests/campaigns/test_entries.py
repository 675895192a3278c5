"""What may be entered for an award, and how numbers and mistakes in it are read."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from campaigns.awarding.case import Occasion
from campaigns.awarding.entries import (
    ActEntry,
    ConductEntry,
    Entry,
    FigureEntry,
    InputKind,
    RankEntry,
    ScoreEntry,
    misfit_of,
    read_count,
    read_decimal,
)
from campaigns.awarding.wanted import bodies_at, occasions_of, own_audience, wanted_inputs
from campaigns.format.criterion import OccasionKind
from campaigns.library import Library, load_library
from tests.campaigns.award_cases import PACKS

TODAY = dt.date(2025, 12, 31)
PAPER = dt.date(2025, 12, 1)
BY_ID = PACKS.catalogue.by_id
FIGURE = FigureEntry(indicator="nguoi_lon_dtm", num=900, den=1000, source="BC 12/BC-UBND", date=PAPER)
SHARE = FigureEntry(indicator="kts_grdp", percent=Decimal("20.5"), source="Cục Thống kê", date=PAPER)
RANK = RankEntry(of="own", rank=3, published_by="UBND tỉnh", source="QĐ 5", date=PAPER)
SCORE = ScoreEntry(points=Decimal(90), maximum=Decimal(100), published_by="UBND tỉnh", source="QĐ 5", date=PAPER)
ACT = ActEntry(criterion="chung-1", done=True, source="KH 3", date=PAPER)
CONDUCT = ConductEntry(disciplined={"khien_trach": 0}, under_review={"thanh_tra": 0}, source="SNV", date=PAPER)


@pytest.fixture(scope="module")
def library() -> Library:
    """Every definition."""
    return load_library()


@pytest.mark.parametrize(
    ("entry", "field", "why"),
    [
        (FIGURE, None, None),
        (replace(FIGURE, num=1000), None, None),
        (replace(FIGURE, num=0, den=0), None, None),
        (replace(FIGURE, num=1001), "num", "num_above_den"),
        (replace(FIGURE, num=-1), "num", "negative"),
        (replace(FIGURE, den=None), "den", "missing"),
        (replace(FIGURE, num=None, den=None, percent=Decimal(90)), "num", "counts_wanted"),
        (replace(FIGURE, indicator="khong_co"), "indicator", "unknown_indicator"),
        (replace(FIGURE, date=dt.date(2026, 1, 1)), "date", "future_date"),
        (replace(FIGURE, date=TODAY), None, None),
        (replace(FIGURE, source="không có"), "source", "missing"),
        (replace(FIGURE, source="x" * 301), "source", "too_long"),
        (SHARE, None, None),
        (replace(SHARE, percent=Decimal("100.1")), "percent", "percent_outside"),
        (replace(SHARE, percent=None, num=3, den=2), "num", "num_above_den"),
        (RANK, None, None),
        (replace(RANK, rank=0), "rank", "rank_below_one"),
        (replace(RANK, published_by=""), "published_by", "missing"),
        (SCORE, None, None),
        (replace(SCORE, points=Decimal("100.01")), "points", "points_above_maximum"),
        (replace(SCORE, maximum=Decimal(0)), "maximum", "negative"),
        (ACT, None, None),
        (replace(ACT, source=""), "source", "proof_wanted"),
        (replace(ACT, source="", confirmed_by="UBND phường"), None, None),
        (replace(ACT, source="", done=False), None, None),
        (CONDUCT, None, None),
        (replace(CONDUCT, disciplined={"khien_trach": -1}), "khien_trach", "negative"),
        (replace(CONDUCT, under_review={"tin_don": 1}), "tin_don", "choose"),
    ],
)
def test_what_is_wrong_names_its_field(entry: Entry, field: str | None, why: str | None) -> None:
    indicator = BY_ID.get(entry.indicator) if isinstance(entry, FigureEntry) else None
    found = misfit_of(entry, TODAY, indicator)
    assert (found.field if found else None, found.why if found else None) == (field, why)


@pytest.mark.parametrize(
    ("text", "count", "decimal"),
    [
        ("1940", 1940, Decimal(1940)),
        ("1.940", 1940, Decimal(1940)),
        ("0", 0, Decimal(0)),
        ("95,5", "not_whole", Decimal("95.5")),
        ("95.5", "not_whole", "decimal_point"),
        ("1,234", "ambiguous_number", "ambiguous_number"),
        ("95%", "counts_wanted", Decimal(95)),
        ("95,5%", "counts_wanted", Decimal("95.5")),
        ("٩٥", "foreign_digits", "foreign_digits"),
        ("９５", "foreign_digits", "foreign_digits"),
        ("-3", -3, Decimal(-3)),
        ("", "missing", "missing"),
        ("ba", "not_a_number", "not_a_number"),
        ("12a", "not_a_number", "not_a_number"),
        ("9" * 16, "too_large", "too_large"),
    ],
)
def test_numbers_are_read_as_vietnamese_offices_write_them(text: str, count: int | str, decimal: Decimal | str) -> None:
    assert (read_count(text), read_decimal(text)) == (count, decimal)


@pytest.mark.parametrize("slug", list(PACKS))
def test_every_input_that_is_wanted_says_who_asks_for_it(library: Library, slug: str) -> None:
    pack, tree = PACKS[slug], library.tree(slug)
    for unit in {tree.units.level_of(each): each for each in tree.units.tree.units}.values():
        level = tree.units.level_of(unit)
        own = own_audience(pack, unit, level)
        for audience in (*bodies_at(pack, unit, level), *([own] if own else [])):
            occasions = occasions_of(pack, audience)
            assert occasions
            for occasion in occasions:
                rows = wanted_inputs(pack, audience, occasion)
                assert len({(row.kind, row.about) for row in rows}) == len(rows)
                assert all(row.askings and all(each.clause for each in row.askings) for row in rows)
                figures = [row.about for row in rows if row.kind is InputKind.FIGURE]
                assert set(figures) <= BY_ID.keys()


def test_a_ward_of_rach_gia_needs_what_its_standard_names(library: Library) -> None:
    pack = PACKS["rach-gia"]
    unit = library.tree("rach-gia").reporting[0]
    audience = own_audience(pack, unit, "phuong-xa")
    assert audience is not None
    rows = wanted_inputs(pack, audience, Occasion(kind=OccasionKind.CLOSING, year=2025))
    kinds = [row.kind.value for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {"act": 6, "trait": 1, "conduct": 1, "figure": 11}
    smartphones = next(row for row in rows if row.about == "nguoi_lon_dtm")
    assert [(each.clause, each.needed) for each in smartphones.askings] == [("II.2.2.c.1", "nguoi_lon_dtm >= 90%")]
    conduct = next(row for row in rows if row.kind is InputKind.CONDUCT)
    assert [each.added_by is not None for each in conduct.askings] == [False, True]


def test_a_year_without_targets_asks_for_no_figure(library: Library) -> None:
    pack = PACKS["rach-gia"]
    audience = own_audience(pack, library.tree("rach-gia").reporting[0], "phuong-xa")
    assert audience is not None
    rows = wanted_inputs(pack, audience, Occasion(kind=OccasionKind.ANNUAL, year=2024))
    assert InputKind.FIGURE not in {row.kind for row in rows}
