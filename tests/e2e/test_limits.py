"""Bad and hostile input against the real program: a clear answer each time, nothing lost, nobody else's touched."""

import json
import socket
from itertools import count
from threading import Thread

import pytest

from tests.e2e.conftest import SECRET
from tests.e2e.process import Program
from tests.e2e.visitor import FORM, Reply, Visitor

NEXT = ("Câu 2/11.", "Câu 3/11.", "Sau câu 2/")
UPDATES = count(1)
AGREED = ("Trả lời cho nhà mình", "Đồng ý")


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "text/plain", "application/json"])
def test_body_over_a_megabyte_is_refused_in_words(visitor: Visitor, kind: str) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' if kind.startswith("multipart") else b"text="
    reply = visitor.ask("POST", "/", head + b"a" * 1_100_000, {"Content-Type": kind})
    assert reply.status in {403, 413} if kind in {"text/plain", "application/json"} else reply.status == 413
    if reply.status == 413:
        assert "nhiều quá" in reply.text
        assert "1 MB" in reply.text
    assert visitor.is_still_at("Câu 1/11.")


def test_fifty_requests_in_a_second_are_slowed_politely_and_lose_nothing(visitor: Visitor) -> None:
    visitor.say("4")
    fields, replies = visitor.form, []

    def send(number: int) -> None:
        once = Visitor(visitor.port, dict(visitor.cookies))
        replies.append(once.send({**fields, "nonce": f"burst-{number}", "text": "99"}))

    threads = [Thread(target=send, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {reply.status for reply in replies} <= {200, 429}
    slowed = [reply for reply in replies if "nhanh quá" in reply.text]
    assert len(slowed) >= 30
    assert all("Xin chờ vài giây" in reply.text for reply in slowed)
    visitor.look()
    assert "Câu 2/11." in visitor.words


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/../etc/passwd", 404),
        ("GET", "/static/..%2f..%2fserver.py", 404),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/files/other.json", 404),
        ("GET", "/files/..%2fsecret_key", 404),
        ("GET", "/%00", 404),
        ("GET", "/?large=2", 200),
        ("GET", "/?action=erase", 200),
        ("PUT", "/", 405),
        ("DELETE", "/", 405),
        ("PATCH", "/", 405),
        ("OPTIONS", "/", 405),
        ("POST", "/events", 405),
        ("POST", "/healthz", 405),
    ],
)
def test_unknown_ways_are_answered_with_a_page(visitor: Visitor, method: str, path: str, status: int) -> None:
    reply = visitor.ask(method, path)
    assert reply.status == status
    assert reply.headers["content-type"].startswith("text/html")
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")
    if status != 200:
        assert "Ở đây không có gì" in reply.text
    assert visitor.is_still_at("Câu 1/11.")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\nno name\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nnever ended"),
        ("multipart/form-data; boundary=x", b"\x00\xff\xfe"),
        ("multipart/form-data; boundary=" + "x" * 200, b"--x"),
        (FORM, b"%zz=%%%&&&===\xff\xfe"),
        (FORM, b"text=%FF%FE&csrf=%ED%A0%80"),
        (FORM, b"text[]=1&text[a]=2&" + b"a=1&" * 2_000),
        (FORM + "; charset=utf-7", b"text=4"),
        (FORM + "; charset=nothing", b"text=4"),
        ("application/json", b'{"text": "4"}'),
        ("text/plain", b"text=4"),
        ("", b"text=4"),
    ],
)
def test_malformed_bodies_are_refused_without_an_incident(visitor: Visitor, kind: str, body: bytes) -> None:
    reply = visitor.ask("POST", "/", body, {"Content-Type": kind})
    assert 400 <= reply.status < 500
    assert "Thi Đua Số" in reply.text
    assert visitor.is_still_at("Câu 1/11.")


@pytest.mark.parametrize(
    "said",
    [
        "-1", "99999999999999999999999999", "95.5", "1.234,5", "1e3", "٤", "🙂", "\x00", "4\x00", "\ud800",
        "\u200b\u200b", "a" * 10_000, "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}",
        "%s %d {0}", "f|1|0|give|q1|9", "'; DROP TABLE reports; --", "\r\nSet-Cookie: a=b", "\u202e4", "Z̷̢a̸l̴g̵o̶" * 50,
    ],
)  # fmt: skip
def test_odd_text_gets_an_answer_and_loses_nothing(visitor: Visitor, said: str) -> None:
    visitor.say("4")
    body = b"&".join(f"{name}={value}".encode() for name, value in visitor.form.items())
    encoded = "".join(f"%{byte:02X}" for byte in said.encode("utf-8", "surrogatepass")).encode()
    reply = visitor.ask("POST", "/", body + b"&text=" + encoded, {"Content-Type": FORM})
    assert reply.status == 200
    assert "set-cookie" not in reply.headers or "a=b" not in reply.headers["set-cookie"]
    assert "<script>alert" not in reply.text
    assert "onerror=alert(1)>" not in reply.text
    assert len(reply.body) < 60_000
    visitor.look()
    assert visitor.heading.startswith(NEXT)
    visitor.say("/lai")
    assert visitor.heading.startswith(NEXT)


@pytest.mark.parametrize(
    "action",
    [
        "f|1|0|give|q1|9", "f|999999|0|give|q0|4", "f|-1|0|give|q0|4", "send|1|99", "drop|999", "erase|", "go|nothing|",
        "go|form|", "go|slip|", "go|start|a,b,c", "agree|forged", "ward|99:99999", "ward|", "hamlet|63:30745/nothing",
        "wish|nothing", "speak|xx", "go|ward|-1", "go|ward|٣", "\x00", "|" * 70, "x" * 5_000, "leave|1",
        "f|1|0|\ud800||",
    ],
)  # fmt: skip
def test_forged_action_changes_nothing(besieged: Program, visitor: Visitor, action: str) -> None:
    reports = besieged.stored("SELECT count(*) FROM reports")
    body = b"&".join(f"{name}={value}".encode() for name, value in visitor.form.items())
    encoded = "".join(f"%{byte:02X}" for byte in action.encode("utf-8", "surrogatepass")).encode()
    reply = visitor.ask("POST", "/", body + b"&action=" + encoded, {"Content-Type": FORM})
    assert reply.status == 200
    assert besieged.stored("SELECT count(*) FROM reports") == reports
    visitor.look()
    assert visitor.ask("GET", "/").status == 200


def test_anothers_form_cannot_be_moved(besieged: Program, visitor: Visitor) -> None:
    other = Visitor(besieged.port)
    for label in AGREED:
        other.press(label)
    (draft,) = besieged.stored("SELECT id, seq FROM drafts ORDER BY id DESC LIMIT 1")
    assert visitor.heading.startswith("Câu 1/11.")
    reply = other.send({**other.form, "action": f"f|{draft[0]}|{draft[1]}|give|q0|9"})
    assert reply.status == 200
    assert besieged.stored("SELECT id, seq FROM drafts ORDER BY id DESC LIMIT 1") == [draft]


def raw(port: int, sent: bytes, timeout_s: float = 20.0) -> bytes:
    """Bytes to the port as they are, and what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout_s) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        found = b""
        while part := connection.recv(65_536):
            found += part
        return found


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nCookie: a=b\nSet-Cookie: x\r\n\r\n",
        b"GET /?large=1%0d%0aSet-Cookie:%20x=y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"x" * 20_000 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
    ],
)
def test_broken_requests_leave_the_program_well(besieged: Program, sent: bytes) -> None:
    found = raw(besieged.port, sent)
    assert b"set-cookie: x" not in found.lower().partition(b"\r\n\r\n")[0]
    assert b"Traceback" not in found
    assert Visitor(besieged.port).ask("GET", "/healthz").body == b"ok\n"


def test_slow_senders_do_not_hold_others_up(besieged: Program) -> None:
    head = f"POST / HTTP/1.1\r\nHost: a\r\nContent-Type: {FORM}\r\nContent-Length: 900000\r\n\r\n".encode()
    slow = [socket.create_connection(("127.0.0.1", besieged.port), timeout=5) for _ in range(50)]
    try:
        for connection in slow:
            connection.sendall(head + b"text=")
        reply: Reply = Visitor(besieged.port, timeout_s=10).ask("GET", "/")
        assert reply.status == 200
    finally:
        for connection in slow:
            connection.close()


NUL = "\x00"
"""PostgreSQL refuses it in every text: it must be gone before anything is stored, whichever way it came in."""


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ("text", {"text": f"4{NUL}"}),
        ("action", {"action": f"go|ask|{NUL}"}),
        ("argument of an action", {"action": f"ward|63:{NUL}30748"}),
        ("answer in an action", {"action": f"f|1|0|give|q0|{NUL}4"}),
        ("campaign in an action", {"action": f"go|standing|{NUL}"}),
        ("nonce", {"nonce": f"a{NUL}b", "text": "4"}),
        ("csrf", {"csrf": f"{NUL}", "text": "4"}),
        ("command", {"text": f"/start{NUL} xa-63-30745{NUL}"}),
        ("slip", {"text": f"/phieu 1234{NUL}5678"}),
    ],
)
def test_nul_in_a_field_is_no_trouble(visitor: Visitor, place: str, fields: dict[str, str]) -> None:
    reply = visitor.send({**visitor.form, **fields})
    assert reply.status in {200, 403}, place
    assert visitor.ask("GET", "/").status == 200


def test_nul_in_questions_and_searches_is_no_trouble(visitor: Visitor) -> None:
    for action, said in (
        ("go|ask|", f"bằng khen{NUL} cần gì"),
        ("go|slip_entry|", f"1234{NUL}5678"),
        ("go|menu|", NUL),
    ):
        assert visitor.send({**visitor.form, "action": action}).status == 200
        visitor.look()
        assert visitor.send({**visitor.form, "text": said}).status == 200
        visitor.look()


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/?xa=%00", {}),
        ("/?xa=63-30745%00&large=%00", {}),
        ("/events", {"Last-Event-ID": "%00"}),
        ("/", {"Cookie": "news=%00; large=%00; thiduaso=%00"}),
        ("/", {"X-Forwarded-For": "%00"}),
        ("/files/%00", {}),
    ],
)
def test_nul_in_query_and_cookies_is_no_trouble(besieged: Program, path: str, headers: dict[str, str]) -> None:
    assert Visitor(besieged.port).ask("GET", path, headers=headers).status in {200, 204, 404}


def update(number: int, **content: object) -> bytes:
    """What Telegram would send, of an account whose every text holds a NUL."""
    account = {
        "id": 9_000 + number % 3,
        "is_bot": False,
        "first_name": NUL,
        "username": f"a{NUL}",
        "language_code": f"vi{NUL}",
    }
    chat = {"id": account["id"], "type": "private", "first_name": NUL, "title": NUL}
    message = {"message_id": number, "date": 1, "chat": chat, "from": account}
    data = content.pop("data", None)
    if data is None:
        return json.dumps({"update_id": number, "message": message | content}).encode()
    query = {"id": str(number), "from": account, "chat_instance": NUL, "data": data, "message": message | {"text": NUL}}
    return json.dumps({"update_id": number, "callback_query": query}).encode()


@pytest.mark.parametrize(
    "content",
    [
        {"text": NUL}, {"text": f"/start xa-63-30745{NUL}"}, {"text": f"/start {NUL}"}, {"text": f"4{NUL}"},
        {"text": f"an hoa{NUL}"}, {"data": NUL}, {"data": f"begin|{NUL}"}, {"data": f"go|ask|{NUL}"},
        {"data": f"ward|63:{NUL}"}, {"data": f"f|1|0|give|q0|{NUL}"}, {"data": f"agree|{NUL}"},
        {"contact": {"phone_number": NUL, "first_name": NUL}}, {"caption": NUL, "document": {"file_id": NUL, "file_unique_id": NUL, "file_name": NUL}},
        {"venue": {"location": {"latitude": 1, "longitude": 1}, "title": NUL, "address": NUL}}, {"new_chat_title": NUL},
    ],
)  # fmt: skip
def test_nul_from_telegram_is_no_trouble(besieged: Program, content: dict[str, object]) -> None:
    number = next(UPDATES)
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
    reply = Visitor(besieged.port).ask("POST", "/telegram", update(number, **content), headers)
    assert reply.status == 200, reply.body
    assert b"u0000" not in reply.body
