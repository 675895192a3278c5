"""A household's whole way on Telegram, by polling and by webhook."""

from tests.bot.telegram.conftest import House


async def test_try(house: House) -> None:
    person = house.double.person(700)
    print(await person.says("/start"))
    print(await person.taps("1", then=True) if False else "")
    print(house.double.methods.accepted[-3:])
    assert 0
