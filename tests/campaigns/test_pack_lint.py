"""Broken packs, and the whole report that each of them gets."""

from pathlib import Path

import pytest

from bot.commands.pack_problem_words import WORDS, how_to_mend, what_is_wrong
from campaigns.format.audience import SubjectKind
from campaigns.lint import lint_packs
from campaigns.loading import load_packs
from campaigns.pack_problems import PackProblems, Problem, Rule
from tests.campaigns.sample_pack import FILES, write_pack

P, T, A, C, D = (f"{name}.yaml" for name in ("pack", "targets", "awards", "calendar", "duties"))
NOW = "overlay.yaml"

# file · what is replaced · by what · the whole report: (place, rule, its parameters)
BROKEN: list[tuple[str, str, str, list[str]]] = [
    (P, "spec_version: 1", "spec_version: 2", ["pack.yaml spec_version spec_version given=2 key=spec_version"]),
    (P, "spec_version: 1\n", "", ["pack.yaml spec_version missing_key key=spec_version"]),
    (P, "slug: mau", "slug: khac", ["pack.yaml slug wrong_slug given=khac"]),
    (P, "slug: mau", "slug: Mau Xa", ["pack.yaml slug bad_slug given=Mau Xa key=slug"]),
    (P, "slug: mau", "slug: no", ["pack.yaml slug unquoted given=False key=slug"]),
    (P, "slug: mau", "slug: 01", ["pack.yaml slug unquoted given=1 key=slug"]),
    (P, 'number: "01/KH-UBND"', "number: 1:30", ["pack.yaml document.number unquoted given=90 key=number"]),
    (P, 'place: "xã Mẫu"', 'place: {vi: "xã Mẫu", fr: "x"}', ["pack.yaml place.fr unknown_key key=fr"]),
    (P, "phases:\n", "phasen: []\nphases:\n", ["pack.yaml phasen unknown_key key=phasen"]),
    (P, 'short_name: "Mẫu"', 'short_name: "Mẫu"\nshort_name: "Mẫu"', ["pack.yaml short_name duplicate_key line=5"]),
    (P, "  kind: plan", "\tkind: plan", ["pack.yaml - tab line=7"]),
    (P, 'name: {vi: "Phong', 'name: [vi: "Phong', ["pack.yaml - yaml_syntax line=3"]),
    (P, FILES[P], "- một\n", ["pack.yaml - not_a_mapping key="]),
    (P, 'xã Mẫu"\ndocument', 'xa\u0303 Mẫu"\ndocument', ["pack.yaml - not_nfc line=5"]),
    (P, "clause: 0.ten\ntheme", "clause: II.z\ntheme", ["pack.yaml document.clause bad_clause given=II.z key=clause"]),
    (
        P,
        "kind: household",
        "kind: house",
        [f"pack.yaml audiences[ho].kind unknown_choice expected={', '.join(SubjectKind)} given=house key=kind"],
    ),
    (P, "men: 60", "men: 60.5", ["pack.yaml parameters.working_age.years[0].men not_a_number given=60.5 key=men"]),
    (P, 'value: "0.3"', "value: 0.3", ["pack.yaml parameters.min_coverage.value inexact_number given=0.3 key=value"]),
    (P, 'value: "0.3"', 'value: "1.3"', ["pack.yaml parameters.min_coverage.value out_of_range given=1.3 key=value"]),
    (P, "day: 28}", "day: 30}", ["pack.yaml document.date impossible_date given=2022-02-30"]),
    (
        P,
        'start: 2022, end: 2025, text: "Từ',
        'start: 2026, end: 2025, text: "Từ',
        [
            "calendar.yaml milestones[tong-ket] date_outside_campaign given=2025",
            "pack.yaml periods[thoi-ky] periods_differ given=2022-2025",
            "pack.yaml phases[giai-doan] span_order end=2025 start=2026",
            "targets.yaml targets[dia-chi].deadline date_outside_campaign given=2025",
            "targets.yaml targets[dtm].deadline date_outside_campaign given=2025",
        ],
    ),
    (
        P,
        'start: 2022, end: 2025, text: "Tên',
        'start: 2020, end: 2025, text: "Tên',
        ["pack.yaml periods[thoi-ky] periods_differ given=2020-2025"],
    ),
    (
        P,
        "level: cap-xa, collective",
        "level: cap-huyen, collective",
        ["pack.yaml audiences[ho].level unknown_reference given=cap-huyen kind=level"],
    ),
    (
        P,
        '  - {id: khong-2, topic: quotas, text: "Không có số lượng."}\n',
        "",
        ["awards.yaml quotas silence_not_stated topic=quotas"],
    ),
    (
        P,
        "topic: quotas",
        "topic: dossier",
        ["awards.yaml dossier stated_after_all topic=dossier", "awards.yaml quotas silence_not_stated topic=quotas"],
    ),
    (P, 'number: "01/KH-UBND"', "number: null", ["pack.yaml document.number silence_not_stated topic=document_number"]),
    (
        P,
        "clause: II.2, text",
        "clause: II.3, text",
        ["targets.yaml targets[dia-chi].deadline inferred_not_declared given=2025"],
    ),
    (
        P,
        'reading: "Lấy năm 2025."',
        'reading: "Lấy năm 2025.", rule: chua-co',
        ["pack.yaml ambiguities[chua-ro].rule unknown_reference given=chua-co kind=rule"],
    ),
    (
        P,
        '"Không rõ năm."',
        f'"{"Không rõ năm. " * 15}hết"',
        ["pack.yaml ambiguities[chua-ro].text.vi text_too_long length=213 longest=200"],
    ),
    (P, '"Không rõ năm."', '"Không  rõ năm."', ["pack.yaml ambiguities[chua-ro].text.vi text_untidy"]),
    (T, 'operator: ">"', 'operator: ">="', ["targets.yaml targets[dtm].operator wrong_operator expected=> given=>="]),
    (
        T,
        'operator: "="',
        'operator: ">="',
        ["targets.yaml targets[dia-chi].operator wrong_operator expected== given=>="],
    ),
    (T, 'value: "70.5"', "value: 70.5", ["targets.yaml targets[dtm].value inexact_number given=70.5 key=value"]),
    (
        T,
        'value: "70.5"',
        'value: "bảy mươi"',
        ["targets.yaml targets[dtm].value not_a_number given=bảy mươi key=value"],
    ),
    (T, "value: 100", "value: 101", ["targets.yaml targets[dia-chi].value out_of_range given=101 key=value"]),
    (
        T,
        "indicator: ho_dtm",
        "indicator: ho_dtn",
        ["targets.yaml targets[dtm].indicator unknown_reference given=ho_dtn kind=indicator"],
    ),
    (T, "indicator: ho_dia_chi_so", "indicator: ho_dtm", ["targets.yaml targets[dia-chi] duplicate_target other=dtm"]),
    (T, "id: dia-chi", "id: dtm", ["targets.yaml targets[dtm] duplicate_id given=dtm"]),
    (
        T,
        "deadline: 2025\n    text",
        "deadline: 2026\n    text",
        [
            "awards.yaml criteria[dat-chi-tieu].sets wrong_set_year given=dtm year=2025",
            "targets.yaml targets[dtm].deadline date_outside_campaign given=2026",
        ],
    ),
    (
        T,
        "deadline: 2025\n    text",
        "deadline: null\n    text",
        [
            "awards.yaml criteria[dat-chi-tieu].sets wrong_set_year given=dtm year=2025",
            "targets.yaml targets silence_not_stated topic=deadline",
        ],
    ),
    (T, "    deadline: 2025\n    text", "    text", ["targets.yaml targets[dtm].deadline missing_key key=deadline"]),
    (
        T,
        "deadline: 2025\n    text",
        "deadline: 2025\n    shared_with: [dtm]\n    text",
        ["targets.yaml targets[dtm].shared_with self_reference given=dtm"],
    ),
    (
        T,
        "deadline: 2025\n    text",
        "deadline: 2025\n    shared_with: [dia-chi]\n    text",
        ["targets.yaml targets[dtm].shared_with shared_mismatch given=dia-chi"],
    ),
    (T, FILES[T], "targets: không\n", ["targets.yaml targets not_a_list key=targets"]),
    (
        T,
        FILES[T],
        "targets: []\n",
        [
            "awards.yaml criteria[dat-chi-tieu].sets.targets unknown_reference given=dtm kind=target",
            "targets.yaml targets silence_not_stated topic=targets",
        ],
    ),
    (
        A,
        "awards: [giay-khen]",
        "awards: [bang-khen]",
        ["awards.yaml standards[ho-dat-chuan].awards unknown_reference given=bang-khen kind=award"],
    ),
    (
        A,
        "subjects: [ho]",
        "subjects: [hộ]",
        ["awards.yaml standards[ho-dat-chuan].subjects[0] bad_slug given=hộ key=subjects"],
    ),
    (
        A,
        "subjects: [ho]",
        "subjects: [ho]\n    includes: [ho-dat-chuan]",
        ["awards.yaml standards[ho-dat-chuan].includes self_reference given=ho-dat-chuan"],
    ),
    (
        A,
        "kind: declared",
        "kind: khai",
        [
            "awards.yaml standards[ho-dat-chuan].criteria.parts[tham-gia].kind unknown_choice expected=all, any, "
            "target_met, rank_within, score_share, declared, no_violation, under_review given=khai key=kind"
        ],
    ),
    (
        A,
        "kind: declared, ",
        "",
        ["awards.yaml standards[ho-dat-chuan].criteria.parts[tham-gia].kind missing_key key=kind"],
    ),
    (
        A,
        "rank_to: 3",
        "rank_to: 0",
        ["awards.yaml standards[ho-dat-chuan].criteria.parts[hang].rank_to out_of_range given=0 key=rank_to"],
    ),
    (A, "rank_from: 1", "rank_from: 4", ["awards.yaml criteria[hang] rank_order end=3 start=4"]),
    (
        A,
        "targets: [dtm]",
        "level: cap-xa, under: II.9",
        ["awards.yaml criteria[dat-chi-tieu].sets empty_target_set year=2025"],
    ),
    (A, "order: 2", "order: 1", ["awards.yaml dossier[bien-ban].order duplicate_order given=1 other=don"]),
    (
        A,
        'authority: "Chủ tịch"',
        'authority: {vi: ""}',
        ["awards.yaml award_forms[giay-khen].authority.vi empty_text key=vi"],
    ),
    (C, "quarter: 4", "quarter: 4, month: 12", ["calendar.yaml milestones[tong-ket] quarter_and_month"]),
    (C, "quarter: 4", "quarter: 5", ["calendar.yaml milestones[tong-ket].quarter out_of_range given=5 key=quarter"]),
    (C, "year: 2025", "year: 2031", ["calendar.yaml milestones[tong-ket] date_outside_campaign given=2031"]),
    (
        C,
        "year: 2025",
        "year: 2025, end_year: 2024",
        ["calendar.yaml milestones[tong-ket] span_order end=2024 start=2025"],
    ),
    (
        D,
        "audiences: [ho]",
        "audiences: [ho, xa]",
        ["duties.yaml duties[viec].audiences unknown_reference given=xa kind=audience"],
    ),
    (
        NOW,
        'checked_on: "2026-11-21"',
        'checked_on: "2026-11-31"',
        ["overlay.yaml successors[sau].checked_on impossible_date given=2026-11-31"],
    ),
    (
        NOW,
        'checked_on: "2026-11"',
        'checked_on: "11/2026"',
        ["overlay.yaml overlay[nay].checked_on impossible_date given=11/2026 key=checked_on"],
    ),
    (NOW, "start: 2026", "start: 2031", ["overlay.yaml successors[sau] span_order end=2030 start=2031"]),
    (NOW, '    source: "Luật"\n', "", ["overlay.yaml overlay[nay].source missing_key key=source"]),
    (
        NOW,
        "id: xem-xet",
        "id: tham-gia",
        [
            "awards.yaml criteria[tham-gia] duplicate_id given=tham-gia",
            "overlay.yaml overlay[tham-gia] duplicate_id given=tham-gia",
        ],
    ),
    (
        "units.yaml",
        "  cap-xa: {",
        "  cap-thon: {",
        ["units.yaml units.levels unknown_reference given=cap-thon kind=level"],
    ),
    (
        "units.yaml",
        "reporting_level: cap-xa",
        "reporting_level: cap-thon",
        ["units.yaml units.reporting_level unknown_reference given=cap-thon kind=level"],
    ),
    ("units.yaml", 'root: "63:899"', "root: 63:59", ["units.yaml root unquoted given=3839 key=root"]),
    (
        P,
        "{id: cap-xa, name",
        "{id: cap-xa, name: x}\n  - {id: cap-xa, name",
        ["pack.yaml levels[cap-xa] duplicate_id given=cap-xa"],
    ),
    (
        T,
        "level: cap-xa",
        "level: cap-xa\n    groups: [can_bo, giam_doc]",
        ["targets.yaml targets[dtm].groups wrong_measure code=unknown_option name=giam_doc"],
    ),
    (
        NOW,
        "    certainty: checked\n",
        "    certainty: checked\n    ended_audiences: [xa]\n    ended_awards: [bang-khen]\n    ended_criteria: [thu-hang]\n",
        [
            "overlay.yaml overlay[nay].ended_audiences unknown_reference given=xa kind=audience",
            "overlay.yaml overlay[nay].ended_awards unknown_reference given=bang-khen kind=award",
            "overlay.yaml overlay[nay].ended_criteria unknown_reference given=thu-hang kind=criterion",
        ],
    ),
    (
        "forms.yaml",
        "version: 1\n    ask",
        "version: mot\n    ask",
        ["forms.yaml forms[0].version not_a_number given=mot key=version"],
    ),
]


CLAUSES = "0.ten 0.ban-hanh 0.can-cu.1 I.1 I.2 II.1 II.2 III.1 III.2.a III.2.b III.2.c IV.1 IV.2 V.1.a V.1.b V.2"


def _report(problems: tuple[Problem, ...]) -> list[str]:
    lines = []
    for found in problems:
        params = " ".join(f"{key}={value}" for key, value in found.params)
        lines.append(f"{found.file.removeprefix('mau/')} {found.path or '-'} {found.rule} {params}".strip())
    return lines


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"), BROKEN, ids=[f"{n}-{b[3][0].split()[2]}" for n, b in enumerate(BROKEN)]
)
def test_a_broken_pack_gets_its_whole_report(
    tmp_path: Path, file: str, old: str, new: str, expected: list[str]
) -> None:
    assert old in FILES[file]
    broken = FILES[file].replace(old, new, 1)
    assert _report(lint_packs([write_pack(tmp_path, {file: broken})])) == expected


def test_the_sample_is_sound(tmp_path: Path) -> None:
    assert lint_packs([write_pack(tmp_path)]) == ()
    assert list(load_packs([tmp_path])) == ["mau"]
    assert list(load_packs([tmp_path / "mau"])) == ["mau"]


def test_problems_of_several_files_come_in_one_report(tmp_path: Path) -> None:
    files = {
        P: FILES[P].replace("kind: plan", "kind: plans"),
        T: FILES[T].replace("ho_dtm", "HO"),
        D: FILES[D].replace("clause: VI.1", "clause: '6.1'"),
    }
    with pytest.raises(PackProblems) as caught:
        load_packs([write_pack(tmp_path, files)])
    assert _report(caught.value.problems) == [
        "duties.yaml duties[viec].clause bad_clause given=6.1 key=clause",
        "pack.yaml document.kind unknown_choice expected=plan, article given=plans key=kind",
        "targets.yaml targets[dtm].indicator bad_slug given=HO key=indicator",
    ]


def test_missing_and_unknown_files_folders_and_encodings_are_named(tmp_path: Path) -> None:
    write_pack(tmp_path, {"extra.yaml": "a: 1\n"})
    (tmp_path / "mau" / T).unlink()
    (tmp_path / "mau" / D).write_bytes("duties: []\n# \xe1".encode("latin-1"))
    (tmp_path / "khong-co-gi").mkdir()
    assert _report(lint_packs([tmp_path, tmp_path / "xa", tmp_path / "khong-co-gi"])) == [
        f"{tmp_path}/khong-co-gi - no_pack",
        f"{tmp_path}/xa - no_folder",
        "khong-co-gi/pack.yaml - missing_file",
        "khong-co-gi/targets.yaml - missing_file",
        "duties.yaml - not_utf8 line=2",
        "extra.yaml - unknown_file",
        "targets.yaml - missing_file",
    ]


def test_the_same_campaign_in_two_folders_is_refused(tmp_path: Path) -> None:
    write_pack(tmp_path / "a")
    write_pack(tmp_path / "b")
    assert _report(lint_packs([tmp_path / "a", tmp_path / "b"])) == ["pack.yaml slug duplicate_pack given=mau"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "not_a_mapping key="),
        ("targets: &all [*all]\n", "targets[0] not_a_mapping"),
        ("targets: []\n---\ntargets: []\n", "- yaml_syntax line=2"),
        ("targets: []\n? [a]\n: b\n", "- yaml_syntax line=2"),
        ("targets: []\x00\n", "- yaml_syntax"),
        ("targets: !!python/object:os.system []\n", "- yaml_syntax line=1"),
        ("1: 2\ntargets: []\n", "1 "),
    ],
)
def test_odd_yaml_is_a_problem_and_never_a_crash(tmp_path: Path, text: str, expected: str) -> None:
    found = _report(lint_packs([write_pack(tmp_path, {T: text})]))
    assert len(found) == 1
    assert expected in found[0]


def test_clauses_are_checked_against_the_imported_document(tmp_path: Path) -> None:
    known = set(CLAUSES.split())
    problems = lint_packs([write_pack(tmp_path)], known_clauses={"mau": known})
    assert _report(problems) == ["duties.yaml duties[viec].clause unknown_clause given=VI.1"]


def test_a_contradiction_of_the_plan_is_a_warning_and_none_once_it_is_declared(tmp_path: Path) -> None:
    differing = FILES[P].replace('start: 2022, end: 2025, text: "Tên', 'start: 2020, end: 2025, text: "Tên')
    (found,) = lint_packs([write_pack(tmp_path, {P: differing})])
    assert found.is_warning
    assert "mau" in load_packs([tmp_path])
    declared = differing.replace('reading: "Lấy', 'rule: periods_differ, reading: "Lấy')
    assert lint_packs([write_pack(tmp_path, {P: declared})]) == ()


def test_every_rule_says_what_is_wrong_and_how_to_mend_it() -> None:
    assert set(WORDS) == set(Rule)


def test_problems_are_rendered_with_their_parameters(tmp_path: Path) -> None:
    for file, old, new, _ in BROKEN:
        for found in lint_packs([write_pack(tmp_path, {file: FILES[file].replace(old, new, 1)})]):
            assert "{" not in what_is_wrong(found) + how_to_mend(found)
        write_pack(tmp_path)
