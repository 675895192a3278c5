"""`thiduaso awards` on the command line."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.commands.award_words import PROBLEMS
from bot.commands.awards import add_parser
from campaigns.awarding.checklist import NEXT_STEPS
from campaigns.awarding.findings import Overall, Verdict
from campaigns.awards import evaluate_text
from campaigns.format.criterion import Condition, OccasionKind
from handlers.award_words import INPUTS, NOTES, OCCASIONS, OVERALL, REASONS, STEPS, TRAITS, VERDICTS
from tests.campaigns.award_cases import PACKS, TODAY, awarded, full, judge, occasions, text_of


def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(["awards", *words])
    code: int = args.run(args)
    return code


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    figures = {"nguoi_lon_dtm": {"num": 676, "den": 820, "source": "Báo cáo 12/BC-UBND", "date": "2025-11-30"}}
    path = tmp_path / "hồ sơ.yaml"
    data = full("rach-gia", "ubnd-phuong-xa")
    before = data["figures"]
    assert isinstance(before, dict)
    path.write_text(text_of(data | {"figures": before | figures}), encoding="utf-8")
    return path


def test_json_answers_exactly_in_the_shape_of_the_contract(case_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("evaluate", "rach-gia", str(case_file), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["overall", "criteria", "quota", "notes"]
    assert answer["overall"] == "not_eligible"
    (failed,) = [each for each in answer["criteria"] if each["verdict"] == "not_met"]
    assert failed == {
        "id": "phuong-xa-dien-thoai",
        "clause": "IV.3.2.2.b.4",
        "verdict": "not_met",
        "reason": "below_target",
        "needed": "nguoi_lon_dtm >= 90%",
        "given": "nguoi_lon_dtm = 676/820",
        "gap": "nguoi_lon_dtm: ≈7.5610% (+62)",
        "statement": "Người trưởng thành có điện thoại thông minh.",
        "inputs": [
            {
                "name": "nguoi_lon_dtm",
                "value": "676/820",
                "needed": "nguoi_lon_dtm >= 90%",
                "clause": "II.2.2.c.1",
                "source": "Báo cáo 12/BC-UBND",
                "date": "2025-11-30",
                "coverage": None,
            }
        ],
        "added_by": None,
    }


def test_people_read_it_in_vietnamese(case_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("evaluate", "rach-gia", str(case_file)) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Rạch Giá: Chưa đủ tiêu chuẩn.\nĐáp ứng 17 · Chưa đáp ứng 1\n")
    assert (
        "- [chưa đáp ứng] Người trưởng thành có điện thoại thông minh. "
        "(gạch đầu dòng thứ tư, điểm b, mục 3.2.2, phần IV)" in shown
    )
    assert (
        "676/820 ≈ 82,43% · cần ≥ 90% · gạch đầu dòng thứ nhất, điểm c, mục 2.2, phần II · Báo cáo 12/BC-UBND" in shown
    )
    assert "ngày 30/11/2025" in shown
    assert "≈7,5610 điểm phần trăm, tức thêm 62" in shown
    assert "Đối chiếu tự động, không thay ý kiến Hội đồng Thi đua - Khen thưởng." in shown


def test_a_faulty_case_is_exit_code_1_with_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.yaml"
    text = "subject: {kind: phường}\noccasion: {kind: so-ket, year: 2023}\nfigures: {a: 1}\nrank: 0\n"
    path.write_text(text, encoding="utf-8")
    assert _run("evaluate", "rach-gia", str(path), "--json") == 1
    out, err = capsys.readouterr()
    assert [each["code"] for each in json.loads(out)["problems"]] == ["extra_forbidden", "unknown_indicator"]
    assert "rank · extra_forbidden\n  Không có khóa “rank”. Gần nhất: ranking" in err


@pytest.mark.parametrize(
    "words",
    [
        ("evaluate", "khong-co", "x.yaml"),
        ("evaluate", "../rach-gia", "x.yaml"),
        ("evaluate", "rach-gia", "khong-co.yaml"),
        ("criteria", "rach-gia", "--subject", "rồng"),
        ("template", "rach-gia", "--subject", "rồng"),
    ],
)
def test_wrong_usage_is_exit_code_2(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(*words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.strip()


def test_criteria_say_what_a_case_must_give(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("criteria", "rach-gia", "--subject", "phường", "--json") == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)["criteria"]}
    phone = rows["phuong-xa-dien-thoai"]
    assert phone["give"] == ["figures.nguoi_lon_dtm"]
    assert phone["needed"] == ["2023: nguoi_lon_dtm >= 85%", "2025: nguoi_lon_dtm >= 90%"]
    assert phone["occasions"] == ["hang-nam", "so-ket 2023", "tong-ket 2025"]
    assert phone["spoken"] == "gạch đầu dòng thứ tư, điểm b, mục 3.2.2, phần IV"
    assert rows["chung-4"]["traits"] == ["has_party_cell"]
    assert rows["cap-tren"]["kind"] == "other_rules"


@pytest.mark.parametrize("slug", list(PACKS))
def test_criteria_are_listed_for_people_too(slug: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("criteria", slug) == 0
    assert "Ghi ở: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("slug", "kind"), [(slug, audience.id) for slug, pack in PACKS.items() for audience in awarded(pack)]
)
def test_a_template_is_a_case_and_stays_one_when_its_lines_are_filled_in(
    slug: str, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run("template", slug, "--subject", kind) == 0
    text = capsys.readouterr().out
    assert evaluate_text(PACKS[slug], text, TODAY).overall in {
        Overall.INSUFFICIENT,
        Overall.NOT_STATED,
        Overall.NO_LONGER,
    }
    keys = ("# ranking:", "# parent_ranking:", "# score:", "# discipline:", "# reviews:", "  # chung-", "    # has_")
    filled = "\n".join(line.replace("# ", "", 1) if line.startswith(keys) else line for line in text.splitlines())
    evaluate_text(PACKS[slug], filled, TODAY)


def test_every_code_has_its_sentence() -> None:
    assert OVERALL.keys() == set(Overall)
    assert VERDICTS.keys() == set(Verdict)
    assert TRAITS.keys() == set(Condition)
    assert OCCASIONS.keys() == set(OccasionKind)
    assert STEPS.keys() == set(NEXT_STEPS.values())
    assert PROBLEMS.keys() >= {"num_above_den", "unknown_indicator", "alias"}
    for slug, pack in PACKS.items():
        for audience in awarded(pack):
            for occasion in occasions(pack):
                evaluation = judge(slug, full(slug, audience.id, occasion, figures=None))
                assert {each.reason for each in evaluation.criteria} <= REASONS.keys()
                assert {each.code for each in evaluation.notes} <= NOTES.keys()
                names = {each.name for one in evaluation.criteria for each in one.inputs}
                assert all(name in INPUTS for name in names)


def test_it_starts_without_what_it_does_not_need() -> None:
    heavy = {"aiogram", "aiohttp", "sqlalchemy", "sqlmodel", "babel", "jinja2", "openpyxl"}
    program = (
        "import sys; from bot.cli import main; main(['awards', 'criteria', 'thai-binh', '--json']);"
        "print('LOADED', *{name.partition('.')[0] for name in sys.modules})"
    )
    out = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert set(out.rpartition("LOADED ")[2].split()) & heavy == set()
