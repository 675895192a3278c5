"""How a case is read: exactly, and with everything that is wrong with it at once."""

import time
from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.awarding.numbers import written
from campaigns.awarding.reading import MOST_BYTES, CaseProblems, read_case
from campaigns.awards import evaluate_text
from campaigns.format.criterion import Condition, OccasionKind
from tests.campaigns.award_cases import PACKS, TODAY, full, text_of
from tests.naughty import NAUGHTY

HEAD = "subject: {kind: so-ban-nganh}\noccasion: {kind: so-ket, year: 2024}\n"


def _problems(text: str, slug: str = "thai-binh") -> dict[str, str]:
    """Path → code of everything that is wrong."""
    with pytest.raises(CaseProblems) as raised:
        evaluate_text(PACKS[slug], text, TODAY)
    return {each.path: each.code for each in raised.value.problems}


def _params(text: str, slug: str = "thai-binh") -> dict[str, str]:
    with pytest.raises(CaseProblems) as raised:
        evaluate_text(PACKS[slug], text, TODAY)
    (only,) = raised.value.problems
    return dict(only.params)


def _percent(written_so: str) -> Fraction | None:
    return read_case(f"{HEAD}figures: {{x: {written_so}}}").figures["x"].percent


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("82.4", "82.4"),
        ("'82.4'", "82.4"),
        ("82.40", "82.4"),
        ("'82,4'", "82.4"),
        ("82.4%", "82.4"),
        ("0.1", "0.1"),
        ("89.999999999999999", "89.999999999999999"),
        ("100", "100"),
    ],
)
def test_a_decimal_is_read_exactly_as_written(text: str, value: str) -> None:
    assert _percent(text) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(82), "82"),
        (Fraction("82.40"), "82.4"),
        (Fraction("0.04"), "0.04"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(100, 3), "≈33.3334"),
        (Fraction(1, 300_000), "≈0.0001"),
    ],
)
def test_a_number_is_written_exactly_or_marked(value: Fraction, text: str) -> None:
    assert written(value) == text


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ("figures: {dti_xep_hang: {num: 5, den: 4}}", {"figures.dti_xep_hang": "num_above_den"}),
        ("figures: {dti_xep_hang: {num: -1, den: 4}}", {"figures.dti_xep_hang.num": "not_whole"}),
        ("figures: {dti_xep_hang: {num: 1.5, den: 4}}", {"figures.dti_xep_hang.num": "not_whole"}),
        ("figures: {dti_xep_hang: {num: 1.000, den: 4000}}", {"figures.dti_xep_hang.num": "not_whole"}),
        ("figures: {dti_xep_hang: {num: 4}}", {"figures.dti_xep_hang": "percent_or_counts"}),
        ("figures: {dti_xep_hang: {percent: 4, num: 1, den: 4}}", {"figures.dti_xep_hang": "percent_or_counts"}),
        ("figures: {dti_xep_hang: {percent: 4, unknown: 1}}", {"figures.dti_xep_hang": "unknown_without_counts"}),
        ("figures: {dti_xep_hang: 100.1}", {"figures.dti_xep_hang": "less_than_equal"}),
        ("figures: {dti_xep_hang: -1}", {"figures.dti_xep_hang": "greater_than_equal"}),
        ("figures: {dti_xep_hang: 1e3}", {"figures.dti_xep_hang": "not_a_number"}),
        ("figures: {dti_xep_hang: 1e999999999}", {"figures.dti_xep_hang": "not_a_number"}),
        ("figures: {dti_xep_hang: .inf}", {"figures.dti_xep_hang": "not_a_number"}),
        ("figures: {dti_xep_hang: [1]}", {"figures.dti_xep_hang": "model_type"}),
        (
            "figures: {dti_xep_hang: {percent: 4, coverage: 120%}}",
            {"figures.dti_xep_hang.coverage": "less_than_equal"},
        ),
        ("figures: {dti_xep_hang: {percent: 4, date: 2031-01-01}}", {"figures.dti_xep_hang.date": "future_date"}),
        ("figures: {dti_xep_hang: {percent: 4, date: 31/02/2024}}", {"figures.dti_xep_hang.date": "not_a_date"}),
        ("figures: {dti_xep_hang: {percent: 4, date: 2024}}", {"figures.dti_xep_hang.date": "not_a_date"}),
        ("figures: {dti_xep: 4}", {"figures.dti_xep": "unknown_indicator"}),
        ("ranking: {rank: 0}", {"ranking.rank": "greater_than_equal"}),
        ("ranking: {rank: một}", {"ranking.rank": "not_whole"}),
        ("ranking: {rank: 1, date: 2026-11-02}", {"ranking.date": "future_date"}),
        ("parent_ranking: {rank: 0}", {"parent_ranking.rank": "greater_than_equal"}),
        ("score: {points: 91, maximum: 90}", {"score": "points_above_maximum"}),
        ("score: {points: 1, maximum: 0}", {"score.maximum": "greater_than"}),
        ("declared: {chung-chap-hanh: có lẽ}", {"declared.chung-chap-hanh": "bool_parsing"}),
        ("declared: {chung: true}", {"declared.chung": "unknown_criterion"}),
        ("declared: {so-hang: true}", {"declared.so-hang": "not_a_declared_criterion"}),
        ("declared: {so-tat-ca: true}", {"declared.so-tat-ca": "not_a_declared_criterion"}),
        (
            "declared: {chung-chap-hanh: {done: true, date: 01/01/2030}}",
            {"declared.chung-chap-hanh.date": "future_date"},
        ),
        ("award: giay-khen", {"award": "unknown_award"}),
        ("nominations: [{subject: A, nominator: B, kind: rồng}]", {"nominations[0].kind": "unknown_subject_kind"}),
        ("nominations: [{subject: A}]", {"nominations[0].nominator": "missing"}),
        ("fgures: {}", {"fgures": "extra_forbidden"}),
        ("reviews: none\nreviews: none", {"reviews": "duplicate_key"}),
        ("ranking: {rank: 1, rank: 2}", {"ranking.rank": "duplicate_key"}),
    ],
)
def test_each_fault_has_its_place_and_code(lines: str, problems: dict[str, str]) -> None:
    assert _problems(HEAD + lines) == problems


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("subject: {kind: rồng}\noccasion: {kind: so-ket, year: 2024}", {"subject.kind": "unknown_subject_kind"}),
        (
            "subject: {kind: subordinate_unit}\noccasion: {kind: so-ket, year: 2024}",
            {"subject.kind": "ambiguous_subject_kind"},
        ),
        (
            "subject: {kind: officer, traits: {works_in_district: true, works_in_commune: true}}\n"
            "occasion: {kind: so-ket, year: 2024}",
            {"subject.traits": "traits_exclude_each_other"},
        ),
        ("subject: {kind: officer}\noccasion: {kind: so-ket, year: 2023}", {"occasion": "unknown_occasion"}),
        ("subject: {kind: officer}\noccasion: {kind: hang-nam, year: 2024}", {"occasion": "unknown_occasion"}),
        ("subject: {kind: officer}\noccasion: {kind: đột xuất, year: 2024}", {"occasion.kind": "enum"}),
        ("subject: {kind: officer}", {"occasion": "missing"}),
        ("", {"": "not_a_mapping"}),
        ("- 1", {"": "not_a_mapping"}),
        ("chữ", {"": "not_a_mapping"}),
        ("a: [", {"": "yaml_syntax"}),
        ("a: 1\n--- \nb: 1", {"": "yaml_syntax"}),
        ("a: \x00", {"": "yaml_syntax"}),
        ("[" * 5000, {"": "too_deep"}),
        ("{a: " * 5000, {"": "too_deep"}),
        ("#" * (MOST_BYTES + 1), {"": "too_long"}),
    ],
)
def test_what_cannot_be_evaluated_at_all(text: str, problems: dict[str, str]) -> None:
    assert _problems(text) == problems


def test_every_problem_is_told_at_once() -> None:
    text = (
        "award: giay-khen\nsubject: {kind: so-ban-nganh, nmae: x}\noccasion: {kind: so-ket, year: 2020}\n"
        "figures: {dti_xep_hang: {num: 5, den: 4}, dti: 3}\nranking: {rank: 0}\ndeclared: {chung: true}\n"
    )
    assert _problems(text) == {
        "subject.nmae": "extra_forbidden",
        "figures.dti_xep_hang": "num_above_den",
        "ranking.rank": "greater_than_equal",
        "award": "unknown_award",
        "occasion.year": "year_outside_campaign",
        "figures.dti": "unknown_indicator",
        "declared.chung": "unknown_criterion",
    }


@pytest.mark.parametrize(
    ("lines", "nearest"),
    [
        ("fgures: {a: 1}", "figures"),
        ("ranking: {rank: 1, publisher: x}", "published_by"),
        ("figures: {dti_xep: 4}", "dti_xep_hang"),
        ("declared: {chung-chaphanh: true}", "chung-chap-hanh"),
        ("declared: {so-hang: true}", "ranking"),
        ("award: bang-khen", "bang-khen-tinh"),
    ],
)
def test_what_is_unknown_names_the_nearest_known(lines: str, nearest: str) -> None:
    assert _params(HEAD + lines)["nearest"].split(", ")[0] == nearest


def test_unknown_kinds_and_occasions_name_what_there_is() -> None:
    kind = _params("subject: {kind: so-ban}\noccasion: {kind: so-ket, year: 2024}")
    assert kind["nearest"].startswith("so-ban-nganh")
    occasion = _params("subject: {kind: officer}\noccasion: {kind: hang-nam, year: 2024}")
    assert occasion["nearest"] == "so-ket 2024, tong-ket 2025"
    trait = _params("subject: {kind: officer, traits: {works_in_hue: true}}\noccasion: {kind: so-ket, year: 2024}")
    assert trait["nearest"].split(", ") == [each.value for each in Condition]


def test_an_alias_that_would_multiply_is_refused() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(ord('b') + n)}: &{chr(ord('b') + n)} [*{chr(ord('a') + n)}, *{chr(ord('a') + n)}]\n" for n in range(20)
    )
    begun = time.perf_counter()
    assert "alias" in _problems(HEAD + bomb).values()
    assert time.perf_counter() - begun < 1
    assert "alias" in _problems("a: &a {b: *a}").values()


def test_a_tag_makes_no_object() -> None:
    assert "award" in _problems(HEAD + "award: !!python/object/apply:os.getcwd []")


def test_what_is_left_empty_is_not_given() -> None:
    one = read_case(HEAD + "award:\nfigures:\nranking: ~\nscore: null\ndeclared: {chung-chap-hanh: }\ndiscipline:\n")
    assert (one.award, one.figures, one.ranking, one.score, one.declared, one.discipline) == (
        None,
        {},
        None,
        None,
        {},
        None,
    )


def test_text_is_brought_to_one_form() -> None:
    one = read_case(
        "subject: {kind: 'ho\u0302\u0323 gia \u0111i\u0300nh\u200b'}\noccasion: {kind: Hằng năm, year: 2024}"
    )
    assert one.subject.kind == "hộ gia đình"
    assert one.occasion.kind is OccasionKind.ANNUAL


def test_words_for_nothing_are_no_evidence() -> None:
    for word in ("", "-", "không", "Chưa có", "none", "false"):
        act = read_case(f"{HEAD}declared: {{a: {{done: true, evidence: '{word}'}}}}").declared["a"]
        assert act.evidence is None


@pytest.mark.parametrize("text", NAUGHTY)
def test_odd_text_is_a_problem_and_never_a_crash(text: str) -> None:
    for case in (text, f"subject: {text}", f"{HEAD}figures: {{x: {text}}}", HEAD + text_of({"award": text})):
        with suppress(CaseProblems):
            evaluate_text(PACKS["thai-binh"], case, TODAY)


@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(CaseProblems):
        evaluate_text(PACKS["rach-gia"], text, TODAY)


def test_a_case_of_the_greatest_length_is_read_in_reasonable_time() -> None:
    data = full("rach-gia", "ubnd-phuong-xa")
    data["nominations"] = [{"subject": f"Người {n}", "nominator": "UBND phường"} for n in range(2500)]
    text = text_of(data)
    assert 100_000 < len(text.encode()) < MOST_BYTES
    begun = time.perf_counter()
    evaluate_text(PACKS["rach-gia"], text, TODAY)
    assert time.perf_counter() - begun < 10
