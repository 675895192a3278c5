"""The five packs as a whole: complete by category, sound, in our own words."""

import re
import unicodedata
from collections import Counter
from fractions import Fraction

import pytest

from campaigns.catalogue import Knower
from campaigns.checks.texts import localized_texts
from campaigns.format.audience import SubjectKind
from campaigns.format.criterion import Condition, Declared, OccasionKind, TargetMet, leaves
from campaigns.lint import lint_packs
from campaigns.loading import load_packs
from tests.campaigns.shared_folder import clause_texts, needs_plans, plan_text

PACKS = load_packs()
SLUGS = list(PACKS)

_CATEGORIES = """
targets unquantified_indicators audiences phases legal_bases award_forms standards quotas scoring_pillars
dossier dossier_copies procedure milestones recurring duties contacts purposes requirements contents
priority_fields solutions pilots award_principles funding
"""
CATEGORIES = _CATEGORIES.split()
COUNTS = {
    "rach-gia": "54 1 15 1 4 6 9 0 0 3 4 3 4 4 8 2 4 3 8 0 0 0 0 1",
    "thai-binh": "0 7 10 1 2 2 9 5 2 0 0 4 5 1 11 3 4 3 9 10 9 0 1 0",
    "tuyen-quang": "44 0 15 1 2 0 5 0 0 0 0 0 0 0 0 1 3 3 0 0 0 0 2 0",
    "dien-bien": "8 0 3 2 1 0 0 0 0 0 0 0 0 2 0 0 0 4 7 0 7 0 3 0",
    "hai-duong": "16 1 11 2 3 3 6 0 0 0 0 3 7 4 13 2 3 3 8 9 0 2 2 0",
}


@pytest.mark.parametrize("slug", SLUGS)
def test_a_pack_has_as_many_entries_of_each_category_as_its_plan(slug: str) -> None:
    actual = {name: len(getattr(PACKS[slug], name)) for name in CATEGORIES}
    assert actual == dict(zip(CATEGORIES, map(int, COUNTS[slug].split()), strict=True))


def test_the_packs_are_clean() -> None:
    assert lint_packs() == ()


@needs_plans
def test_every_clause_that_a_pack_names_is_in_its_document() -> None:
    assert lint_packs(known_clauses=clause_texts()) == ()


# Who gets a copy.
NAMED_NOWHERE = {
    "rach-gia": {"noi-nhan"},
    "thai-binh": {"noi-nhan"},
    "hai-duong": {"noi-nhan"},
}


@needs_plans
@pytest.mark.parametrize("slug", SLUGS)
def test_every_clause_of_a_document_is_behind_something_in_its_pack(slug: str) -> None:
    pack = PACKS[slug]
    named = {clause for _, entry in pack.entries() for clause in entry.clauses} | {
        pack.document.clause,
        *pack.document.also,
    }
    named |= {pack.document.signer.clause} if pack.document.signer else set()
    named |= {item.clause for item in pack.not_stated if item.clause is not None}
    assert set(clause_texts()[slug]) - named - NAMED_NOWHERE.get(slug, set()) == set()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


_NAMES = re.compile(r"(name|theme|document|legal_bases|named_documents|relations)\b|.*\.(body|lead|actor|authority)$")
"""Places that hold names: of campaigns, documents and bodies, and the theme, which is the campaign's own title."""


@needs_plans
@pytest.mark.parametrize("slug", SLUGS)
def test_no_statement_of_a_pack_repeats_twelve_words_of_its_plan(slug: str) -> None:
    plan = _words(plan_text(slug))
    runs = {tuple(plan[n : n + 12]) for n in range(len(plan) - 11)}
    copied = []
    for name in type(PACKS[slug]).model_fields:
        for path, text in localized_texts(getattr(PACKS[slug], name), name):
            words = _words(text.vi)
            if not _NAMES.match(path) and any(tuple(words[n : n + 12]) in runs for n in range(len(words) - 11)):
                copied.append((path, text.vi))
    assert copied == []


@pytest.mark.parametrize("slug", SLUGS)
def test_ids_are_unique_in_a_pack(slug: str) -> None:
    ids = Counter(entry.id for _, entry in PACKS[slug].entries())
    assert [entry_id for entry_id, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_targets_and_titles_have_english(slug: str) -> None:
    pack = PACKS[slug]
    texts = [pack.name, pack.short_name, pack.document.title, *(target.text for target in pack.targets)]
    assert [text.vi for text in texts if text.en is None] == []


def test_households_may_be_honoured_in_rach_gia_only() -> None:
    kinds = {
        slug: [each.award_subject for each in pack.audiences if each.kind is SubjectKind.HOUSEHOLD]
        for slug, pack in PACKS.items()
    }
    assert kinds == {"rach-gia": [True], "thai-binh": [], "tuyen-quang": [], "dien-bien": [], "hai-duong": []}


@pytest.mark.parametrize("slug", ["tuyen-quang", "dien-bien"])
def test_where_no_award_is_named_nobody_is_an_award_subject(slug: str) -> None:
    assert PACKS[slug].award_forms == ()
    assert {audience.award_subject for audience in PACKS[slug].audiences} == {None}
    assert {standard.awards for standard in PACKS[slug].standards} <= {()}


def test_thirteen_of_hai_duongs_targets_are_award_standards() -> None:
    pack = PACKS["hai-duong"]
    met = [
        leaf
        for standard in pack.standards
        if standard.criteria
        for leaf in leaves(standard.criteria)
        if isinstance(leaf, TargetMet)
    ]
    named = [target.id for leaf in met for target in pack.targets_for(leaf, 2025) or ()]
    assert named == [target.id for target in pack.targets if target.clause.under("IV.1")]
    assert len(named) == 13


@pytest.mark.parametrize(
    ("year", "offices", "wards"), [(2023, 9, 11), (2025, 9, 11), (2022, None, None), (2024, None, None)]
)
def test_rach_gia_compares_with_the_targets_of_the_awards_own_year(
    year: int, offices: int | None, wards: int | None
) -> None:
    pack = PACKS["rach-gia"]
    counts: list[int | None] = []
    for name in ("phong-ban", "phuong-xa-dat-chuan"):
        criteria = next(standard.criteria for standard in pack.standards if standard.id == name)
        assert criteria is not None
        sets = [pack.targets_for(leaf, year) for leaf in leaves(criteria) if isinstance(leaf, TargetMet)]
        counts.append(None if None in sets else sum(len(targets or ()) for targets in sets))
        assert {target.deadline for targets in sets for target in targets or ()} <= {year}
    assert counts == [offices, wards]


def test_criteria_that_concern_only_some_say_whom() -> None:
    pack = PACKS["rach-gia"]
    conditions = {
        leaf.id: leaf.applies_if
        for standard in pack.standards
        if standard.criteria
        for leaf in leaves(standard.criteria)
        if leaf.applies_if
    }
    assert conditions == {
        "chung-4": (Condition.HAS_PARTY_CELL,),
        "y-te-vien-phi": (Condition.IS_HEALTH_FACILITY,),
        "truong-hoc-hoc-phi": (Condition.IS_SCHOOL,),
        "y-te-ho-so": (Condition.IS_HEALTH_FACILITY,),
        "y-te-tu-xa": (Condition.IS_HEALTH_FACILITY,),
        "truong-hoc-quan-tri-so": (Condition.IS_SCHOOL,),
    }


def test_a_standard_brings_the_general_one_with_it() -> None:
    pack = PACKS["rach-gia"]
    trees = {standard.id: [tree.id for tree in pack.criteria_of(standard)] for standard in pack.standards}
    assert trees["phuong-xa-dat-chuan"] == ["chung-tat-ca", "phuong-xa-tat-ca"]
    assert trees["doi-tuong-khac"] == ["chung-tat-ca", "doi-tuong-khac-dong-gop"]
    assert trees["cap-tren"] == []


def test_awards_have_their_occasions() -> None:
    occasions = {
        award.id: [(each.kind, each.year) for each in award.occasions]
        for pack in PACKS.values()
        for award in pack.award_forms
    }
    assert occasions == {
        "khen-hang-nam": [(OccasionKind.ANNUAL, None)],
        "bang-khen-so-ket-tong-ket": [(OccasionKind.INTERIM, None), (OccasionKind.CLOSING, 2025)],
        "cap-tren-khen": [(OccasionKind.INTERIM, None), (OccasionKind.CLOSING, 2025)],
        "giay-khen-hang-nam": [(OccasionKind.ANNUAL, None)],
        "bang-khen-hang-nam": [(OccasionKind.ANNUAL, None)],
        "giay-khen-so-ket": [(OccasionKind.INTERIM, 2023)],
        "bang-khen-so-ket": [(OccasionKind.INTERIM, 2023)],
        "giay-khen-tong-ket": [(OccasionKind.CLOSING, 2025)],
        "bang-khen-tong-ket": [(OccasionKind.CLOSING, 2025)],
        "khen-nha-nuoc": [],
        "bang-khen-tinh": [(OccasionKind.INTERIM, 2024), (OccasionKind.CLOSING, 2025)],
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_what_no_plan_defines_has_a_default_and_says_so(slug: str) -> None:
    parameters = PACKS[slug].parameters
    assert (parameters.adult_age.value, parameters.used_within_months.value) == (18, 12)
    assert Fraction(parameters.min_coverage.value) == Fraction(3, 10)
    limits = [parameters.working_age.at(year) for year in (2022, 2023, 2024, 2025, 2026)]
    assert [(each.men, each.women) for each in limits] == [(60, 56), (60, 56), (60, 56), (61, 56), (61, 56)]


def test_what_applies_now_has_a_source_a_date_and_a_certainty() -> None:
    for pack in PACKS.values():
        assert all(rule.source and rule.checked_on == "2026-11" for rule in pack.overlay)
    gone = {slug: [name for rule in pack.overlay for name in rule.ended_audiences] for slug, pack in PACKS.items()}
    assert gone == {
        "dien-bien": [],
        "hai-duong": ["ubnd-huyen"],
        "rach-gia": ["phong-ban-doan-the"],
        "thai-binh": ["ubnd-huyen", "don-vi-thuoc-huyen"],
        "tuyen-quang": ["ubnd-huyen"],
    }
    ended = {(slug, rule.ended_on) for slug, pack in PACKS.items() for rule in pack.overlay if rule.ended_on}
    assert ended == {(slug, "2025-07-01") for slug in ("rach-gia", "thai-binh", "tuyen-quang", "hai-duong")}


def test_look_alikes_are_kept_apart() -> None:
    pairs = {
        tuple(sorted((indicator.id, other)))
        for indicator in PACKS.catalogue.indicators
        for other in indicator.look_alikes
    }
    assert pairs == {
        ("ho_dtm", "nguoi_lon_dtm"),
        ("tthc_danh_gia_hai_long", "tthc_hai_long"),
        ("vb_dien_tu_gui_nhan", "vb_dien_tu_ky_so"),
        ("ccvc_dvctt_dinh_danh", "dvctt_dinh_danh_mot_lan"),
        ("nguoi_dan_tk_ngan_hang", "tk_thanh_toan_15"),
        ("nguoi_dan_danh_tinh_so", "nguoi_dan_dinh_danh_dien_tu"),
    }


def test_every_indicator_of_the_catalogue_is_used_or_feeds_an_award() -> None:
    used = {target.indicator for pack in PACKS.values() for target in pack.targets}
    used |= {wish.indicator for pack in PACKS.values() for wish in pack.unquantified_indicators if wish.indicator}
    used |= {item.indicator for pack in PACKS.values() for item in pack.also_asks}
    for pack in PACKS.values():
        for standard in pack.standards:
            for leaf in leaves(standard.criteria) if standard.criteria else ():
                used |= {leaf.indicator} if isinstance(leaf, Declared) and leaf.indicator else set()
    assert set(PACKS.catalogue.by_id) - used == {"dti_ty_le_diem"}


def test_nobody_is_asked_what_only_a_department_has() -> None:
    by_form = Counter(each.self_report.form for each in PACKS.catalogue.indicators if each.self_report is not None)
    asked = {each.id for each in PACKS.catalogue.indicators if each.self_report is not None}
    never = {each.id for each in PACKS.catalogue.indicators if each.known_by is Knower.DEPARTMENT}
    assert asked & never == set()
    assert by_form == {"household": 18, "officer": 5}
