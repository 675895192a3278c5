"""What stands in a field while another one is tried: only names are known here, the ways are the program's own."""

from collections.abc import Mapping

from campaigns.units import UnitKey
from handlers.privacy import EXPORT, READABLE
from tests.conversation import MINH_AN, VINH_LAC

SUCCESSOR = UnitKey("34", "30742")
"""What the ward has become since it was merged."""
IN_ACTIONS: Mapping[str, tuple[str, ...]] = {
    "args": ("",),
    "asked": ("so_nguoi",),
    "audience": ("household",),
    "campaign": ("rach-gia",),
    "chat": ("1",),
    "code": ("AAAABBBBCCCC",),
    "draft": ("1",),
    "for_whom": ("household",),
    "grant": ("1",),
    "hash": ("x",),
    "locale": ("vi",),
    "mark": ("x",),
    "move": ("give", "hand_over"),
    "office": ("x",),
    "on": ("1",),
    "page": ("1",),
    "part": ("why",),
    "place": (MINH_AN.id,),
    "purpose": ("report", "callback"),
    "reference": (EXPORT, READABLE),
    "request": ("1",),
    "right": ("delete", "see"),
    "said": ("3",),
    "section": ("I",),
    "seq": ("1",),
    "ticket": ("1",),
    "topic": ("vneid",),
    "unit": (str(VINH_LAC), str(SUCCESSOR)),
    "view": ("menu",),
    "when": ("sang",),
}
"""Field of an action → what stands in it while another one is tried."""
IN_FORMS: Mapping[str, str] = {
    "ai": "household",
    "ban": "1",
    "cau": "Ai?",
    "cho": "rach-gia",
    "cua": "rach-gia",
    "comment": "xin xem lại",
    "date": "2025-11-01",
    "den": "2025-12-31",
    "dip": "t2025",
    "doi-tuong": "",
    "dong-y": "help",
    "don-vi": str(VINH_LAC),
    "ghi-chu": "ai đó",
    "holds": "co",
    "ke-hoach": "rach-gia",
    "khoan": "I.1",
    "locale": "vi",
    "loi": "xin chào",
    "muc": "trait:has_party_cell",
    "nhom": "x",
    "phien": "1",
    "phieu": "00000000",
    "phong-trao": "rach-gia",
    "quyen": "delete",
    "so": "1",
    "source": "báo cáo",
    "ten": "",
    "toi": str(VINH_LAC),
    "truoc": "1",
    "tu": "2025-11-01",
    "vai-tro": "team",
    "viec": "see_ticket",
    "xem": "1",
}
"""Field of the office's addresses and forms → the same."""
IN_VIEWS: Mapping[str, tuple[str, ...]] = {
    "about": ("object",),
    "audience": ("household",),
    "award": ("", "0"),
    "came_from": ("form",),
    "campaign": ("tuyen-quang",),
    "earlier": ("",),
    "for_whom": ("household",),
    "form_id": ("household", "officer"),
    "grant_id": ("1",),
    "key": (str(VINH_LAC),),
    "kind": ("h",),
    "name": ("phường Vĩnh Lạc",),
    "occasion": ("t2025", "t1999"),
    "page": ("0",),
    "part": ("",),
    "payload": ("",),
    "query": ("vinh",),
    "question": ("Ai?",),
    "request_id": ("1",),
    "right": ("complain",),
    "role": ("team",),
    "section": ("I",),
    "slug": ("rach-gia",),
    "ticket_id": ("1",),
    "topic": ("vneid",),
    "unit": (str(VINH_LAC), str(SUCCESSOR)),
}
"""Argument of a view → the same."""
UNNAMED: Mapping[str, tuple[str, ...]] = {
    "answer": ("slug", "question", "earlier", "part"),
    "award": ("slug", "unit", "occasion", "award", "part"),
    "award_units": ("slug", "unit", "occasion", "page"),
    "standards": ("slug", "audience", "page"),
}
"""Views that take what they are given as it comes → what that is, in order."""
FORMED: Mapping[str, tuple[str, ...]] = {"unit": ("{it}", f"{VINH_LAC}-{{it}}")}
"""Arguments that also hold a number beside something else: a body that a unit has entered, known by the input's."""
ALSO_IN_FORMS: Mapping[str, str] = {"toi": str(SUCCESSOR), "quyen": "see", "ai": "representative"}
"""Field of a form → something else that it may say, where it matters to what is done."""
