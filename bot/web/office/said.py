"""What was said when something was done: carried over the redirect in a signed cookie, and read once."""

from collections.abc import Sequence

from aiohttp import web
from itsdangerous import BadSignature, URLSafeTimedSerializer

from bot.web.office.pages import ROOT
from bot.web.sessions import WebSession
from handlers.screen import Paragraph, Span, Tone

COOKIE = "cb"
LIFE_S = 300


class Said:
    """Writes and reads the cookie. It may hold a one-time code, so it lives short and only this browser ever has it."""

    def __init__(self, key: bytes, *, https: bool) -> None:
        self._serializer = URLSafeTimedSerializer(key, salt="office-said")
        self._https = https

    def write(self, response: web.StreamResponse, session: WebSession, says: Sequence[Paragraph]) -> None:
        """Let the next page say this."""
        told = [[each.tone.value, *([span.text, span.bold] for span in each.spans)] for each in says]
        value = str(self._serializer.dumps([session.chat_id, told]))
        response.set_cookie(COOKIE, value, max_age=LIFE_S, httponly=True, samesite="Lax", secure=self._https, path=ROOT)

    def read(self, request: web.Request, session: WebSession) -> list[Paragraph]:
        """What is to be said, to this session only."""
        try:
            chat_id, told = self._serializer.loads(request.cookies.get(COOKIE, ""), max_age=LIFE_S)
        except BadSignature:
            return []
        if chat_id != session.chat_id:
            return []
        return [Paragraph(tuple(Span(text, bold) for text, bold in spans), Tone(tone)) for tone, *spans in told]

    def forget(self, response: web.StreamResponse) -> None:
        """It was read."""
        response.del_cookie(COOKIE, path=ROOT, httponly=True, samesite="Lax", secure=self._https)
