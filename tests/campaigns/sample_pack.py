"""A small sound pack, written out as files, for tests that break it."""

from pathlib import Path

FILES = {
    "pack.yaml": """\
spec_version: 1
slug: mau
name: {vi: "Phong trào mẫu", en: "Sample campaign"}
short_name: "Mẫu"
place: "xã Mẫu"
document:
  kind: plan
  title: "Kế hoạch mẫu"
  number: "01/KH-UBND"
  date: {year: 2022, month: 2, day: 28}
  issuer: "UBND xã Mẫu"
  clause: 0.ten
theme: {id: chu-de, clause: 0.ban-hanh, text: "Xã số"}
phases:
  - {id: giai-doan, clause: IV.1, start: 2022, end: 2025, text: "Từ 2022 đến 2025."}
legal_bases:
  - {id: can-cu, clause: 0.can-cu.1, number: "02/NQ", date: {year: 2021, month: 12, day: 31}, text: "Nghị quyết"}
periods:
  - {id: thoi-ky, clause: 0.ten, start: 2022, end: 2025, text: "Tên ghi 2022-2025."}
levels:
  - {id: cap-xa, name: "cấp xã"}
audiences:
  - {id: ho, clause: I.1, kind: household, level: cap-xa, collective: true, award_subject: true, text: "Hộ gia đình"}
parameters:
  adult_age: {value: 18, note: "Không ghi tuổi."}
  working_age: {years: [{year: 2023, men: 60, women: 56}], note: "Không ghi tuổi."}
  used_within_months: {value: 12, note: "Không ghi thời gian."}
  min_coverage: {value: "0.3", note: "Không ghi tỷ lệ."}
ambiguities:
  - {id: chua-ro, clause: II.2, text: "Không rõ năm.", reading: "Lấy năm 2025."}
not_stated:
  - {id: khong-1, topic: principles, text: "Không có nguyên tắc."}
  - {id: khong-2, topic: quotas, text: "Không có số lượng."}
  - {id: khong-3, topic: funding, text: "Không có kinh phí."}
  - {id: khong-4, topic: contact, text: "Không có nơi liên hệ."}
  - {id: khong-5, topic: solutions, text: "Không có giải pháp."}
  - {id: khong-6, topic: priority_fields, text: "Không có lĩnh vực."}
  - {id: khong-7, topic: pilots, text: "Không làm điểm."}
  - {id: khong-8, topic: procedure, text: "Không có bước."}
  - {id: khong-9, topic: scoring, text: "Không chấm điểm."}
""",
    "targets.yaml": """\
targets:
  - id: dtm
    clause: II.1
    indicator: ho_dtm
    level: cap-xa
    wording: tren
    operator: ">"
    value: "70.5"
    deadline: 2025
    text: "Hộ có điện thoại: trên 70,5%"
  - id: dia-chi
    clause: II.2
    indicator: ho_dia_chi_so
    level: cap-xa
    wording: khong-ghi
    operator: "="
    value: 100
    deadline: 2025
    deadline_inferred: true
    text: "Hộ có địa chỉ số: 100%"
""",
    "awards.yaml": """\
award_forms:
  - id: giay-khen
    clause: III.1
    name: "Giấy khen"
    authority: "Chủ tịch"
    level: cap-xa
    occasions: [{kind: tong-ket, year: 2025}]
    text: "Giấy khen dịp tổng kết."
standards:
  - id: ho-dat-chuan
    clause: III.2.a
    subjects: [ho]
    awards: [giay-khen]
    text: "Tiêu chuẩn của hộ."
    criteria:
      kind: all
      id: tat-ca
      clause: III.2.a
      text: "Đủ hai điều."
      parts:
        - {kind: declared, id: tham-gia, clause: III.2.a, text: "Tích cực tham gia."}
        - {kind: target_met, id: dat-chi-tieu, clause: III.2.b, sets: [{year: 2025, targets: [dtm]}], text: "Đạt."}
        - {kind: rank_within, id: hang, clause: III.2.c, rank_from: 1, rank_to: 3, scope: "hộ", of: own, text: "Hạng."}
dossier:
  - {id: don, clause: V.1.a, order: 1, text: "Đơn đề nghị."}
  - {id: bien-ban, clause: V.1.b, order: 2, text: "Biên bản."}
dossier_copies:
  - {id: so-bo, clause: V.2, copies: 1, award: "Giấy khen", forms: [giay-khen], text: "01 bộ."}
""",
    "calendar.yaml": """\
milestones:
  - {id: tong-ket, clause: IV.2, event: tong-ket, actor: null, year: 2025, quarter: 4, text: "Tổng kết."}
""",
    "duties.yaml": """\
duties:
  - {id: viec, clause: VI.1, body: "UBND xã", audiences: [ho], text: "Tuyên truyền."}
""",
    "contents.yaml": """\
contents:
  - {id: noi-dung, clause: I.2, text: "Thi đua."}
""",
    "units.yaml": """\
spec_version: 1
root: "63:899"
reporting_level: cap-xa
levels:
  cap-xa: {kinds: [xa, phuong]}
today: ["34:30742"]
""",
    "forms.yaml": """\
spec_version: 1
forms:
  - form: household
    version: 1
    ask: [so_nguoi]
    wording: {so_nguoi: {text: "Nhà mình có mấy người?"}}
""",
    "overlay.yaml": """\
overlay:
  - id: nay
    clause: III.1
    now: "Theo luật mới."
    source: "Luật"
    checked_on: "2026-11"
    certainty: checked
    criterion: {kind: under_review, id: xem-xet, clause: III.1, text: "Không đang bị xem xét."}
successors:
  - id: sau
    kind: successor
    name: "Phong trào sau"
    number: null
    date: null
    start: 2026
    end: 2030
    source: "Quyết định"
    checked_on: "2026-11-21"
    certainty: secondary
""",
}


def write_pack(folder: Path, files: dict[str, str] | None = None) -> Path:
    """Write the pack, with some files replaced, into `folder`/mau and return `folder`."""
    pack = folder / "mau"
    pack.mkdir(parents=True, exist_ok=True)
    for name, text in (FILES | (files or {})).items():
        (pack / name).write_text(text, "utf-8")
    return folder
