"""Sessions of the web channel: a signed, http-only cookie that names a chat and holds its secret."""

import secrets
from dataclasses import dataclass

from aiohttp import web
from itsdangerous import BadSignature, URLSafeSerializer

COOKIE = "thiduaso"
LIFE_S = 180 * 24 * 3600
FIRST_CHAT = 2**53
_ROOM = 2**62


@dataclass(frozen=True, slots=True)
class WebSession:
    """One browser's session. The database keeps only a hash of `token`."""

    chat_id: int
    token: str


def new_session() -> WebSession:
    """A session for a browser that has none: a chat id of ours, from 2^53 up, and a fresh secret."""
    return WebSession(FIRST_CHAT + secrets.randbelow(_ROOM), secrets.token_urlsafe(24))


class Cookies:
    """Reads and writes the session cookie; a cookie we did not sign is as good as none."""

    def __init__(self, key: str, *, https: bool) -> None:
        self._serializer = URLSafeSerializer(key, salt="web-session")
        self.https = https

    def read(self, request: web.Request) -> WebSession | None:
        """The session of the request, if its cookie is ours."""
        try:
            chat_id, token = self._serializer.loads(request.cookies.get(COOKIE, ""))
        except (BadSignature, ValueError, TypeError):
            return None
        return WebSession(chat_id, token) if isinstance(chat_id, int) and isinstance(token, str) else None

    def write(self, response: web.StreamResponse, session: WebSession) -> None:
        """Give the browser this session."""
        value = self._serializer.dumps([session.chat_id, session.token])
        response.set_cookie(
            COOKIE, str(value), max_age=LIFE_S, httponly=True, samesite="Lax", secure=self.https, path="/"
        )

    def forget(self, response: web.StreamResponse) -> None:
        """Take the session from the browser."""
        response.del_cookie(COOKIE, path="/", httponly=True, samesite="Lax", secure=self.https)
