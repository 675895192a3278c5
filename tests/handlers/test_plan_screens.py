"""Every plan on its five screens: complete, cited, short enough, with every button a way that exists."""

from datetime import date

import pytest

from campaigns.calendar import agenda
from campaigns.format.pack import Pack
from campaigns.format.target import Operator, Wording
from campaigns.library import Library
from handlers.actions import unpack
from handlers.plan import ReadPlan, draw_plan
from handlers.plan_groups import SECTIONS
from handlers.screen import Screen
from handlers.words import use_locale
from services.campaigns import PlanPage

PLANS = ("dien-bien", "hai-duong", "rach-gia", "thai-binh", "tuyen-quang")
TODAY = date(2025, 11, 10)
LONGEST_CHARS = 1_500


def screens(pack: Pack, section: str, today: date = TODAY) -> list[Screen]:
    """All pages of a section, turned one by one."""
    found: list[Screen] = []
    while not found or any(choice.key == "6" for choice in found[-1].choices):
        found.append(draw_plan(PlanPage(pack, section, len(found), agenda(pack, today))))
    return found


def text_of(pack: Pack, section: str, today: date = TODAY) -> str:
    return "\n".join(screen.plain for screen in screens(pack, section, today))


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("slug", PLANS)
def test_no_screen_is_long(definitions: Library, slug: str, locale: str) -> None:
    with use_locale(locale):
        lengths = {
            (section, page): len(screen.plain)
            for section in SECTIONS
            for page, screen in enumerate(screens(definitions.packs[slug], section))
        }
    assert {where: length for where, length in lengths.items() if length > LONGEST_CHARS} == {}


@pytest.mark.parametrize("slug", PLANS)
def test_every_target_stands_with_its_comparator_and_clause(definitions: Library, slug: str) -> None:
    pack = definitions.packs[slug]
    lines = text_of(pack, "aims").splitlines()
    missing = []
    for target in pack.targets:
        value = f"{target.value.normalize():f}%".replace(".", ",")
        words = {
            Wording.ABOVE: f"trên {value}",
            Wording.AT_LEAST: f"tối thiểu {value}",
            Wording.FROM: f"từ {value}",
            Wording.REACH: f"hiểu là {'đủ' if target.operator is Operator.EQUAL else 'từ'} {value}",
            Wording.BARE: f"hiểu là {'đủ' if target.operator is Operator.EQUAL else 'từ'} {value}",
        }[target.wording]
        clause = f"({pack.spoken(target.clause)})"
        if not any(target.text.vi.rstrip(".") in line and words in line and line.endswith(clause) for line in lines):
            missing.append(target.id)
    assert missing == []


@pytest.mark.parametrize("slug", PLANS)
def test_targets_stand_under_their_level_and_year(definitions: Library, slug: str) -> None:
    pack = definitions.packs[slug]
    lines = text_of(pack, "aims").splitlines()
    heading = ""
    under: dict[str, str] = {}
    for line in lines:
        heading = line if line.startswith("Chỉ tiêu") else heading
        under |= {target.id: heading for target in pack.targets if line.startswith(target.text.vi.rstrip("."))}
    names = {level.id: level.name.vi for level in pack.levels}
    for target in pack.targets:
        assert names[target.level] in under[target.id]
        assert (str(target.deadline) if target.deadline else "không ghi năm") in under[target.id]


SHOWN = {
    "about": "purposes requirements contents priority_fields solutions pilots contacts relations legal_bases "
    "ambiguities phases",
    "who": "audiences duties",
    "aims": "targets unquantified_indicators",
    "awards": "award_forms award_principles standards criteria scoring_pillars quotas dossier dossier_copies "
    "procedure funding",
    "dates": "milestones recurring",
}


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("slug", PLANS)
def test_every_entry_of_a_pack_stands_on_its_screen_with_its_clause(
    definitions: Library, slug: str, section: str
) -> None:
    pack = definitions.packs[slug]
    shown = text_of(pack, section)
    missing = [
        entry.id
        for category, entry in pack.entries()
        if category in SHOWN[section].split()
        and getattr(entry, "kind", "") not in {"all", "any"}
        and not (entry.text.vi.rstrip(".") in shown and f"({pack.spoken(entry.clause)})" in shown)
    ]
    assert missing == []


@pytest.mark.parametrize("slug", PLANS)
def test_silences_and_what_applies_now_are_told_with_source_and_date(definitions: Library, slug: str) -> None:
    pack = definitions.packs[slug]
    whole = "\n".join(text_of(pack, section) for section in SECTIONS)
    assert [item.id for item in pack.not_stated if item.text.vi.rstrip(".") not in whole] == []
    assert "Kế hoạch không quy định" in whole
    for rule in pack.overlay:
        line = next(line for line in whole.splitlines() if rule.now.vi.rstrip(".") in line)
        assert line.startswith("Quy định đang áp dụng:")
        assert rule.source in line
        assert "/".join(reversed(rule.checked_on.split("-"))) in line


@pytest.mark.parametrize("slug", ["tuyen-quang", "dien-bien"])
def test_plans_without_awards_say_so(definitions: Library, slug: str) -> None:
    shown = text_of(definitions.packs[slug], "awards")
    assert "Kế hoạch không quy định" in shown
    assert "không nêu hình thức khen thưởng" in shown
    assert "Theo bài đăng về kế hoạch:" in shown


def test_a_plan_that_is_over_names_what_came_after(definitions: Library) -> None:
    pack = definitions.packs["rach-gia"]
    assert "923/QĐ-TTg" not in text_of(pack, "dates", date(2024, 5, 1))
    over = text_of(pack, "dates", date(2026, 5, 1))
    assert "Phong trào này đã kết thúc, thực hiện đến hết năm 2025" in over
    assert "923/QĐ-TTg" in over
    assert "Quý IV năm 2025" in over


@pytest.mark.parametrize("slug", PLANS)
def test_every_button_leads_to_a_page_that_exists(definitions: Library, slug: str) -> None:
    pack = definitions.packs[slug]
    for section in SECTIONS:
        pages = screens(pack, section)
        for screen in pages:
            keys = [choice.key for choice in screen.choices]
            assert len(keys) == len(set(keys))
            for choice in screen.choices:
                action = unpack(choice.action)
                if isinstance(action, ReadPlan) and action.section == section:
                    assert action.page < len(pages)


def test_a_page_or_section_that_is_not_there_is_the_nearest_one(definitions: Library) -> None:
    pack = definitions.packs["rach-gia"]
    last = screens(pack, "aims")[-1]
    assert draw_plan(PlanPage(pack, "aims", 99, agenda(pack, TODAY))) == last
    assert draw_plan(PlanPage(pack, "xyz", 0, agenda(pack, TODAY))).plain.startswith("Rạch Giá: Giới thiệu")


def test_english_has_its_targets_and_says_that_the_plan_is_vietnamese(definitions: Library) -> None:
    pack = definitions.packs["rach-gia"]
    with use_locale("en"):
        shown = text_of(pack, "aims")
    assert [target.id for target in pack.targets if target.text.en and target.text.en.rstrip(".") not in shown] == []
    assert "The plan is in Vietnamese" in shown
