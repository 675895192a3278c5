"""aiogram imported sparingly is still all of aiogram: every type and method can be built when it is needed."""

import subprocess
import sys

from tests.conftest import ROOT

EVERY_TYPE = """
from bot.lean_aiogram import load_aiogram
load_aiogram()
import aiogram.methods, aiogram.types
from aiogram.methods.base import Response
put_off = 0
for module in (aiogram.types, aiogram.methods):
    for name in module.__all__:
        model = getattr(module, name)
        if hasattr(model, "model_rebuild") and not model.__pydantic_complete__:
            put_off += 1
            model.model_rebuild(_parent_namespace_depth=0)
            assert model.__pydantic_complete__, name
assert put_off > 300, put_off
"""

FIRST_USE = """
from bot.lean_aiogram import load_aiogram
load_aiogram()
from aiogram.methods import SendMessage
from aiogram.methods.base import Response
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="a", callback_data="b")]])
assert SendMessage(chat_id=1, text="a", reply_markup=keys).reply_markup is keys
sent = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "a"}
assert Response[Message | bool].model_validate({"ok": True, "result": sent}).result.text == "a"
assert Update.model_validate({"update_id": 1, "message": sent}).message.chat.id == 1
"""


def run(program: str) -> None:
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_type_and_method_can_still_be_built() -> None:
    run(EVERY_TYPE)


def test_types_build_themselves_when_first_used() -> None:
    run(FIRST_USE)
