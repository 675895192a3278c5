"""The methods: what each does to the ledger, or the error that Telegram would answer with."""

from collections.abc import MutableSequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.botapi.ledger import ChatLedger, Shown
from tests.botapi.limits import LONGEST_CAPTION, entities_complaint, keyboard_complaint, text_complaint
from tests.botapi.table import complaint

BOT_ID = 4242
USERNAME = "thiduaso_test_bot"


class RefusedError(Exception):
    """What the API says no with."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Methods:
    """Everything but delivery. `accepted`: (method, parameters) of every call that was taken.

    cause: the update whose webhook answer holds the call being made; None for one that the bot makes itself.
    """

    chats: dict[int, ChatLedger] = field(default_factory=dict)
    accepted: MutableSequence[tuple[str, dict[str, Any]]] = field(default_factory=list)
    cause: int | None = None
    profile: dict[tuple[str, str], Any] = field(default_factory=dict)
    flood_for: dict[int, int] = field(default_factory=dict)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def call(self, method: str, params: dict[str, Any]) -> Any:
        """Do it. Errors: `RefusedError`."""
        wrong = complaint(method, {name: value for name, value in params.items() if name != "filename"})
        if wrong is not None:
            raise RefusedError(400, f"Bad Request: {wrong}")
        doing = getattr(self, f"do_{method}", None)
        result = doing(params) if doing else self._profile(method, params)
        self.accepted.append((method, params))
        return result

    def chat(self, chat_id: int) -> ChatLedger:
        """A chat, made when missing."""
        return self.chats.setdefault(chat_id, ChatLedger(chat_id))

    def next_message_id(self) -> int:
        """Ids of messages grow over all chats."""
        return next(self._ids)

    def do_getMe(self, _params: dict[str, Any]) -> Any:  # noqa: N802 - named as the method
        return {"id": BOT_ID, "is_bot": True, "first_name": "Thi Đua Số", "username": USERNAME}

    def do_sendMessage(self, params: dict[str, Any]) -> Any:  # noqa: N802
        chat = self._open(params["chat_id"])
        _check(params["text"], params.get("entities", []), params.get("reply_markup"))
        shown = Shown(self.next_message_id(), params["text"].strip(), *_parts(params))
        return self._show(chat, shown)

    def do_sendDocument(self, params: dict[str, Any]) -> Any:  # noqa: N802
        chat = self._open(int(params["chat_id"]))
        caption = params.get("caption", "")
        if caption and (wrong := text_complaint(caption, LONGEST_CAPTION)):
            raise RefusedError(400, wrong)
        shown = Shown(self.next_message_id(), caption, [], document=(params["filename"], params["document"]))
        return self._show(chat, shown)

    def do_editMessageText(self, params: dict[str, Any]) -> Any:  # noqa: N802
        chat = self._open(params["chat_id"])
        shown = chat.by_id(params["message_id"])
        if shown is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        _check(params["text"], params.get("entities", []), params.get("reply_markup"))
        rows, entities = _parts(params)
        if (shown.text, shown.rows) == (params["text"].strip(), rows):
            chat.note(shown, self.cause, is_new=False)
            raise RefusedError(400, "Bad Request: message is not modified: specified new message content is the same")
        shown.text, shown.rows, shown.entities = params["text"].strip(), rows, entities
        chat.note(shown, self.cause)
        return self._message(chat, shown)

    def do_answerCallbackQuery(self, params: dict[str, Any]) -> Any:  # noqa: N802
        chat = self.chat(int(params["callback_query_id"].partition("-")[0]))
        chat.spinning -= 1
        chat.changed.set()
        return True

    def _show(self, chat: ChatLedger, shown: Shown) -> Any:
        chat.shown.append(shown)
        chat.note(shown, self.cause)
        return self._message(chat, shown)

    def _message(self, chat: ChatLedger, shown: Shown) -> Any:
        sender = {"id": BOT_ID, "is_bot": True, "first_name": "Thi Đua Số"}
        about = {"id": chat.chat_id, "type": chat.kind}
        return {"message_id": shown.message_id, "date": 1, "chat": about, "from": sender, "text": shown.text}

    def _open(self, chat_id: int) -> ChatLedger:
        chat = self.chats.get(chat_id)
        if chat is None:
            raise RefusedError(400, "Bad Request: chat not found")
        if chat.moved_to is not None:
            raise RefusedError(
                400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.moved_to
            )
        if chat.blocked_with:
            chat.changed.set()
            raise RefusedError(403, f"Forbidden: {chat.blocked_with}")
        left = self.flood_for.get(chat_id, 0)
        if left:
            self.flood_for[chat_id] = left - 1
            raise RefusedError(429, "Too Many Requests: retry after 1", retry_after=1)
        return chat

    def _profile(self, method: str, params: dict[str, Any]) -> Any:
        """The texts and commands of the bot's own profile: set, and given back."""
        verb, name = method[:3], method[3:]
        language = params.get("language_code", "")
        if verb == "set":
            self.profile[name, language] = {key: value for key, value in params.items() if key != "language_code"}
            return True
        found = self.profile.get((name, language), {})
        return found.get("commands", []) if name == "MyCommands" else found


def _check(text: object, entities: list[dict[str, Any]], markup: dict[str, Any] | None) -> None:
    wrong = text_complaint(text) or entities_complaint(str(text), entities) or keyboard_complaint(markup)
    if wrong:
        raise RefusedError(400, wrong)


def _parts(params: dict[str, Any]) -> tuple[list[list[dict[str, str]]], list[dict[str, Any]]]:
    return params.get("reply_markup", {}).get("inline_keyboard", []), params.get("entities", [])
