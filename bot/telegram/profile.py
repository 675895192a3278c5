"""The profile: command menu and descriptions in both languages, changed at Telegram only where they differ."""

from dataclasses import dataclass

import structlog

from bot.telegram.api import BotApi, objects
from handlers.introduction import commands, description, short_description
from handlers.words import DEFAULT_LOCALE, LOCALES

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of the profile: how to look it up, how to set it, under which name."""

    get: str
    set: str
    name: str


_DESCRIPTION = _Text("getMyDescription", "setMyDescription", "description")
_SHORT = _Text("getMyShortDescription", "setMyShortDescription", "short_description")


async def introduce(api: BotApi) -> None:
    """Bring the profile up to date. Errors: those of a call."""
    for locale in LOCALES:
        # The default language's texts have no code of their own: they are what everybody else is shown.
        code = {} if locale == DEFAULT_LOCALE else {"language_code": locale}
        await _set_commands(api, locale, code)
        await _set_text(api, _SHORT, short_description(locale), code)
        await _set_text(api, _DESCRIPTION, description(locale), code)


async def _set_commands(api: BotApi, locale: str, code: dict[str, str]) -> None:
    wanted = [{"command": name, "description": told} for name, told in commands(locale)]
    if list(objects(await api.call("getMyCommands", code))) != wanted:
        await api.call("setMyCommands", {"commands": wanted, **code})
        log.info("profile_set", part="commands", locale=locale)


async def _set_text(api: BotApi, text: _Text, wanted: str, code: dict[str, str]) -> None:
    found = await api.call(text.get, code)
    if not isinstance(found, dict) or found.get(text.name) != wanted:
        await api.call(text.set, {text.name: wanted, **code})
        log.info("profile_set", part=text.name, locale=code.get("language_code", DEFAULT_LOCALE))
