"""The documented way of python-telegram-bot: ConversationHandler with pickle persistence, on its own webhook server."""

import sys
from pathlib import Path

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

CONSENT, FIRST, SECOND, THIRD, PEOPLE, FIBRE, CONFIRM = range(7)
YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Có", callback_data="yes"), InlineKeyboardButton("Không", callback_data="no")]]
)
CHOICE = InlineKeyboardMarkup([[InlineKeyboardButton(name, callback_data=f"fibre:{name}")] for name in ("a", "b", "c")])
Context = ContextTypes.DEFAULT_TYPE
ASKED = {
    FIRST: "Cả nhà có điện thoại thông minh không?",
    SECOND: "Nhà mình có địa chỉ số chưa?",
    THIRD: "Có ai nộp hồ sơ qua mạng không?",
}


async def start(update: Update, _context: Context) -> int:
    """Ask for consent."""
    if update.message:
        await update.message.reply_text("Nhà mình có đồng ý trả lời không?", reply_markup=YES_NO)
    return CONSENT


async def _ask(update: Update, text: str, markup: InlineKeyboardMarkup | None) -> None:
    if update.callback_query:
        await update.callback_query.answer()
    if update.effective_chat:
        await update.effective_chat.send_message(text, reply_markup=markup)


async def consent(update: Update, _context: Context) -> int:
    """Agreed."""
    await _ask(update, ASKED[FIRST], YES_NO)
    return FIRST


async def first(update: Update, context: Context) -> int:
    """Take a yes or no."""
    _keep(update, context, "first")
    await _ask(update, ASKED[SECOND], YES_NO)
    return SECOND


async def second(update: Update, context: Context) -> int:
    """Take a yes or no."""
    _keep(update, context, "second")
    await _ask(update, ASKED[THIRD], YES_NO)
    return THIRD


async def third(update: Update, context: Context) -> int:
    """Take a yes or no."""
    _keep(update, context, "third")
    await _ask(update, "Nhà mình có mấy người?", None)
    return PEOPLE


async def people(update: Update, context: Context) -> int:
    """Take the number."""
    if context.user_data is not None and update.message:
        context.user_data["people"] = int(update.message.text or "0")
    await _ask(update, "Mạng cáp quang thế nào?", CHOICE)
    return FIBRE


async def fibre(update: Update, context: Context) -> int:
    """Take the choice."""
    _keep(update, context, "fibre")
    await _ask(update, "Gửi nhé?", YES_NO)
    return CONFIRM


async def confirm(update: Update, _context: Context) -> int:
    """Done."""
    await _ask(update, "Cảm ơn.", None)
    return ConversationHandler.END


def _keep(update: Update, context: Context, name: str) -> None:
    if context.user_data is not None and update.callback_query:
        context.user_data[name] = update.callback_query.data


def main(port: int, api_port: int, pickle: Path) -> None:
    """Serve until killed."""
    base = f"http://127.0.0.1:{api_port}/bot"
    application = (
        Application.builder()
        .token("1:bench")
        .base_url(base)
        .updater(None)
        .persistence(PicklePersistence(pickle))
        .build()
    )
    buttons = {CONSENT: consent, FIRST: first, SECOND: second, THIRD: third, FIBRE: fibre, CONFIRM: confirm}
    states: dict[object, list[object]] = {state: [CallbackQueryHandler(taken)] for state, taken in buttons.items()}
    states[PEOPLE] = [MessageHandler(filters.Regex(r"^\d+$"), people)]
    application.add_handler(
        ConversationHandler([CommandHandler("start", start)], states, [], name="form", persistent=True)  # type: ignore[arg-type]
    )

    async def hear(request: web.Request) -> web.Response:
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    async def up(_server: web.Application) -> None:
        await application.initialize()
        await application.start()

    server = web.Application()
    server.add_routes([web.post("/telegram", hear)])
    server.on_startup.append(up)
    web.run_app(server, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
