"""Files that never change under one name: a content hash stands in it, so a phone fetches each only once."""

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

PREFIX = "/static/"
"""Where the server answers for `static_files`."""

CACHE_CONTROL = "public, max-age=31536000, immutable"
"""What the server says of each of them."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""What every page is sent with: nothing inline runs, nothing comes from anywhere else."""
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
"""What every answer of the server carries."""

_FOLDER = Path(__file__).parent / "static"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
}


@cache
def static_files() -> Mapping[str, tuple[bytes, str]]:
    """Hashed name → (content, content type) of every static file, read once."""
    found = {_hashed(path): (path.read_bytes(), _TYPES[path.suffix]) for path in sorted(_FOLDER.iterdir())}
    return MappingProxyType(found)


@cache
def static_url(name: str) -> str:
    """The address of a static file by its plain name, such as "app.css"."""
    return PREFIX + _hashed(_FOLDER / name)


def _hashed(path: Path) -> str:
    digest = blake2b(path.read_bytes(), digest_size=6).hexdigest()
    return f"{path.stem}.{digest}{path.suffix}"
