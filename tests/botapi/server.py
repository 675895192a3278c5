"""The server: the double as an HTTP service on a port of its own, and the people who talk through it."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from tests.botapi.delivery import Delivery, Faults
from tests.botapi.methods import Methods, RefusedError
from tests.botapi.person import Person

TOKEN = "4242:AAbb-CCdd_secret"


class BotApiDouble:
    """Everything together. `drop_calls`: so many coming calls are cut off without an answer, before they are done."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.methods = Methods()
        self.delivery = Delivery(self._inside, faults or Faults())
        self.drop_calls = 0
        self.refused_inside: list[str] = []
        self.url = ""

    def points_at(self, address: str) -> None:
        """Where the public address of the webhook leads to."""
        self.delivery.address = address

    def person(self, user_id: int, *, language: str = "vi") -> Person:
        """Somebody with an account, who has not written yet."""
        return Person(self.methods.chat(user_id), self.methods, self.delivery, language)

    async def answer(self, request: web.Request) -> web.Response:
        """One call."""
        if request.match_info["token"] != TOKEN:
            return _refuse(RefusedError(401, "Unauthorized"))
        if self.drop_calls and request.match_info["method"].startswith(("send", "edit")):
            self.drop_calls -= 1
            _drop(request)
            return web.Response()
        if self.delivery.faults.delay_s:
            await asyncio.sleep(self.delivery.faults.delay_s * self.delivery.faults.random.random())
        try:
            params = await _params(request)
            result = await self._troubled(request, params)
        except RefusedError as refused:
            return _refuse(refused)
        except ConnectionResetError:
            return web.Response()  # the bot was killed while it called
        return web.json_response({"ok": True, "result": result})

    async def _troubled(self, request: web.Request, params: dict[str, Any]) -> Any:
        """Make a call, unless one of the faults hits it."""
        method, faults = request.match_info["method"], self.delivery.faults
        if faults.hits(faults.broken):
            raise RefusedError(500, "Internal Server Error")
        if faults.hits(faults.flooded) and method.startswith(("send", "edit", "answer")):
            raise RefusedError(429, "Too Many Requests: retry after 1", retry_after=1)
        is_dropped = faults.hits(faults.dropped)
        if is_dropped and faults.hits(0.5):
            return _drop(request)
        result = await self._call(method, params)
        if faults.hits(faults.hung):
            await asyncio.sleep(faults.hung_s)
        return _drop(request) if is_dropped else result

    async def _call(self, method: str, params: dict[str, Any]) -> Any:
        delivery = self.delivery
        match method:
            case "getUpdates":
                if delivery.url:
                    raise RefusedError(409, "Conflict: can't use getUpdates method while webhook is active")
                delivery.allowed = params.get("allowed_updates", [])
                return await delivery.poll(params.get("offset"), params.get("limit", 100), params.get("timeout", 0))
            case "setWebhook":
                self.methods.accepted.append((method, params))
                delivery.allowed = params.get("allowed_updates", [])
                delivery.set_webhook(params["url"], params.get("secret_token", ""), params.get("max_connections", 40))
                return True
            case "deleteWebhook":
                delivery.url = ""
                return True
            case _:
                return self.methods.call(method, params)

    def _inside(self, method: str, params: dict[str, Any], update_id: int) -> None:
        """A call that came inside a webhook's answer: nobody hears of its outcome."""
        self.methods.cause = update_id
        try:
            self.methods.call(method, params)
        except RefusedError as refused:
            self.refused_inside.append(refused.description)
        finally:
            self.methods.cause = None

    @asynccontextmanager
    async def served(self, port: int = 0) -> AsyncIterator["BotApiDouble"]:
        """Serve on the loopback, and push to the webhook when one is set."""
        application = web.Application(client_max_size=50_000_000)
        application.router.add_post("/bot{token}/{method}", self.answer)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        pushing = asyncio.create_task(self.delivery.push())
        try:
            yield self
        finally:
            pushing.cancel()
            await asyncio.gather(pushing, return_exceptions=True)
            await runner.cleanup()


async def _params(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        found: dict[str, Any] = json.loads(await request.read() or b"{}")
        return found
    form = await request.post()
    params: dict[str, Any] = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            with value.file as file:
                params[name] = file.read()
            params["filename"] = value.filename
        else:
            params[name] = int(str(value)) if name == "chat_id" else value
    return params


def _drop(request: web.Request) -> None:
    """Cut the connection off without an answer."""
    if request.transport is not None:
        request.transport.close()


def _refuse(refused: RefusedError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return web.json_response(body, status=refused.code)
