"""aiogram with only the part of it built that is used: 100 MB and two seconds less at start.

aiogram marks its 440 types `defer_build` and then builds every one of them at import, where few are ever used. Here the
builds that it asks for are left out, and each type's module is given the names that its annotations need, so that
pydantic builds a type by itself when it is first used, as `defer_build` means it to.
"""

import re
import sys
from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

_NAME = re.compile(r"[A-Za-z_]\w*")


def load_aiogram() -> None:
    """Import aiogram sparingly. To be called before anything else imports it; otherwise it is whole already."""
    if "aiogram" in sys.modules:
        return
    asked: dict[type[BaseModel], Mapping[str, object]] = {}
    whole = vars(BaseModel)["model_rebuild"]

    def put_off(cls: type[BaseModel], *, _types_namespace: Mapping[str, object] | None = None) -> None:
        asked[cls] = _types_namespace or {}

    BaseModel.model_rebuild = classmethod(put_off)  # type: ignore[assignment, method-assign]
    # Its methods are not marked, and cannot be built yet: pydantic would try each of them in vain.
    config, BaseModel.model_config = BaseModel.model_config, ConfigDict(defer_build=True)
    try:
        import aiogram
        import aiogram.methods
    finally:
        BaseModel.model_rebuild = whole  # type: ignore[method-assign]
        BaseModel.model_config = config
    names: dict[str, object] = {}
    for known in asked.values():
        names.update(known)
    methods = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    _complete((*asked, *(method for method in methods if isinstance(method, type))), names)
    _build_what_every_event_needs()


def _remember_bot(event: BaseModel, context: Mapping[str, object] | None, /) -> None:
    """As aiogram does; pydantic goes through that once for every class that an object of an event descends from."""
    object.__setattr__(event, "__pydantic_private__", {"_bot": context.get("bot") if context else None})


def _complete(models: Iterable[type], names: Mapping[str, object]) -> None:
    """Give the module of every model the names that its annotations use, inherited ones too, and that it only imports
    for type checkers."""
    for model in models:
        if "model_post_init" in vars(model):
            model.model_post_init = _remember_bot  # type: ignore[attr-defined]
        known = vars(sys.modules[model.__module__])
        for base in model.__mro__:
            written = vars(base).get("__annotations__", {}) if base.__module__.startswith("aiogram.") else {}
            for annotation in written.values():
                for name in _NAME.findall(str(annotation)):
                    if name in names:
                        known.setdefault(name, names[name])


def _build_what_every_event_needs() -> None:
    from aiogram.types import CallbackQuery, Chat, Message, Update, User

    for model in (User, Chat, Message, CallbackQuery, Update):
        model.model_rebuild()
