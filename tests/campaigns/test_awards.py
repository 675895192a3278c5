"""Every standard of the five plans, at its boundary."""

import pytest

from campaigns.awarding.case import Case
from campaigns.awarding.findings import Overall, Verdict
from campaigns.awarding.notes import ended_rule
from campaigns.awarding.numbers import written
from campaigns.format.criterion import Declared, NoViolation, RankWithin, ScoreShare, TargetMet
from tests.campaigns.award_cases import (
    PACKS,
    Data,
    act,
    awarded,
    case,
    criterion,
    found,
    full,
    judge,
    just_short,
    leaves_of,
    occasions,
    targets_asked,
)

EVERY = [
    (slug, audience.id, occasion)
    for slug, pack in PACKS.items()
    for audience in awarded(pack)
    for occasion in occasions(pack)
]

RANKED_WITHIN_DISTRICTS = ("thai-binh", "ubnd-xa", "tong-ket 2025")
"""thai-binh:IV.3.c ranks communes within their district; there is none since 2025-07-01."""


def _expected(slug: str, kind: str, occasion: str, judged: Overall) -> Overall:
    """What overall becomes of a verdict on the criteria: some plans state no award, some bodies and scopes are no more."""
    pack = PACKS[slug]
    audience = next(each for each in pack.audiences if each.id == kind)
    if ended_rule(pack, audience, case(full(slug, kind, occasion)).occasion):
        return Overall.NO_LONGER
    if (slug, kind, occasion) == RANKED_WITHIN_DISTRICTS and judged is not Overall.NOT_ELIGIBLE:
        return Overall.NO_LONGER
    is_annual_of_hai_duong = slug == "hai-duong" and occasion.startswith("hang-nam")
    if not pack.award_forms or not leaves_of(pack, audience) or is_annual_of_hai_duong:
        return Overall.NOT_STATED
    return judged


def _with_declared(data: Data, criterion_id: str, value: object) -> Data:
    declared = data["declared"]
    assert isinstance(declared, dict)
    acts = {key: each for key, each in declared.items() if key != criterion_id}
    return data | {"declared": acts if value is None else acts | {criterion_id: value}}


def _with_figure(data: Data, indicator: str, value: str | None) -> Data:
    figures = data["figures"]
    assert isinstance(figures, dict)
    others = {key: each for key, each in figures.items() if key != indicator}
    return data | {"figures": others if value is None else others | {indicator: value}}


@pytest.mark.parametrize(("slug", "kind", "occasion"), EVERY)
def test_whoever_just_meets_everything_is_eligible(slug: str, kind: str, occasion: str) -> None:
    evaluation = judge(slug, full(slug, kind, occasion))
    assert {each.verdict for each in evaluation.criteria} <= {Verdict.MET, Verdict.NOT_APPLICABLE}
    assert evaluation.overall is _expected(slug, kind, occasion, Overall.ELIGIBLE)


@pytest.mark.parametrize(("slug", "kind", "occasion"), EVERY)
def test_a_figure_a_thousandth_short_fails_and_no_figure_is_missing_data(slug: str, kind: str, occasion: str) -> None:
    pack = PACKS[slug]
    audience = next(each for each in pack.audiences if each.id == kind)
    data = full(slug, kind, occasion)
    looked_at = {each.name for one in judge(slug, data).criteria for each in one.inputs}
    for target in targets_asked(pack, audience, int(occasion.split()[1])):
        if target.indicator not in looked_at:
            continue
        short = judge(slug, _with_figure(data, target.indicator, written(just_short(target))))
        assert short.overall is _expected(slug, kind, occasion, Overall.NOT_ELIGIBLE)
        assert [each.reason for each in short.criteria if each.verdict is Verdict.NOT_MET] == ["below_target"]
        missing = judge(slug, _with_figure(data, target.indicator, None))
        assert missing.overall is _expected(slug, kind, occasion, Overall.INSUFFICIENT)
        assert [each.reason for each in missing.criteria if each.verdict is Verdict.MISSING] == ["figure_missing"]


@pytest.mark.parametrize(("slug", "kind", "occasion"), EVERY)
def test_an_act_not_done_fails_and_one_without_proof_is_missing_data(slug: str, kind: str, occasion: str) -> None:
    pack = PACKS[slug]
    audience = next(each for each in pack.audiences if each.id == kind)
    data = full(slug, kind, occasion)
    judged = {each.id for each in judge(slug, data).criteria if each.verdict is Verdict.MET}
    for leaf in leaves_of(pack, audience):
        if not isinstance(leaf, Declared) or leaf.id not in judged or leaf.id.startswith("nguoi-lao-dong-"):
            continue
        for value, overall, reason in (
            (act("QĐ 1", done=False), Overall.NOT_ELIGIBLE, "not_done"),
            (act(None), Overall.INSUFFICIENT, "evidence_missing"),
            (None, Overall.INSUFFICIENT, "not_declared"),
        ):
            evaluation = judge(slug, _with_declared(data, leaf.id, value))
            assert evaluation.overall is _expected(slug, kind, occasion, overall)
            assert criterion(evaluation, leaf.id).reason == reason
        confirmed = judge(slug, _with_declared(data, leaf.id, {"done": True, "confirmed_by": "UBND tỉnh"}))
        assert criterion(confirmed, leaf.id).verdict is Verdict.MET


@pytest.mark.parametrize(("slug", "kind", "occasion"), EVERY)
def test_ranks_scores_and_discipline_at_their_boundary(slug: str, kind: str, occasion: str) -> None:
    pack = PACKS[slug]
    audience = next(each for each in pack.audiences if each.id == kind)
    data = full(slug, kind, occasion)
    judged = {each.id for each in judge(slug, data).criteria if each.verdict is Verdict.MET}
    for leaf in leaves_of(pack, audience):
        worse: tuple[str, object, str]
        if leaf.id not in judged or isinstance(leaf, Declared | TargetMet):
            continue
        if isinstance(leaf, RankWithin):
            key = "ranking" if leaf.of == "own" else "parent_ranking"
            worse = key, {"rank": leaf.rank_to + 1, "published_by": "UBND tỉnh"}, "rank_outside"
        elif isinstance(leaf, ScoreShare):
            worse = "score", {"points": "89.999", "maximum": 100}, "score_below"
        else:
            assert isinstance(leaf, NoViolation)
            worse = "discipline", ["khiển trách"], "disciplined"
        failed = judge(slug, data | {worse[0]: worse[1]})
        assert criterion(failed, leaf.id).reason == worse[2]
        assert failed.overall is _expected(slug, kind, occasion, Overall.NOT_ELIGIBLE)
        unknown = judge(slug, full(slug, kind, occasion, **{worse[0]: None}))
        assert criterion(unknown, leaf.id).verdict is Verdict.MISSING
        assert unknown.overall is _expected(slug, kind, occasion, Overall.INSUFFICIENT)


@pytest.mark.parametrize(
    ("slug", "kind", "occasion", "figure", "expected"),
    [
        # At least 90%.
        ("rach-gia", "ubnd-phuong-xa", "tong-ket 2025", {"nguoi_lon_dtm": "90"}, "eligible"),
        ("rach-gia", "ubnd-phuong-xa", "tong-ket 2025", {"nguoi_lon_dtm": "90,00%"}, "eligible"),
        ("rach-gia", "ubnd-phuong-xa", "tong-ket 2025", {"nguoi_lon_dtm": "89.96"}, "not_eligible"),
        ("rach-gia", "ubnd-phuong-xa", "tong-ket 2025", {"nguoi_lon_dtm": {"num": 900, "den": 1000}}, "eligible"),
        ("rach-gia", "ubnd-phuong-xa", "tong-ket 2025", {"nguoi_lon_dtm": {"num": 899, "den": 1000}}, "not_eligible"),
        # "trên 70%" in 2023 for the 15-year-olds with an account, "trên 80%" in 2025 for skills: the edge itself fails.
        ("rach-gia", "ubnd-phuong-xa", "so-ket 2023", {"kns_lao_dong": "70"}, "not_eligible"),
        ("rach-gia", "ubnd-phuong-xa", "so-ket 2023", {"kns_lao_dong": {"num": 701, "den": 1000}}, "eligible"),
        ("rach-gia", "ubnd-phuong-xa", "tong-ket 2025", {"kns_lao_dong": {"num": 2400, "den": 3000}}, "not_eligible"),
        ("rach-gia", "ubnd-phuong-xa", "tong-ket 2025", {"kns_lao_dong": {"num": 2401, "den": 3000}}, "eligible"),
        # A bare 100%.
        ("hai-duong", "so-ban-nganh-doan-the", "so-ket 2023", {"vb_dien_tu_gui_nhan": "99.9"}, "not_eligible"),
        ("hai-duong", "so-ban-nganh-doan-the", "so-ket 2023", {"hs_cong_viec_mang": "90"}, "eligible"),
        ("hai-duong", "so-ban-nganh-doan-the", "so-ket 2023", {"hs_cong_viec_mang": "89.96"}, "not_eligible"),
        ("hai-duong", "ubnd-huyen", "so-ket 2023", {"hs_cong_viec_mang": "80"}, "eligible"),
        ("hai-duong", "cap-xa-tham-gia", "tong-ket 2025", {"hs_cong_viec_mang": "59.999"}, "not_eligible"),
    ],
)
def test_named_boundaries(slug: str, kind: str, occasion: str, figure: Data, expected: str) -> None:
    data = full(slug, kind, occasion)
    figures = data["figures"]
    assert isinstance(figures, dict)
    assert judge(slug, data | {"figures": figures | figure}).overall.value == expected


@pytest.mark.parametrize(
    ("kind", "rank", "expected"),
    [
        ("so-ban-nganh", 3, ("eligible", "")),
        ("so-ban-nganh", 4, ("not_eligible", "so-hang:rank_outside")),
        ("ubnd-huyen", 2, ("eligible", "")),
        ("ubnd-huyen", 3, ("not_eligible", "huyen-hang:rank_outside")),
        ("ubnd-xa", 2, ("eligible", "")),
        ("ubnd-xa", 3, ("not_eligible", "xa-hang:rank_outside")),
    ],
)
def test_own_published_rank(kind: str, rank: int, expected: tuple[str, str]) -> None:
    ranking = {"rank": rank, "published_by": "UBND tỉnh Thái Bình"}
    assert found("thai-binh", full("thai-binh", kind, "so-ket 2024", ranking=ranking)) == expected


@pytest.mark.parametrize(
    ("kind", "parent", "rank", "expected"),
    [
        ("don-vi-thuoc-so", "Sở Y tế", 10, ("eligible", "")),
        ("don-vi-thuoc-so", "Sở Y tế", 11, ("not_eligible", "don-vi-so-hang:rank_outside")),
        ("subordinate_unit", "Sở Y tế", 10, ("eligible", "")),
        ("subordinate_unit", "UBND huyện Vũ Thư", 3, ("eligible", "")),
        ("subordinate_unit", "UBND huyện Vũ Thư", 4, ("not_eligible", "don-vi-huyen-hang:rank_outside")),
        ("cán bộ", "Sở Y tế", 10, ("eligible", "")),
        ("công chức", "huyện Vũ Thư", 3, ("eligible", "")),
        ("viên chức", "huyện Vũ Thư", 4, ("not_eligible", "can-bo-hang-huyen:rank_outside")),
        ("officer", "UBND xã Vũ Hội", 2, ("eligible", "")),
        ("officer", "UBND xã Vũ Hội", 3, ("not_eligible", "can-bo-hang-xa:rank_outside")),
    ],
)
def test_the_parents_rank_counts_where_the_plan_says_so(
    kind: str, parent: str, rank: int, expected: tuple[str, str]
) -> None:
    acts = ("chung-chap-hanh", "chung-thanh-tich", "can-bo-tham-muu", "don-vi-so-tham-muu", "don-vi-huyen-tham-muu")
    data: Data = {
        "subject": {"kind": kind, "parent": parent},
        "occasion": {"kind": "so-ket", "year": "2024"},
        "declared": {key: act("QĐ 1") for key in acts},
        "parent_ranking": {"rank": rank, "published_by": "UBND tỉnh"},
    }
    assert found("thai-binh", data) == expected
    # The subject's own rank does not stand in for the parent's.
    own = {**data, "ranking": data["parent_ranking"]}
    del own["parent_ranking"]
    assert found("thai-binh", own)[0] == "insufficient_data"


def test_an_officer_whose_workplace_is_not_known_is_judged_only_where_it_does_not_matter() -> None:
    best = full("thai-binh", "can-bo-cong-chuc-vien-chuc", "so-ket 2024") | {"subject": {"kind": "officer"}}
    assert found("thai-binh", best) == ("eligible", "")
    fifth = best | {"parent_ranking": {"rank": 5, "published_by": "UBND tỉnh"}}
    assert found("thai-binh", fifth) == (
        "insufficient_data",
        "can-bo-hang-huyen:trait_missing can-bo-hang-xa:trait_missing",
    )
    nowhere = dict.fromkeys(("works_in_department", "works_in_district", "works_in_commune"), False)
    denied = fifth | {"subject": {"kind": "officer", "traits": nowhere}}
    assert found("thai-binh", denied)[0] == "insufficient_data"


def test_a_published_tie_is_met_and_the_silence_of_the_plan_is_said() -> None:
    tie = {"rank": 3, "published_by": "UBND tỉnh", "tied_with": ["Sở Nội vụ"], "date": "2024-12-20"}
    evaluation = judge("thai-binh", full("thai-binh", "so-ban-nganh", "so-ket 2024", ranking=tie))
    assert evaluation.overall is Overall.ELIGIBLE
    assert criterion(evaluation, "so-hang").inputs[0].value == "3 (= Sở Nội vụ)"
    (note,) = [each for each in evaluation.notes if each.code == "ties_not_stated"]
    assert (note.params["rank"], note.params["with"], note.params["clause"]) == ("3", "Sở Nội vụ", "IV.3.0")


def test_a_rank_that_nobody_published_is_missing_data() -> None:
    for publisher in (None, "", "không", "chưa có"):
        ranking = {"rank": "1", "published_by": publisher}
        data = full("thai-binh", "so-ban-nganh", "so-ket 2024", ranking=ranking)
        assert found("thai-binh", data) == ("insufficient_data", "so-hang:publisher_missing")


def test_a_rank_of_another_scope_is_said() -> None:
    ranking = {"rank": "2", "published_by": "UBND tỉnh", "scope": "toàn tỉnh"}
    evaluation = judge("thai-binh", full("thai-binh", "ubnd-xa", "so-ket 2024", ranking=ranking))
    assert "rank_scope_differs" in {note.code for note in evaluation.notes}


def test_not_met_beats_missing_and_missing_beats_eligible() -> None:
    data = full("thai-binh", "so-ban-nganh", "so-ket 2024", ranking=None)
    assert found("thai-binh", data) == ("insufficient_data", "so-hang:rank_missing")
    low = data | {"score": {"points": "1", "maximum": "2"}}
    assert found("thai-binh", low) == ("not_eligible", "so-hang:rank_missing so-diem:score_below")


def test_gaps_are_exact() -> None:
    data = full("rach-gia", "ubnd-phuong-xa", "tong-ket 2025")
    figures = data["figures"]
    assert isinstance(figures, dict)
    for name, figure, gap in (
        ("nguoi_lon_dtm", "82.4", "nguoi_lon_dtm: 7.6%"),
        ("nguoi_lon_dtm", {"num": 676, "den": 820}, "nguoi_lon_dtm: ≈7.5610% (+62)"),
        ("kns_lao_dong", {"num": 2400, "den": 3000}, "kns_lao_dong: > 0% (+1)"),
    ):
        evaluation = judge("rach-gia", {**data, "figures": {**figures, name: figure}})
        assert [each.gap for each in evaluation.criteria if each.gap] == [gap]


def test_every_verdict_can_be_traced() -> None:
    figure = {"num": 820, "den": 900, "source": "Báo cáo 12/BC-UBND", "date": "30/11/2025"}
    data = full("rach-gia", "ubnd-phuong-xa")
    figures = data["figures"]
    assert isinstance(figures, dict)
    evaluation = judge("rach-gia", data | {"figures": figures | {"nguoi_lon_dtm": figure}})
    one = criterion(evaluation, "phuong-xa-dien-thoai")
    (kept,) = one.inputs
    assert (one.clause, one.needed, one.given) == (
        "IV.3.2.2.b.4",
        "nguoi_lon_dtm >= 90%",
        "nguoi_lon_dtm = 820/900",
    )
    assert (kept.clause, kept.source, str(kept.date)) == ("II.2.2.c.1", "Báo cáo 12/BC-UBND", "2025-11-30")
    for each in evaluation.criteria:
        assert each.inputs or each.verdict is Verdict.NOT_APPLICABLE
        assert each.clause
        assert each.statement


def test_a_case_is_frozen_and_an_evaluation_leaves_it_alone() -> None:
    one = case(full("rach-gia", "ho-gia-dinh"))
    before = one.model_copy(deep=True)
    assert isinstance(one, Case)
    judge("rach-gia", full("rach-gia", "ho-gia-dinh"))
    assert one == before
