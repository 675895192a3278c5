"""Every number of the five plans, read from the plans a second time and written down here by hand."""

from decimal import Decimal

import pytest

from campaigns.checks.numbers import operator_for
from campaigns.format.criterion import RankWithin, ScoreShare, leaves
from campaigns.format.target import Operator, Wording
from campaigns.loading import load_packs

PACKS = load_packs()

# clause · indicator · level · operator · value · year ("-": none)
TARGETS = {
    "rach-gia": """
II.2.1.a.1 tthc_toan_trinh thanh-pho = 100 2023
II.2.1.a.2 hs_tthc_truc_tuyen thanh-pho >= 60 2023
II.2.1.a.3 tthc_danh_gia_hai_long thanh-pho >= 80 2023
II.2.1.a.4 tthc_cat_giam thanh-pho >= 10 2023
II.2.1.a.5 dvctt_dinh_danh_mot_lan thanh-pho = 100 2023
II.2.1.a.6 vb_dien_tu_ky_so thanh-pho = 100 2023
II.2.1.a.7 hs_cong_viec_mang thanh-pho = 100 2023
II.2.1.a.7 hs_cong_viec_mang phuong-xa >= 80 2023
II.2.1.a.8 cq_he_thong_bao_cao thanh-pho = 100 2023
II.2.1.a.9 tthc_dung_han thanh-pho > 90 2023
II.2.1.b.1 kts_grdp thanh-pho >= 20 2023
II.2.1.b.2 kts_tung_nganh thanh-pho >= 10 2023
II.2.1.b.3 tmdt_ban_le thanh-pho > 10 2023
II.2.1.b.4 dn_hop_dong_dien_tu thanh-pho > 70 2023
II.2.1.b.5 dnnvv_nen_tang_so thanh-pho > 45 2023
II.2.1.b.6 nhan_luc_kts thanh-pho > 2 2023
II.2.1.b.7 vien_phi_kdtm thanh-pho >= 50 2023
II.2.1.b.8 hoc_phi_kdtm thanh-pho >= 50 2023
II.2.1.c.1 nguoi_lon_dtm thanh-pho >= 85 2023
II.2.1.c.2 tk_thanh_toan_15 thanh-pho >= 80 2023
II.2.1.c.3 kns_lao_dong thanh-pho > 70 2023
II.2.1.c.4 ho_cap_quang thanh-pho >= 90 2023
II.2.1.c.5 nguoi_dan_bao_ve_mang thanh-pho > 70 2023
II.2.1.c.6 nguoi_lon_dvctt thanh-pho > 50 2023
II.2.1.c.7 nguoi_lon_suc_khoe_tu_xa thanh-pho > 30 2023
II.2.1.c.8 nguoi_dan_hssk thanh-pho >= 90 2023
II.2.1.c.9 csgd_quan_tri_so thanh-pho >= 80 2023
II.2.2.a.1 tthc_toan_trinh thanh-pho = 100 2025
II.2.2.a.2 hs_tthc_truc_tuyen thanh-pho >= 80 2025
II.2.2.a.3 tthc_danh_gia_hai_long thanh-pho >= 90 2025
II.2.2.a.4 tthc_cat_giam thanh-pho >= 20 2025
II.2.2.a.5 dvctt_dinh_danh_mot_lan thanh-pho = 100 2025
II.2.2.a.6 vb_dien_tu_ky_so thanh-pho = 100 2025
II.2.2.a.6 hs_cong_viec_mang thanh-pho = 100 2025
II.2.2.a.6 hs_cong_viec_mang phuong-xa >= 90 2025
II.2.2.a.7 cq_he_thong_bao_cao thanh-pho = 100 2025
II.2.2.a.8 tthc_dung_han thanh-pho = 100 2025
II.2.2.b.1 kts_grdp thanh-pho >= 30 2025
II.2.2.b.2 kts_tung_nganh thanh-pho >= 20 2025
II.2.2.b.3 tmdt_ban_le thanh-pho > 20 2025
II.2.2.b.4 dn_hop_dong_dien_tu thanh-pho > 90 2025
II.2.2.b.5 dnnvv_nen_tang_so thanh-pho > 60 2025
II.2.2.b.6 nhan_luc_kts thanh-pho > 3 2025
II.2.2.b.7 vien_phi_kdtm thanh-pho >= 60 2025
II.2.2.b.8 hoc_phi_kdtm thanh-pho >= 60 2025
II.2.2.c.1 nguoi_lon_dtm thanh-pho >= 90 2025
II.2.2.c.2 tk_thanh_toan_15 thanh-pho >= 90 2025
II.2.2.c.3 kns_lao_dong thanh-pho > 80 2025
II.2.2.c.4 ho_cap_quang thanh-pho >= 95 2025
II.2.2.c.5 nguoi_dan_bao_ve_mang thanh-pho > 80 2025
II.2.2.c.6 nguoi_lon_dvctt thanh-pho > 60 2025
II.2.2.c.7 nguoi_lon_suc_khoe_tu_xa thanh-pho > 40 2025
II.2.2.c.8 nguoi_dan_hssk thanh-pho >= 95 2025
II.2.2.c.9 csgd_quan_tri_so thanh-pho >= 80 2025
""",
    "thai-binh": "",
    "tuyen-quang": """
tieu-chi.cap-tinh.1 tthc_toan_trinh cap-tinh = 100 2025
tieu-chi.cap-tinh.2 dvctt_dinh_danh_mot_lan cap-tinh = 100 2025
tieu-chi.cap-tinh.3 hs_tthc_truc_tuyen cap-tinh >= 80 2025
tieu-chi.cap-tinh.4 cc_dinh_danh_so cap-tinh = 100 2025
tieu-chi.cap-tinh.5 tthc_hai_long cap-tinh >= 90 2025
tieu-chi.cap-tinh.6 cq_mo_du_lieu cap-tinh = 100 2025
tieu-chi.cap-tinh.7 cq_nen_tang_phan_tich_dl cap-tinh = 100 2025
tieu-chi.cap-tinh.8 csdl_dung_chung_lgsp cap-tinh = 100 2025
tieu-chi.cap-tinh.8 csdl_chuyen_nganh_lgsp cap-tinh >= 80 2025
tieu-chi.cap-tinh.9 he_thong_sso cap-tinh = 100 2025
tieu-chi.cap-tinh.10 dieu_hanh_tren_nen_tang_so cap-tinh = 100 2025
tieu-chi.cap-tinh.11 vb_dien_tu_ky_so cap-tinh = 100 2025
tieu-chi.cap-tinh.12 bao_cao_tren_he_thong cap-tinh = 100 2025
tieu-chi.cap-tinh.13 hs_cong_viec_mang cap-tinh >= 90 2025
tieu-chi.cap-tinh.14 giam_sat_kiem_tra_so cap-tinh >= 50 2025
tieu-chi.cap-tinh.15 cbccvc_kns_co_ban cap-tinh = 100 2025
tieu-chi.cap-tinh.16 cbccvc_kn_du_lieu cap-tinh >= 50 2025
tieu-chi.cap-huyen.1 cq_mo_du_lieu cap-huyen = 100 2025
tieu-chi.cap-huyen.2 cc_dinh_danh_so cap-huyen = 100 2025
tieu-chi.cap-huyen.3 tthc_hai_long cap-huyen >= 90 2025
tieu-chi.cap-huyen.4 hs_cong_viec_mang cap-huyen >= 80 2025
tieu-chi.cap-huyen.5 csdl_dung_chung_lgsp cap-huyen = 100 2025
tieu-chi.cap-huyen.5 csdl_chuyen_nganh_lgsp cap-huyen >= 80 2025
tieu-chi.cap-huyen.6 he_thong_sso cap-huyen = 100 2025
tieu-chi.cap-huyen.7 vb_dien_tu_ky_so cap-huyen = 100 2025
tieu-chi.cap-huyen.8 bao_cao_tren_he_thong cap-huyen = 100 2025
tieu-chi.cap-huyen.9 giam_sat_kiem_tra_so cap-huyen >= 50 2025
tieu-chi.cap-huyen.10 nguoi_dan_danh_tinh_so cap-huyen = 100 2025
tieu-chi.cap-huyen.10 nguoi_dan_hssk cap-huyen = 100 2025
tieu-chi.cap-huyen.11 hoc_sinh_ho_so_so cap-huyen = 100 2025
tieu-chi.cap-huyen.12 tuyen_duong_its cap-huyen = 100 2025
tieu-chi.cap-huyen.13 ho_dia_chi_so cap-huyen = 100 2025
tieu-chi.cap-huyen.13 ho_dtm cap-huyen = 100 2025
tieu-chi.cap-huyen.14 cbccvc_kns_co_ban cap-huyen = 100 2025
tieu-chi.cap-huyen.15 cbccvc_kn_du_lieu cap-huyen >= 50 2025
tieu-chi.cap-xa.1 cc_dinh_danh_so cap-xa = 100 2025
tieu-chi.cap-xa.2 tthc_hai_long cap-xa >= 90 2025
tieu-chi.cap-xa.3 nguoi_dan_danh_tinh_so cap-xa = 100 2025
tieu-chi.cap-xa.3 nguoi_dan_hssk cap-xa = 100 2025
tieu-chi.cap-xa.4 ho_dia_chi_so cap-xa = 100 2025
tieu-chi.cap-xa.4 ho_dtm cap-xa = 100 2025
tieu-chi.cap-xa.5 hs_cong_viec_mang cap-xa >= 60 2025
tieu-chi.cap-xa.6 cbccvc_kns_co_ban cap-xa = 100 2025
tieu-chi.cap-xa.7 cbccvc_kn_du_lieu cap-xa >= 50 2025
""",
    "dien-bien": """
muc-tieu.1 vb_dien_tu_gui_nhan noi-bo-so = 100 -
muc-tieu.2 ccvc_dvctt_dinh_danh noi-bo-so = 100 -
muc-tieu.3 dieu_hanh_tren_nen_tang_so noi-bo-so = 100 -
muc-tieu.4 bao_cao_tren_he_thong noi-bo-so = 100 -
muc-tieu.5 giam_sat_kiem_tra_so noi-bo-so >= 50 -
muc-tieu.6 httt_giam_sat_attt noi-bo-so = 100 -
muc-tieu.7 cbccvc_kns_co_ban noi-bo-so = 100 -
giai-phap.4 ccvc_chinh_quyen_dien_tu noi-bo-so = 100 -
""",
    "hai-duong": """
IV.1.a.1 hs_cong_viec_mang so-ban-nganh-doan-the-tinh >= 90 2025
IV.1.a.2 bao_cao_gui_nhan_dien_tu so-ban-nganh-doan-the-tinh = 100 2025
IV.1.a.2 vb_dien_tu_gui_nhan so-ban-nganh-doan-the-tinh = 100 2025
IV.1.a.3 bao_cao_tren_he_thong so-ban-nganh-doan-the-tinh = 100 2025
IV.1.a.4 csdl_dung_chung_lgsp so-ban-nganh-doan-the-tinh >= 70 2025
IV.1.b.1 hs_cong_viec_mang cap-huyen >= 80 2025
IV.1.b.2 bao_cao_gui_nhan_dien_tu cap-huyen = 100 2025
IV.1.b.2 vb_dien_tu_gui_nhan cap-huyen = 100 2025
IV.1.b.3 bao_cao_tren_he_thong cap-huyen = 100 2025
IV.1.c.1 hs_cong_viec_mang cap-xa >= 60 2025
IV.1.c.2 bao_cao_gui_nhan_dien_tu cap-xa = 100 2025
IV.1.c.2 vb_dien_tu_gui_nhan cap-xa = 100 2025
IV.1.c.3 bao_cao_tren_he_thong cap-xa = 100 2025
II.8.c du_lich_so_hoa linh-vuc-du-lich = 100 2025
II.8.g csgd_day_hoc_tu_xa linh-vuc-giao-duc = 100 2025
V.1.1 cq_phat_dong_phong_trao so-ban-nganh-doan-the-tinh = 100 2021
""",
}


@pytest.mark.parametrize("slug", list(TARGETS))
def test_every_target_has_its_clause_level_operator_value_and_year(slug: str) -> None:
    actual = [
        f"{target.clause} {target.indicator} {target.level} {target.operator} {target.value} {target.deadline or '-'}"
        for target in PACKS[slug].targets
    ]
    assert actual == TARGETS[slug].strip().splitlines()


def test_rach_gia_has_27_targets_a_year_and_17_strict_ones_and_no_other_plan_has_any() -> None:
    targets = PACKS["rach-gia"].targets
    assert [sum(target.deadline == year for target in targets) for year in (2023, 2025)] == [27, 27]
    strict = {slug: sum(target.operator is Operator.ABOVE for target in pack.targets) for slug, pack in PACKS.items()}
    assert strict == {"rach-gia": 17, "thai-binh": 0, "tuyen-quang": 0, "dien-bien": 0, "hai-duong": 0}


def test_only_hai_duong_infers_a_year_and_says_so_for_every_one_but_the_launch() -> None:
    inferred = [
        (slug, target.clause) for slug, pack in PACKS.items() for target in pack.targets if target.deadline_inferred
    ]
    assert len(inferred) == 15
    assert {slug for slug, _ in inferred} == {"hai-duong"}
    assert ("hai-duong", "V.1.1") not in inferred


@pytest.mark.parametrize(
    ("slug", "pairs"),
    [
        ("rach-gia", []),
        ("tuyen-quang", ["cap-huyen.10", "cap-huyen.13", "cap-xa.3", "cap-xa.4"]),
        ("hai-duong", ["IV.1.a.2", "IV.1.b.2", "IV.1.c.2"]),
    ],
)
def test_one_sentence_with_two_measures_is_two_targets_that_name_each_other(slug: str, pairs: list[str]) -> None:
    shared = [target for target in PACKS[slug].targets if target.shared_with]
    assert sorted({target.clause.removeprefix("tieu-chi.") for target in shared}) == sorted(pairs)
    assert len(shared) == 2 * len(pairs)


@pytest.mark.parametrize(
    ("wording", "value", "expected"),
    [
        (Wording.ABOVE, "70", ">"),
        (Wording.ABOVE, "100", ">"),
        (Wording.AT_LEAST, "60", ">="),
        (Wording.AT_LEAST, "100", ">="),
        (Wording.REACH, "85", ">="),
        (Wording.FROM, "90", ">="),
        (Wording.BARE, "80", ">="),
        (Wording.BARE, "100", "="),
    ],
)
def test_words_are_read_as_operators(wording: Wording, value: str, expected: str) -> None:
    assert operator_for(wording, Decimal(value)) == expected


RANKS = [
    ("so-hang", "IV.3.a", 1, 3, "own"),
    ("huyen-hang", "IV.3.b", 1, 2, "own"),
    ("xa-hang", "IV.3.c", 1, 2, "own"),
    ("don-vi-so-hang", "IV.3.d.1", 1, 10, "parent"),
    ("don-vi-huyen-hang", "IV.3.d.2", 1, 3, "parent"),
    ("can-bo-hang-so", "IV.3.e.1", 1, 10, "parent"),
    ("can-bo-hang-huyen", "IV.3.e.1", 1, 3, "parent"),
    ("can-bo-hang-xa", "IV.3.e.1", 1, 2, "parent"),
]


def test_thai_binh_ranks_within_windows_and_wants_90_percent_of_the_score() -> None:
    found = [
        leaf for standard in PACKS["thai-binh"].standards if standard.criteria for leaf in leaves(standard.criteria)
    ]
    ranks = [(x.id, x.clause, x.rank_from, x.rank_to, x.of) for x in found if isinstance(x, RankWithin)]
    shares = [(x.clause, x.operator.value, str(x.value), x.pillars) for x in found if isinstance(x, ScoreShare)]
    assert ranks == RANKS
    assert shares == [
        ("IV.3.a", ">=", "90", "tru-cot-so"),
        ("IV.3.b", ">=", "90", "tru-cot-huyen-xa"),
        ("IV.3.c", ">=", "90", "tru-cot-huyen-xa"),
    ]
    assert [(each.id, len(each.items)) for each in PACKS["thai-binh"].scoring_pillars] == [
        ("tru-cot-so", 6),
        ("tru-cot-huyen-xa", 8),
    ]


def test_thai_binh_has_five_quotas_three_of_them_with_a_number() -> None:
    quotas = [(quota.clause, quota.limit, quota.nominators) for quota in PACKS["thai-binh"].quotas]
    assert quotas == [
        ("IV.4.1", None, ()),
        ("IV.4.2", 1, ("so-ban-nganh", "doan-the-tinh", "ubnd-huyen")),
        ("IV.4.3", 1, ("so-ban-nganh",)),
        ("IV.4.3", 2, ("ubnd-huyen",)),
        ("IV.4.4", None, ()),
    ]


def test_rach_gia_asks_for_5_5_3_and_1_sets_of_papers() -> None:
    copies = [(each.clause, each.award.vi, each.copies) for each in PACKS["rach-gia"].dossier_copies]
    assert copies == [
        ("V.2.a", "Huân chương Lao động", 5),
        ("V.2.b", "Bằng khen Thủ tướng Chính phủ", 5),
        ("V.2.c", "Bằng khen Chủ tịch UBND tỉnh", 3),
        ("V.2.d", "Giấy khen Chủ tịch UBND thành phố", 1),
    ]


def test_hai_duong_has_one_or_two_pilots_for_the_province_and_at_least_as_many_for_each_district() -> None:
    pilots = [(each.clause, each.count_from, each.count_to, each.at_least) for each in PACKS["hai-duong"].pilots]
    assert pilots == [("III.4.a", 1, 2, False), ("III.4.b", 1, 2, True)]


MILESTONES = {
    "rach-gia": [
        ("IV.4.1", "phat-dong", 2022, None, 12),
        ("IV.4.2", "dang-ky", 2023, None, 1),
        ("IV.4.3", "so-ket", 2023, 4, None),
        ("IV.4.4", "tong-ket", 2025, 4, None),
    ],
    "thai-binh": [
        ("V.1.1", "xay-dung-ke-hoach", 2023, 4, None),
        ("V.1.2", "so-ket", 2024, 4, None),
        ("V.1.2", "tong-ket", 2025, 4, None),
        ("V.2", "so-ket", 2024, 4, None),
        ("V.2", "tong-ket", 2025, None, None),
    ],
    "tuyen-quang": [],
    "dien-bien": [],
    "hai-duong": [
        ("V.1.1", "xay-dung-ke-hoach", 2021, None, None),
        ("V.1.1", "phat-dong", 2021, 4, None),
        ("III.4.b", "dang-ky-diem", 2021, 4, None),
        ("V.1.2", "trien-khai", 2022, None, None),
        ("V.1.2", "tong-ket", 2025, None, None),
        ("III.5", "tong-ket", 2025, None, None),
        ("V.2", "tong-ket", 2030, None, None),
    ],
}


@pytest.mark.parametrize("slug", list(MILESTONES))
def test_milestones_have_the_quarter_or_month_only_where_the_plan_gives_one(slug: str) -> None:
    actual = [(each.clause, each.event, each.year, each.quarter, each.month) for each in PACKS[slug].milestones]
    assert actual == MILESTONES[slug]


IDENTITY = {
    "rach-gia": (None, None, [(2022, 2025)]),
    "thai-binh": ("161/KH-UBND", "2023-12-11", [(2023, 2025)]),
    "tuyen-quang": ("154/KH-UBND", "2022-08-12", [(2022, 2025)]),
    "dien-bien": ("665/KH-SKHCN", "2023-06-13", [(2023, 2025), (2026, 2030)]),
    "hai-duong": (None, "2021-08", [(2021, 2025), (2026, 2030)]),
}


@pytest.mark.parametrize("slug", list(IDENTITY))
def test_what_is_blank_in_the_document_stays_unknown(slug: str) -> None:
    document = PACKS[slug].document
    written = document.date.iso if document.date else None
    assert (document.number, written, [(phase.start, phase.end) for phase in PACKS[slug].phases]) == IDENTITY[slug]


LEGAL_BASES = {
    "rach-gia": [
        ("243/KH-UBND", "2022-11-16"),
        ("81-KH/TU", "2022-11-04"),
        ("22-NQ/TU", "2022-06-08"),
        ("125/KH-UBND", "2021-08-31"),
    ],
    "thai-binh": [("02-NQ/TU", "2021-11-19"), ("571/QĐ-UBND", "2022-03-17")],
    "tuyen-quang": [("48-NQ/TU", "2021-11-15"), ("55/KH-UBND", "2022-04-12")],
    "dien-bien": [("2158/KH-UBND", "2023-05-26")],
    "hai-duong": [
        ("52-NQ/TW", "2019-09-27"),
        ("749/QĐ-TTg", "2020-06-03"),
        ("06-NQ/TU", "2021-03-26"),
    ],
}


@pytest.mark.parametrize("slug", list(LEGAL_BASES))
def test_legal_bases_have_number_and_date(slug: str) -> None:
    actual = [(each.number, each.date.iso if each.date else None) for each in PACKS[slug].legal_bases]
    assert actual == LEGAL_BASES[slug]


def test_documents_that_a_plan_only_names_are_no_legal_basis() -> None:
    named = [
        (slug, each.number, each.date.iso if each.date else None)
        for slug, pack in PACKS.items()
        for each in pack.named_documents
    ]
    assert named == [
        ("hai-duong", "50/NQ-CP", "2020-04-17"),
        ("hai-duong", "1726/QĐ-BTTTT", "2020-10-12"),
        ("rach-gia", None, None),
        ("thai-binh", None, None),
    ]
