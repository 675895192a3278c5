"""A full run's log, searched: no token, cookie, name, telephone number, slip, code or answer stands in it."""

import json
import re
from pathlib import Path

import pytest

from tests.e2e.conftest import SECRET, WEBHOOK, Launch
from tests.e2e.process import Program, command
from tests.e2e.test_program import answer_everything
from tests.e2e.visitor import FORM, Visitor

NAME = "Nguyễn Thị Bưởi"
TELEPHONE = "0912345678"
CALLED, WHEN, COMPLAINT = "0987654321", "sau giờ cho vịt ăn", "số nhà tôi bị đọc trước cuộc họp"
ANSWER, OFFICIAL = "chúng tôi sẽ ghé lúc xế chiều", "chú Sáu Lúa"
QUESTION = "bao nhiêu con bò vàng ở ấp tôi"
TELEGRAM_USER = 741_852_963


def telegram(program: Program, number: int, **content: object) -> int:
    """Something that somebody with a name writes on Telegram; the status of the answer."""
    account = {"id": TELEGRAM_USER, "is_bot": False, "first_name": NAME, "username": "thi_buoi"}
    chat = {"id": TELEGRAM_USER, "type": "private", "first_name": NAME}
    message = {"message_id": number, "date": 1, "chat": chat, "from": account, **content}
    body = json.dumps({"update_id": number, "message": message}).encode()
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    return Visitor(program.port).ask("POST", "/telegram", body, headers).status


def at_the_counter(program: Program, visitor: Visitor, slip: str) -> dict[str, str]:
    """What people and officials write to each other, rights by telephone, another device, pages; what was written."""
    official = Visitor(program.port)
    note = ("--note", OFFICIAL)
    made = command(program.database, "invite", "--role", "campaign_officer", "--unit", "63:899", "--json", *note).stdout
    official.say(f"/ma {json.loads(made)['code']}")
    for said in ("gọi lại cho tôi", CALLED, WHEN, "/khieunai", "4", COMPLAINT):
        visitor.say(said)
    official.say("/viec")
    official.press("Nhờ gọi lại")
    official.press("Trả lời")
    official.say(ANSWER)
    official.press("Ghi yêu cầu qua điện thoại")
    official.say(slip)
    official.press("Người trong nhà")
    official.press("Tạm dừng")
    official.press("Đúng, thực hiện")
    official.say("/thietbi")
    device = re.search(r"\b\w{4}-\w{4}-\w{4}\b", official.press("Thêm thiết bị khác"))
    assert device
    for path in (
        f"yeu-cau?phieu={slip.replace(' ', '+')}",
        "viec/mot?so=1",
        "nhat-ky?xem=1",
        "vai-tro",
        f"no/{slip[:4]}",
    ):
        official.ask("GET", f"/can-bo/{path}")
    official.ask("POST", "/can-bo/vai-tro", b"do=invite&csrf=forged-csrf-value", {"Content-Type": FORM})
    visitor.say("/solieunhatoi")
    own = visitor.ask("GET", "/files/so-lieu-nha-toi.json")
    assert ANSWER in json.dumps(json.loads(own.text), ensure_ascii=False)
    written = {"called": CALLED, "when": WHEN, "complaint": COMPLAINT, "answer": ANSWER, "note": OFFICIAL}
    return {
        **written,
        "device": device[0],
        "cookie of an official": official.cookies["thiduaso"],
        "csrf": "forged-csrf",
    }


@pytest.mark.parametrize("as_json", ["true", "false"])
def test_no_secret_and_nothing_of_a_person_is_logged(launch: Launch, survey: Path, as_json: str) -> None:
    program = launch(survey, {**WEBHOOK, "THIDUASO_LOG_JSON": as_json})
    visitor = Visitor(program.port)
    slip = answer_everything(visitor)
    visitor.say(f"{NAME}, điện thoại {TELEPHONE}")
    visitor.say(QUESTION)
    visitor.say("/phieu")
    visitor.say("1234 5678")
    code = json.loads(command(program.database, "invite", "--role", "leader", "--unit", "63:30745", "--json").stdout)[
        "code"
    ]
    visitor.say(f"/ma {code}")
    assert "Đã nhận vai trò" in visitor.words
    written = at_the_counter(program, visitor, slip)
    for number, text in enumerate(("/start", NAME, TELEPHONE, f"/ma {code}", QUESTION), start=1):
        assert telegram(program, number, text=text) == 200
    assert telegram(program, 9, contact={"phone_number": TELEPHONE, "first_name": NAME}) == 200
    stranger = Visitor(program.port, cookies={"thiduaso": "forged.cookie-value"})
    stranger.look()
    stranger.ask("POST", "/telegram", b"{}", {"X-Telegram-Bot-Api-Secret-Token": "wrong-secret-value"})
    stranger.ask("POST", "/", b"\xff\xfe broken", {"Content-Type": "multipart/form-data; boundary=x"})
    cookie = visitor.cookies["thiduaso"]
    program.stop()
    told = program.told
    planted = {
        "bot token": WEBHOOK["THIDUASO_BOT_TOKEN"], "webhook secret": SECRET, "wrong secret": "wrong-secret-value",
        "cookie": cookie, "forged cookie": "forged.cookie", "name": "Bưởi", "user name": "thi_buoi",
        "telephone": TELEPHONE, "slip": slip, "slip, unspaced": slip.replace(" ", ""), "missed slip": "12345678",
        "code": code, "code, unspaced": code.replace("-", ""), "question": "bò vàng", "person": str(TELEGRAM_USER),
        **written,
    }  # fmt: skip
    assert [name for name, marker in planted.items() if marker in told] == []
    escaped = {name: json.dumps(marker)[1:-1] for name, marker in planted.items()}
    assert [name for name, marker in escaped.items() if marker in told] == []
    assert not re.search(r"\b\d{1,3}(\.\d{1,3}){3}\b", told.replace("127.0.0.1:", "")), "an address is logged"
    assert "the assistant is at" in told
