"""What is kept of an update before it is checked: all that a handler looks at, and little else."""

import json

import pytest
from aiogram.types import Update

from bot.telegram.events import Raw, essence, read_event

CHAT: Raw = {"id": 7, "type": "private", "first_name": "Hoa", "username": "hoa"}
SENDER: Raw = {"id": 7, "is_bot": False, "first_name": "Hoa"}
SAID: Raw = {"message_id": 3, "date": 1_700_000_000, "chat": CHAT, "from": SENDER}


def test_a_tapped_message_is_not_checked_again() -> None:
    message: Raw = {**SAID, "text": "-", "reply_markup": {"inline_keyboard": [[{"text": "1", "callback_data": "a"}]]}}
    raw: Raw = {
        "update_id": 1,
        "callback_query": {"id": "5", "from": SENDER, "chat_instance": "1", "data": "a", "message": message},
    }
    before = json.dumps(raw)
    update = Update.model_validate(essence(raw))
    assert update.callback_query is not None
    assert (update.callback_query.data, update.callback_query.message) == ("a", None)
    assert json.dumps(raw) == before  # the channel still finds the message that was tapped


@pytest.mark.parametrize(
    ("data", "date", "over"), [("~f|1|2|give|q1|", 1, 3), ("f|1|2|give|q1|", 1, None), ("~f|1|2|give|q1|", 0, None)]
)
def test_only_a_marked_message_that_can_be_changed_is_drawn_over(data: str, date: int, over: int | None) -> None:
    pressed: Raw = {"id": "5", "from": SENDER, "data": data, "message": {**SAID, "date": date}}
    event = read_event({"update_id": 1, "callback_query": pressed})
    assert event is not None
    assert (event.over, event.action) == (over, "f|1|2|give|q1|")
    update = essence(event.raw)["callback_query"]
    assert isinstance(update, dict)
    assert update["data"] == "f|1|2|give|q1|"


def test_a_message_keeps_what_it_says_and_where_it_comes_from() -> None:
    origin: Raw = {"type": "hidden_user", "date": 1_700_000_000, "sender_user_name": "-"}
    raw: Raw = {
        "update_id": 1,
        "message": {**SAID, "text": "/start", "entities": [{"type": "bot_command"}], "forward_origin": origin},
    }
    message = Update.model_validate(essence(raw)).message
    assert message is not None
    assert (message.text, message.chat.id, message.chat.type) == ("/start", 7, "private")
    assert message.forward_origin is not None
    assert (message.chat.first_name, message.from_user, message.entities) == (None, None, None)


def test_what_is_no_text_is_still_told_apart() -> None:
    update = Update.model_validate(
        essence({"update_id": 1, "message": {**SAID, "location": {"latitude": 10.0, "longitude": 105.1}}})
    )
    edited = Update.model_validate(essence({"update_id": 1, "edited_message": {**SAID, "text": "a", "edit_date": 5}}))
    assert update.message is not None
    assert update.message.content_type == "location"
    assert edited.event_type == "edited_message"


def test_nothing_is_kept_of_what_is_not_there() -> None:
    assert essence({"update_id": 1}) == {"update_id": 1}
    assert essence({"update_id": 1, "message": {"chat": 5}}) == {"update_id": 1, "message": {"chat": 5}}
