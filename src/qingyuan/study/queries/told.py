"""An approved warning case as rooms above take it further: names hidden, in the text for the whole force."""

from dataclasses import dataclass
from datetime import datetime

from qingyuan.org.api import Person
from qingyuan.study.kinds import CaseState
from qingyuan.study.policy.cases import shown
from qingyuan.study.queries.cases import cases


@dataclass(frozen=True)
class ApprovedCase:
    """What may go out to units of an approved case."""

    pk: int
    title: str
    source: str
    rule: str
    failed: str
    control: str
    function: str
    external: bool


def approved_case(by: Person, case_id: int, *, at: datetime) -> ApprovedCase | None:
    """An approved case that exists for the person."""
    found = cases(by, at=at).filter(pk=case_id, state=CaseState.APPROVED).first()
    if found is None:
        return None
    names = ("title", "source", "rule", "failed", "control", "function")
    return ApprovedCase(
        pk=found.pk, external=found.external, **{one: shown(getattr(found, one)) for one in names}
    )
