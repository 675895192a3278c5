"""Cookies, tokens and nonces against the real program: forged, stolen, used twice, out of date."""

import pytest
from itsdangerous import URLSafeSerializer

from tests.e2e.process import Program
from tests.e2e.visitor import Visitor

AGREED = ("Trả lời cho nhà mình", "Đồng ý")


def test_forged_cookie_is_as_good_as_none(besieged: Program, visitor: Visitor) -> None:
    own = visitor.cookies["thiduaso"]
    for forged in (
        own[:-5] + ("A" if own[-5] != "A" else "B") + own[-4:],
        own.split(".")[0],
        "x",
        "",
        '"',
        "ÿ",
        "a" * 3_000,
    ):
        stranger = Visitor(besieged.port, {"thiduaso": forged})
        assert stranger.ask("GET", "/events").status == 204
        assert stranger.ask("GET", "/files/so-lieu-nha-toi.json").status == 404
        stranger.look()
        assert stranger.heading.startswith("Kính chào")


def test_cookie_signed_by_us_for_another_chat_opens_nothing(besieged: Program, visitor: Visitor) -> None:
    key = besieged.signing_key
    signer = URLSafeSerializer(key, salt="web-session")
    chat_id, _token = signer.loads(visitor.cookies["thiduaso"])
    # Not even the key is enough: the chat's secret is random and only its hash is kept.
    thief = Visitor(besieged.port, {"thiduaso": str(signer.dumps([chat_id, "guessed"]))})
    reply = thief.ask("GET", "/")
    assert reply.status == 409
    assert "Câu 1/11" not in reply.text
    assert "thiduaso" not in thief.cookies
    assert visitor.is_still_at("Câu 1/11.")


def test_cookie_after_deletion_opens_nothing(besieged: Program, visitor: Visitor) -> None:
    old = dict(visitor.cookies)
    visitor.say("/xoadulieu")
    visitor.press("Xóa hết")
    assert "Đã xóa" in visitor.words
    back = Visitor(besieged.port, old)
    back.look()
    assert back.heading.startswith("Kính chào")
    assert back.ask("GET", "/files/so-lieu-nha-toi.json").status in {200, 404, 409}
    assert besieged.stored("SELECT count(*) FROM drafts WHERE chat_id NOT IN (SELECT id FROM chats)") == [(0,)]


@pytest.mark.parametrize(
    ("change", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "1.forged"}, {}),
        ({"csrf": "x" * 5_000}, {}),
        ({}, {"Sec-Fetch-Site": "cross-site"}),
        ({}, {"Sec-Fetch-Site": "same-site"}),
        ({}, {"Origin": "https://elsewhere.example"}),
        ({}, {"Origin": "null"}),
    ],
)
def test_form_from_elsewhere_is_refused(visitor: Visitor, change: dict[str, str], headers: dict[str, str]) -> None:
    reply = visitor.send({**visitor.form, "text": "4", **change}, headers)
    assert reply.status == 403
    assert "Thi Đua Số" in reply.text
    assert visitor.is_still_at("Câu 1/11.")


def test_another_persons_csrf_token_is_refused(besieged: Program, visitor: Visitor) -> None:
    other = Visitor(besieged.port)
    other.press(AGREED[0])
    reply = visitor.send({**visitor.form, "text": "4", "csrf": other.form["csrf"]})
    assert reply.status == 403
    assert visitor.is_still_at("Câu 1/11.")


def test_same_nonce_twice_is_one_event(visitor: Visitor) -> None:
    fields = {**visitor.form, "text": "4"}
    first, second = visitor.send(fields), visitor.send(fields)
    assert (first.status, second.status) == (200, 200)
    assert visitor.is_still_at("Câu 2/11.")


def test_nonce_of_one_chat_does_not_use_up_anothers(besieged: Program, visitor: Visitor) -> None:
    other = Visitor(besieged.port)
    for label in AGREED:
        other.press(label)
    other.send({**other.form, "nonce": visitor.form["nonce"], "text": "0"})
    visitor.say("4")
    assert visitor.is_still_at("Câu 2/11.")


@pytest.mark.parametrize("nonce", ["", "x" * 10_000, "é", "\x00", "a\nb", "' OR 1=1 --"])
def test_odd_nonce_does_no_harm(visitor: Visitor, nonce: str) -> None:
    reply = visitor.send({**visitor.form, "text": "4", "nonce": nonce})
    assert reply.status == 200
    assert visitor.is_still_at("Câu 2/11.")
