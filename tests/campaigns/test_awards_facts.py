"""A case from what is stored: which year's figure, which paper, what people answered; and the checklist that follows."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from campaigns.awarding.case import Case, Occasion
from campaigns.awarding.checklist import checklist
from campaigns.awarding.facts import (
    ActInput,
    ConductInput,
    FigureInput,
    RankInput,
    ScoreInput,
    SelfReported,
    SubjectFacts,
    SubjectInputs,
    case_from_facts,
)
from campaigns.awarding.findings import Evaluation, Finding, Verdict
from campaigns.awards import evaluate
from campaigns.format.criterion import OccasionKind
from campaigns.indicators import Counts
from tests.campaigns.award_cases import PACKS, TODAY

CLOSING = Occasion(kind=OccasionKind.CLOSING, year=2025)
WARD = SubjectFacts("ubnd-phuong-xa", "phường Vĩnh Lạc", parent="UBND thành phố Rạch Giá")
DEPARTMENT = SubjectFacts("so-ban-nganh", "Sở Nội vụ")
PAPER = dt.date(2025, 12, 1)
INDICATOR = "nguoi_lon_dtm"
"""rach-gia:II.2.2.c.1: at least 90% in 2025."""


def figure(num: int, den: int, date: dt.date = PAPER, year: int = 2025) -> FigureInput:
    return FigureInput(INDICATOR, year, "Báo cáo 12/BC-UBND", date, num, den)


def answered(counts: Counts, population: int | None, as_of: dt.date = PAPER, year: int = 2025) -> SelfReported:
    return SelfReported(INDICATOR, year, counts, population, "rach-gia-2025", as_of)


def of_ward(*official: FigureInput, answers: tuple[SelfReported, ...] = ()) -> Case:
    return case_from_facts(SubjectInputs(WARD, figures=official, self_reported=answers), CLOSING)


def judged(slug: str, case: Case) -> Evaluation:
    return evaluate(PACKS[slug], case, TODAY)


def finding(case: Case) -> Finding:
    """What is found of the ward's smartphones."""
    found = judged("rach-gia", case).criteria
    return next(each for each in found if f"{INDICATOR} >=" in each.needed)


@pytest.mark.parametrize(
    ("official", "verdict", "value"),
    [
        ([figure(900, 1000)], Verdict.MET, "900/1000"),
        ([figure(8996, 10000)], Verdict.NOT_MET, "8996/10000"),
        ([figure(0, 0)], Verdict.MISSING, "0/0"),
        ([figure(900, 1000, year=2023)], Verdict.MISSING, None),
        ([figure(899, 1000, dt.date(2025, 12, 2)), figure(900, 1000)], Verdict.NOT_MET, "899/1000"),
        ([figure(899, 1000), figure(900, 1000)], Verdict.MET, "900/1000"),
    ],
    ids=["boundary", "89.96", "nobody", "another year", "newest paper", "one day, entered last"],
)
def test_the_newest_figure_of_the_year_decides(
    official: list[FigureInput], verdict: Verdict, value: str | None
) -> None:
    found = finding(of_ward(*official))
    assert (found.verdict, found.inputs[0].value if found.inputs else None) == (verdict, value)


@pytest.mark.parametrize(
    ("counts", "population", "verdict", "reason"),
    [
        (Counts(300, 900, 1000), 1000, Verdict.MET, "met"),
        (Counts(299, 900, 1000), 1000, Verdict.MISSING, "coverage_too_low"),
        (Counts(300, 900, 1000), None, Verdict.MISSING, "coverage_too_low"),
        (Counts(300, 900, 999, 2), 1000, Verdict.MISSING, "unknown_answers"),
        (Counts(1100, 900, 1000), 1000, Verdict.MET, "met"),
        (Counts(4, 4, 4), 4, Verdict.MISSING, "figure_missing"),
        (Counts(5, 5, 5), 5, Verdict.MET, "met"),
    ],
    ids=["30%", "29.9%", "no registry", "unknown", "above the registry", "four people", "five people"],
)
def test_answers_count_at_the_least_coverage_only(
    counts: Counts, population: int | None, verdict: Verdict, reason: str
) -> None:
    found = finding(of_ward(answers=(answered(counts, population),)))
    assert (found.verdict, found.reason) == (verdict, reason)


def test_an_official_figure_decides_and_the_answers_stand_beside_it() -> None:
    found = finding(of_ward(figure(800, 1000), answers=(answered(Counts(900, 950, 1000), 1000),)))
    assert (found.verdict, found.gap) == (Verdict.NOT_MET, f"{INDICATOR}: 10% (+100)")
    assert [(each.value, each.source, each.coverage) for each in found.inputs] == [
        ("800/1000", "Báo cáo 12/BC-UBND", None),
        ("950/1000", "rach-gia-2025", "90%"),
    ]


def test_of_several_periods_of_a_year_the_last_one_speaks() -> None:
    early = answered(Counts(400, 400, 1000), 1000, dt.date(2025, 6, 1))
    late = answered(Counts(400, 950, 1000), 1000, dt.date(2025, 11, 1))
    assert finding(of_ward(answers=(late, early))).given == f"{INDICATOR} = 950/1000"


KNOWN = SubjectInputs(
    DEPARTMENT,
    rankings=[RankInput(2025, 3, "UBND tỉnh", PAPER, "các sở, ban, ngành")],
    scores=[ScoreInput(2025, Fraction(90), Fraction(100), "UBND tỉnh", PAPER)],
    acts=[ActInput(name, True, PAPER, 2025, "BB 01") for name in ("chung-chap-hanh", "chung-thanh-tich")],
    conduct=[ConductInput(2025, "Sở Nội vụ", PAPER, {}, {})],
)


@pytest.mark.parametrize(
    ("inputs", "overall", "open_ones"),
    [
        (KNOWN, "eligible", ""),
        (replace(KNOWN, rankings=[RankInput(2025, 4, "UBND tỉnh", PAPER)]), "not_eligible", "rank_outside"),
        (replace(KNOWN, rankings=[RankInput(2024, 1, "UBND tỉnh", PAPER)]), "insufficient_data", "rank_missing"),
        (
            replace(KNOWN, rankings=[RankInput(2025, 1, "UBND tỉnh", PAPER, of="parent")]),
            "insufficient_data",
            "rank_missing",
        ),
        (
            replace(
                KNOWN,
                scores=[ScoreInput(2025, Fraction("89.99"), Fraction(100), "UBND tỉnh", PAPER)],
            ),
            "not_eligible",
            "score_below",
        ),
        (replace(KNOWN, conduct=[]), "eligible", ""),
        (
            replace(KNOWN, conduct=[ConductInput(2025, "x", PAPER, {}, {"thanh tra": 1})]),
            "not_eligible",
            "under_review",
        ),
        (replace(KNOWN, conduct=[ConductInput(2025, "x", PAPER, {}, {"thanh tra": 0})]), "eligible", ""),
        (replace(KNOWN, acts=[]), "insufficient_data", "not_declared not_declared"),
    ],
    ids=["all", "rank 4", "last year's rank", "the parent's", "89.99", "untold", "inspection", "none of it", "no acts"],
)
def test_a_department_is_judged_by_what_is_stored(inputs: SubjectInputs, overall: str, open_ones: str) -> None:
    found = judged("thai-binh", case_from_facts(inputs, CLOSING))
    lacking = [each.reason for each in found.criteria if each.verdict in (Verdict.NOT_MET, Verdict.MISSING)]
    assert (found.overall.value, " ".join(lacking)) == (overall, open_ones)


def test_conduct_is_traced_to_who_told_it() -> None:
    conduct = [ConductInput(2025, "BC 7/SNV", PAPER, {"khiển trách": 2}, {"điều tra": 1})]
    case = case_from_facts(replace(KNOWN, conduct=conduct), CLOSING)
    assert case.discipline == ("khiển trách (2)",)
    review = next(each for each in judged("thai-binh", case).criteria if each.reason == "under_review")
    assert [(each.value, each.source, each.date) for each in review.inputs] == [("điều tra (1)", "BC 7/SNV", PAPER)]


@pytest.mark.parametrize(
    ("acts", "declared"),
    [
        ([ActInput("x", True, dt.date(2022, 5, 1))], True),
        ([ActInput("x", True, dt.date(2026, 1, 5))], None),
        ([ActInput("x", True, dt.date(2026, 1, 5), year=2025)], True),
        ([ActInput("x", True, dt.date(2025, 1, 5), year=2024)], None),
        ([ActInput("x", True, dt.date(2022, 5, 1)), ActInput("x", False, dt.date(2025, 2, 1), year=2025)], False),
    ],
    ids=["holds since 2022", "only since 2026", "told later of 2025", "of 2024", "of the year first"],
)
def test_an_act_counts_for_its_year_or_from_its_date_on(acts: list[ActInput], declared: bool | None) -> None:
    case = case_from_facts(SubjectInputs(DEPARTMENT, acts=acts), CLOSING)
    assert (case.declared["x"].done if case.declared else None) is declared


def test_the_checklist_says_what_to_do_next() -> None:
    found = checklist(judged("rach-gia", of_ward(figure(800, 1000))))
    steps = {item.finding.needed or item.finding.id: item.next_step for item in found.items}
    smartphones = steps[f"{INDICATOR} >= 90%"]
    assert smartphones is not None
    assert smartphones.code == "raise_figure"
    assert smartphones.params["gap"] == f"{INDICATOR}: 10% (+100)"
    fibre = steps["ho_cap_quang >= 95%"]
    assert fibre is not None
    assert (fibre.code, fibre.params["indicators"]) == ("enter_figure", "ho_cap_quang")
    assert len(found.of(Verdict.NOT_MET)) == 1
    assert all(item.next_step is not None for item in found.items if item.is_open)
    assert all(item.finding.clause for item in found.items)


def test_every_open_finding_of_any_empty_case_has_a_next_step() -> None:
    for slug, pack in PACKS.items():
        for audience in pack.audiences:
            if audience.award_subject is False:
                continue
            inputs = SubjectInputs(SubjectFacts(audience.id, "x"))
            kinds = {each.kind for form in pack.award_forms for each in form.occasions} or {OccasionKind.CLOSING}
            for kind in kinds:
                year = {OccasionKind.INTERIM: 2024 if slug == "thai-binh" else 2023}.get(kind, 2025)
                found = judged(slug, case_from_facts(inputs, Occasion(kind=kind, year=year)))
                without = [
                    item.finding.reason for item in checklist(found).items if item.is_open and not item.next_step
                ]
                assert without == [], (slug, audience.id, without)
