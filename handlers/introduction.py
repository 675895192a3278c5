"""Introduction: what the assistant says of itself where nobody has spoken yet: its command menu and descriptions."""

from handlers.words import _, use_locale

Command = tuple[str, str]
"""The word after the slash, and what it does."""


def commands(locale: str) -> tuple[Command, ...]:
    """The command menu, the most used first. Names are stable; a test holds them to those that are understood."""
    with use_locale(locale):
        return (
            ("menu", _("What can be done here")),
            ("ketqua", _("Results of the ward and the city")),
            ("hoi", _("Ask about the campaign plan")),
            ("phieu", _("I have a slip number")),
            ("solieunhatoi", _("See, correct or delete our household's data")),
            ("nhophuong", _("Ask a person of the ward to help")),
            ("goilai", _("Ask to be called back")),
            ("khieunai", _("Object to a figure or a list of awards")),
            ("viec", _("What you have asked; officials: what is to be answered")),
            ("huy", _("Stop; what was answered is kept")),
            ("trogiup", _("Help")),
            ("ngonngu", _("Language")),
        )


def short_description(locale: str) -> str:
    """The line under the assistant's name; at most 120 letters."""
    with use_locale(locale):
        return _("An automatic assistant of digital-transformation emulation campaigns: answer, see results, ask about the plan.")  # fmt: skip


def description(locale: str) -> str:
    """What stands on the empty first screen; at most 512 letters."""
    with use_locale(locale):
        return _("This is an automatic assistant (a machine answers) of a digital-transformation emulation campaign. Households answer a few questions, anyone can see the results and ask what the plan says. It never asks for names, identity numbers, account numbers, passwords or OTP codes; nothing to install, nothing to pay. Press Start to begin.")  # fmt: skip
