"""How indicators are read from forms, and whether the forms there are can be read so."""

from collections.abc import Iterable, Iterator, Mapping

from campaigns.catalogue import Catalogue
from campaigns.catalogue import SelfReport as WrittenSelfReport
from campaigns.form_format import Form
from campaigns.form_ids import OFFICER
from campaigns.form_lint import problems_in_measure
from campaigns.form_questions import Choice
from campaigns.format.pack import Pack
from campaigns.indicators import SelfReport
from campaigns.problems import Problem, problem

GROUP = "nhom"
"""The officer form's question for the group of staff."""
_FILE = "indicators.yaml"


def measure_of(written: WrittenSelfReport) -> SelfReport:
    """The same with its expressions read."""
    return SelfReport.model_validate(written.model_dump())


def problems_of_measures(bank: Mapping[str, Form], catalogue: Catalogue, packs: Iterable[Pack]) -> Iterator[Problem]:
    """What no form can give: unknown_form, unknown_name, unknown_option, wrong_type; groups of staff nobody can be."""
    for indicator in catalogue.indicators:
        written, at = indicator.self_report, f"indicators[{indicator.id}].self_report"
        if written is None:
            continue
        if written.form not in bank:
            yield problem(_FILE, f"{at}.form", "unknown_form", {"name": written.form, "known": ", ".join(bank)})
        else:
            yield from problems_in_measure(measure_of(written), bank[written.form], _FILE, at)
    asked = bank[OFFICER].by_id.get(GROUP) if OFFICER in bank else None
    groups = {option.id for option in asked.options} if isinstance(asked, Choice) else set()
    for pack in packs:
        for target in pack.targets:
            for group in sorted(set(target.groups) - groups):
                at = f"targets[{target.id}].groups"
                yield problem(f"{pack.slug}/targets.yaml", at, "unknown_option", {"name": group})
