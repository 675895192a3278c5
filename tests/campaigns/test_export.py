"""Packs as JSON, in the shape that was promised."""

import json

import pytest

from campaigns.export import export_packs
from campaigns.loading import load_packs

PACKS = load_packs()
_KEYS = """
plan targets audiences award_forms award_criteria quotas dossier dossier_copies procedure milestones recurring
phases duties contacts legal_bases scoring_pillars priority_fields contents solutions pilots purposes
requirements award_principles unquantified_indicators funding ambiguities not_stated
"""
KEYS = _KEYS.split()


def test_every_plan_has_every_list_and_every_item_an_id_a_clause_and_a_text() -> None:
    exported = json.loads(json.dumps(export_packs(PACKS)))
    assert [plan["plan"] for plan in exported["plans"]] == list(PACKS)
    for plan in exported["plans"]:
        assert list(plan) == KEYS
        for name in KEYS[1:]:
            assert [item for item in plan[name] if not ({"id", "clause", "text"} <= set(item) and item["text"])] == []
            assert [item for item in plan[name] if item["clause"] is None] == [] or name == "not_stated"


def test_one_plan_can_be_exported_alone() -> None:
    (plan,) = export_packs(PACKS, "rach-gia")["plans"]
    assert plan["plan"] == "rach-gia"
    assert len(plan["targets"]) == 54
    assert plan["targets"][40] == {
        "id": "dn-hop-dong-dien-tu-2025",
        "clause": "II.2.2.b.4",
        "text": "Doanh nghiệp dùng hợp đồng điện tử: trên 90%, đến năm 2025",
        "indicator_id": "dn_hop_dong_dien_tu",
        "level": "thanh-pho",
        "operator": ">",
        "value": 90,
        "unit": "%",
        "deadline": 2025,
        "deadline_inferred": False,
    }
    with pytest.raises(KeyError):
        export_packs(PACKS, "kien-giang")


def test_criteria_carry_ranks_shares_and_the_number_of_a_single_target() -> None:
    found = {item["id"]: item for plan in export_packs(PACKS)["plans"] for item in plan["award_criteria"]}
    shown = {
        name: tuple(found[name][key] for key in ("kind", "rank_from", "rank_to", "operator", "value"))
        for name in ("so-hang", "so-diem", "so-csdl", "phuong-xa-dien-thoai", "chung-5", "cap-tren")
    }
    assert shown == {
        "so-hang": ("rank_within", 1, 3, None, None),
        "so-diem": ("score_share", None, None, ">=", 90),
        "so-csdl": ("target_met", None, None, ">=", 70),
        "phuong-xa-dien-thoai": ("target_met", None, None, None, None),
        "chung-5": ("no_violation", None, None, None, None),
        "cap-tren": ("other_rules", None, None, None, None),
    }
    assert found["phuong-xa-dien-thoai"]["target_ids"] == ["nguoi-lon-dtm-2023", "nguoi-lon-dtm-2025"]


def test_what_a_plan_leaves_open_is_null() -> None:
    plans = {plan["plan"]: plan for plan in export_packs(PACKS)["plans"]}
    assert [step["order"] for step in plans["thai-binh"]["procedure"]] == [None] * 4
    assert [step["order"] for step in plans["rach-gia"]["procedure"]] == [1, 2, 3]
    assert [each["actor"] for each in plans["rach-gia"]["milestones"]][2:] == [None, None]
    assert {target["deadline"] for target in plans["dien-bien"]["targets"]} == {None}
    assert [quota["limit"] for quota in plans["thai-binh"]["quotas"]] == [None, 1, 1, 2, None]
    assert {each["lead"] for each in plans["hai-duong"]["priority_fields"]} == {None}
