"""`thiduaso campaigns` on the command line."""

import argparse
import json
from pathlib import Path

import pytest

from bot.commands.campaigns import add_parser
from tests.campaigns.sample_pack import FILES, write_pack


def _run(*words: str, campaign_dirs: tuple[Path, ...] = ()) -> int:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(["campaigns", *words])
    args.campaign_dirs = campaign_dirs
    code: int = args.run(args)
    return code


def test_list_names_every_campaign(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("list") == 0
    assert "rach-gia\t2022-2025\t54 chỉ tiêu" in capsys.readouterr().out


def test_extra_folders_bring_more_campaigns(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert _run("list", "--json", campaign_dirs=(write_pack(tmp_path),)) == 0
    assert json.loads(capsys.readouterr().out)["campaigns"][-1]["slug"] == "mau"


def test_show_reads_clauses_aloud(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("show", "rach-gia") == 0
    shown = capsys.readouterr().out
    assert "đạt 90%, đến năm 2025 (gạch đầu dòng thứ nhất, điểm c, mục 2.2, phần II)" in shown
    assert "không ghi số · không ghi ngày" in shown


@pytest.mark.parametrize("action", ["show", "export"])
def test_an_unknown_campaign_is_wrong_usage(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(action, "kien-giang") == 2
    assert "Đang có: dien-bien, hai-duong, rach-gia" in capsys.readouterr().err


def test_lint_is_clean_on_the_built_in_packs(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("lint") == 0
    assert capsys.readouterr().out == "Không có vấn đề nào.\n"


def test_lint_says_where_which_rule_and_how_to_mend(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    broken = {"targets.yaml": FILES["targets.yaml"].replace("indicator: ho_dtm", "indicator: ho_dtn")}
    write_pack(tmp_path, broken)
    assert _run("lint", str(tmp_path)) == 1
    assert capsys.readouterr().out == (
        "mau/targets.yaml · targets[dtm].indicator · unknown_reference\n"
        "  Không có indicator tên “ho_dtn”. Sửa tên, hoặc thêm mục ấy.\n"
        "1 vấn đề.\n"
    )
    assert _run("lint", str(tmp_path), "--json") == 1
    assert [found["rule"] for found in json.loads(capsys.readouterr().out)["problems"]] == ["unknown_reference"]


def test_nothing_runs_on_broken_packs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write_pack(tmp_path, {"targets.yaml": "targets: []\n"})
    assert _run("export", "--json", campaign_dirs=(tmp_path,)) == 1
    assert "silence_not_stated" in capsys.readouterr().err


def test_export_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("export", "hai-duong", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["plans"][0]["targets"]) == 16
