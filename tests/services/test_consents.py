"""Consent: nothing personal before it, kept with the text that was shown, and asked again when the form changes."""

from hashlib import sha256

from sqlmodel import Session, select

from campaigns.library import Library
from handlers.privacy import notice_of
from handlers.words import use_locale
from models.consents import Consent, ConsentText
from models.households import Household
from services.notices import see_asking
from tests.channels import WEB
from tests.conversation import START, Person, Town
from tests.forms import renewed


def _kept(session: Session) -> list[tuple[Consent, ConsentText]]:
    return [(row, session.get_one(ConsentText, row.text_hash)) for row in session.exec(select(Consent))]


async def agreed(town: Town) -> Person:
    person = town.person()
    await person.reload()
    await person.tap("Trả lời cho nhà mình")
    await person.tap("Đọc đầy đủ")
    await person.tap("Đồng ý")
    return person


async def test_consent_is_kept_with_the_text_shown_its_hash_the_channel_and_the_time(town: Town) -> None:
    person = await agreed(town)
    ((consent, text),) = town.database.read_now(_kept)
    assert (consent.chat_id, consent.channel, consent.given_at) == (person.chat_id, "web", START)
    shown = person.heard[-2]
    assert [line for line in text.text.splitlines() if line not in shown] == []
    written = f"{text.form_id}\n{text.version}\n{text.locale}\n{text.text}"
    assert consent.text_hash == text.hash == sha256(written.encode()).hexdigest()


async def test_every_question_of_the_form_stands_in_the_notice(town: Town, library: Library) -> None:
    await agreed(town)
    ((_consent, text),) = town.database.read_now(_kept)
    form = library.household_form("rach-gia", 2025)
    labels = [question.label.vi.lower() for question in form.questions if "{" not in question.label.vi]
    assert len(labels) > 10
    assert [label for label in labels if label not in text.text] == []


async def test_notice_is_made_anew_when_the_form_changes(town: Town, library: Library) -> None:
    texts = []
    for each in (library, renewed(library)):
        town.use(each)
        for locale in ("vi", "en"):
            with use_locale(locale):
                texts.append(notice_of(town.database.read_now(see_asking, town.acting())).hash)
    assert len(set(texts)) == 4


async def test_agreeing_to_a_text_that_has_changed_shows_the_new_one(town: Town, library: Library) -> None:
    person = town.person(WEB)
    await person.reload()
    await person.tap("Trả lời cho nhà mình")
    old = person.choice("Đồng ý").action
    town.use(renewed(library))
    await person.press(old)
    assert "Lời xin phép vừa được sửa" in person.shown
    assert town.database.read_now(_kept) == []


async def test_no_place_and_no_form_without_consent(town: Town) -> None:
    person = town.person()
    for forged in ("ward|63:30745", "hamlet|63:30745/", "go|ward", "hamlet|63:30745/", "go|form"):
        await person.press(forged)
        assert town.database.read_now(lambda session: session.exec(select(Household)).all()) == []
