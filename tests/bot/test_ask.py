"""The command line's `ask`, on the packs that come with the product."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from bot.commands import ask


def run(*words: str) -> int:
    parser = ArgumentParser()
    ask.add_parser(parser.add_subparsers())
    args = parser.parse_args(["ask", *words])
    code: int = args.run(args)
    return code


def test_one_question_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code = run("rach-gia", "xin bằng khen tỉnh mấy bộ hồ sơ", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (code, answer["answered"], answer["reason"]) == (0, True, None)
    assert answer["results"][0]["clause"] == "rach-gia:V.2.c"
    assert set(answer["results"][0]) >= {"clause", "trail", "text", "score"}
    assert "03 bộ" in answer["answer"]


def test_declined_question_ends_with_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rach-gia", "trời có mưa không") == 1
    assert capsys.readouterr().out.startswith("[weather]")


@pytest.mark.parametrize("words", [(), ("rach-gia",), ("--batch", "x"), ("khong-co", "hỏi gì")])
def test_wrong_use_ends_with_two(words: tuple[str, ...]) -> None:
    assert run(*words) == 2


def test_batch_answers_line_by_line(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "plan": "rach-gia", "question": "khi nào tổng kết phong trào"},
        {"id": "2", "plan": "rach-gia", "question": "giá vàng hôm nay"},
        {"id": "3", "plan": "khong-co", "question": "khi nào tổng kết"},
    ]
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert run("--batch", str(source), "--out", str(target)) == 0
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(line["id"], line["answered"], line["reason"]) for line in lines] == [
        ("1", True, None),
        ("2", False, "amount"),
        ("3", False, "unknown_plan"),
    ]
    assert lines[0]["results"][0]["id"] == "rach-gia:IV.4.4"
    assert "text" not in lines[0]["results"][0], "verbatim text is only there when the document was imported"


def test_clauses_from_a_file_are_shown_verbatim(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {
        "plan": "rach-gia",
        "path": "IV.4.4",
        "trail": ["4. Thời gian"],
        "marker": "-",
        "text": "Tổng kết: quý IV năm 2025 (bản thử).",
    }
    file = tmp_path / "clauses.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    assert run("rach-gia", "khi nào tổng kết", "--clauses", str(file), "--json") == 0
    assert json.loads(capsys.readouterr().out)["results"][0]["text"] == "Tổng kết: quý IV năm 2025 (bản thử)."
