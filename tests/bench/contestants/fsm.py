"""The documented way of aiogram: FSM in memory, SQLModel over an AsyncSession, one insert at the end of the form."""

import sys

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

router = Router()
YES_NO = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Có", callback_data="yes"), InlineKeyboardButton(text="Không", callback_data="no")]
    ]
)
CHOICE = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text=name, callback_data=f"fibre:{name}")] for name in ("a", "b", "c")]
)


class Answers(SQLModel, table=True):
    """What a form gives."""

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int
    first: bool
    second: bool
    third: bool
    people: int
    fibre: str


class Form(StatesGroup):
    """The questions."""

    consent = State()
    first = State()
    second = State()
    third = State()
    people = State()
    fibre = State()
    confirm = State()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    """Ask for consent."""
    await state.set_state(Form.consent)
    await message.answer("Nhà mình có đồng ý trả lời không?", reply_markup=YES_NO)


def _yes_no(
    here: State, name: str | None, following: State, question: str, markup: InlineKeyboardMarkup | None
) -> None:
    @router.callback_query(here, F.data.in_({"yes", "no"}))
    async def answered(query: CallbackQuery, state: FSMContext) -> None:
        if name:
            await state.update_data({name: query.data == "yes"})
        await state.set_state(following)
        await query.answer()
        if isinstance(query.message, Message):
            await query.message.answer(question, reply_markup=markup)


_yes_no(Form.consent, None, Form.first, "Cả nhà có điện thoại thông minh không?", YES_NO)
_yes_no(Form.first, "first", Form.second, "Nhà mình có địa chỉ số chưa?", YES_NO)
_yes_no(Form.second, "second", Form.third, "Có ai nộp hồ sơ qua mạng không?", YES_NO)
_yes_no(Form.third, "third", Form.people, "Nhà mình có mấy người?", None)


@router.message(Form.people, F.text.regexp(r"^\d+$"))
async def people(message: Message, state: FSMContext) -> None:
    """Take the number."""
    await state.update_data(people=int(message.text or "0"))
    await state.set_state(Form.fibre)
    await message.answer("Mạng cáp quang thế nào?", reply_markup=CHOICE)


@router.callback_query(Form.fibre, F.data.startswith("fibre:"))
async def fibre(query: CallbackQuery, state: FSMContext) -> None:
    """Take the choice."""
    await state.update_data(fibre=(query.data or "").partition(":")[2])
    await state.set_state(Form.confirm)
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.answer("Gửi nhé?", reply_markup=YES_NO)


def main(port: int, api_port: int, url: str) -> None:
    """Serve until killed. url: of its database, with an asynchronous driver."""
    engine = create_async_engine(url)

    @router.callback_query(Form.confirm, F.data == "yes")
    async def confirm(query: CallbackQuery, state: FSMContext) -> None:
        data = await state.get_data()
        async with AsyncSession(engine) as session:
            session.add(Answers(chat_id=query.from_user.id, **data))
            await session.commit()
        await state.clear()
        await query.answer()
        if isinstance(query.message, Message):
            await query.message.answer("Cảm ơn.")

    async def prepare(_application: web.Application) -> None:
        async with engine.begin() as connection:
            await connection.run_sync(SQLModel.metadata.create_all)

    session = AiohttpSession(api=TelegramAPIServer.from_base(f"http://127.0.0.1:{api_port}"))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    application = web.Application()
    bot = Bot("1:bench", session=session)
    SimpleRequestHandler(dispatcher, bot).register(application, path="/telegram")
    setup_application(application, dispatcher, bot=bot)
    application.on_startup.append(prepare)
    web.run_app(application, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
