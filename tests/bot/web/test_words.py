"""Every sentence of the templates can be found by Babel and has its Vietnamese."""

from pathlib import Path

from jinja2 import Environment
from jinja2.ext import babel_extract

from tests.bot.web.vietnamese import sentences


def test_every_sentence_of_the_templates_is_extracted_and_translated() -> None:
    found: set[str] = set()
    for template in sorted(Path("bot/web/templates").rglob("*.html")):
        with template.open("rb") as source:
            for _, _, message, _ in babel_extract(source, ["_"], [], {"trimmed": "true"}):
                found.add(message if isinstance(message, str) else str((message or ("",))[0]))
    assert {message for message in found if not sentences().get(message)} == set()


def test_templates_compile() -> None:
    for template in sorted(Path("bot/web/templates").rglob("*.html")):
        Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
