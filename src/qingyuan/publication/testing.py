"""Builders for the tests of any room: bulletins drafted and issued by the rules that make real ones."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import Matter, kinds
from qingyuan.matters.testing import a_matter
from qingyuan.org.api import Person, Unit
from qingyuan.publication import rules
from qingyuan.publication.kinds import OutcomeKind
from qingyuan.publication.models import Bulletin, Outcome, Template, Writing
from qingyuan.publication.policy.writing import renamed
from qingyuan.publication.queries import facts


def some_findings(
    campaign: Campaign,
    units: Sequence[Unit],
    *,
    by: Person,
    at: datetime,
    count: int = 3,
    words: str = "值班记录漏填",
) -> list[Matter]:
    """Findings, one unit after the other."""
    return [
        a_matter(
            campaign=campaign,
            unit=units[n % len(units)],
            by=by,
            at=at,
            kind=kinds.Kind.FINDING,
            statement=f"{words}第{n + 1}处",
        )
        for n in range(count)
    ]


def a_draft(
    campaign: Campaign, *, by: Person, at: datetime, unit: Unit | None = None, first: date | None = None
) -> Bulletin:
    """A draft about what was found from ``first`` (else the day itself) until the day of ``at``."""
    on = local_day(at)
    return rules.draft_bulletin(
        campaign=campaign, unit=unit or campaign.unit, period_from=first or on, period_to=on, by=by, at=at
    )


def an_issued(
    campaign: Campaign,
    *,
    by: Person,
    issuer: Person,
    at: datetime,
    unit: Unit | None = None,
    first: date | None = None,
) -> Bulletin:
    """An issued bulletin."""
    made = a_draft(campaign, by=by, at=at, unit=unit, first=first)
    return rules.issue_bulletin(bulletin_id=made.pk, by=issuer, at=at)


def an_outcome(
    bulletin: Bulletin,
    *,
    by: Person,
    at: datetime,
    kind: OutcomeKind = OutcomeKind.CRITICISM_EDUCATION,
    persons: int = 1,
    matter: Matter | None = None,
    decided: bool = True,
) -> Outcome:
    """An outcome of a draft bulletin, decided on the day after a hearing, or pending."""
    on = local_day(at) if decided else None
    maker, basis = ("市公安局党委", "《公安机关人民警察纪律条令》第二十条") if decided else ("", "")
    said = rules.Decision(kind, persons, on, maker, basis, on, duty_checked=decided)
    return rules.record_outcome(
        said=said,
        by=by,
        at=at,
        bulletin_id=bulletin.pk,
        matter_id=matter.pk if matter else None,
        unit=None if matter else bulletin.unit,
    )


def a_writing(
    campaign: Campaign,
    unit: Unit,
    *,
    by: Person,
    at: datetime,
    template: str = "briefing",
    first: date | None = None,
) -> Writing:
    """A document begun from a shipped template about ``first`` (else the day itself) until the day of ``at``."""
    on = local_day(at)
    return rules.start_writing(
        template=Template.objects.get(code=template),
        campaign=campaign,
        unit=unit,
        period_from=first or on,
        period_to=on,
        by=by,
        at=at,
    )


def words_of(made: Writing, parts: Mapping[int, str] | None = None) -> rules.Words:
    """The words of a document as its page has them, some of its sections written anew."""
    names = facts.names()
    return rules.Words(
        title=renamed(made.title, names),
        parts={one.order: renamed(one.text, names) for one in made.sections.all()} | dict(parts or {}),
        addressees=made.addressees,
        copy_to=made.copy_to,
        code=made.code,
    )
