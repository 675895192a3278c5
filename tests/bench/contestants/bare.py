"""A bare aiohttp server: reads the body and answers every update with the same JSON. What HTTP alone costs in Python."""

import sys

from aiohttp import web

ANSWER = b'{"method":"sendMessage","chat_id":1,"text":"-"}'


async def hear(request: web.Request) -> web.Response:
    """Say the same."""
    await request.read()
    return web.Response(body=ANSWER, content_type="application/json")


def main(port: int) -> None:
    """Serve until killed."""
    application = web.Application()
    application.add_routes([web.post("/telegram", hear)])
    web.run_app(application, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
