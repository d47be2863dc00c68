"""Builders for the tests of any room: a matter at any point of its life, made by the rules that make real ones."""

from datetime import date, datetime

from qingyuan.campaign.api import Campaign
from qingyuan.matters.kinds import Cause, Kind, RuleChange, Term
from qingyuan.matters.models import Category, Matter
from qingyuan.matters.rules import close_matter, fix_matter, open_matter, submit_matter
from qingyuan.matters.rules.fixing import Plan
from qingyuan.matters.rules.opening import Draft
from qingyuan.matters.rules.working import Statement
from qingyuan.org.api import Person, Unit

EFFECT = Statement(
    effect="已补录全部案件,并建立每周核查",
    cause=Cause.NOT_FOLLOWED,
    cause_words="值班交接没有清单",
    rule_change=RuleChange.REVISED,
    rule_words="接报案登记制度第三条",
)


def a_matter(
    *,
    campaign: Campaign,
    unit: Unit,
    by: Person,
    at: datetime,
    kind: Kind = Kind.PROBLEM,
    statement: str = "接报案登记不及时",
    category: str = "no_case_filing",
    names: tuple[Person, ...] = (),
    names_units: tuple[Unit, ...] = (),
) -> Matter:
    """A registered matter."""
    draft = Draft(
        kind=kind,
        statement=statement,
        unit=unit,
        category=Category.objects.get(pk=category),
        names_people=names,
        names_units=names_units,
    )
    return open_matter(campaign=campaign, draft=draft, by=by, at=at)


def at_work(matter: Matter, *, owner: Person, by: Person, at: datetime, due_on: date) -> Matter:
    """A matter with person, measures and deadline."""
    plan = Plan(owner=owner, measures="逐案核对,三日内补录", due_on=due_on)
    return fix_matter(matter_id=matter.pk, plan=plan, by=by, at=at)


def long_term(
    matter: Matter, *, owner: Person, by: Person, at: datetime, stages: tuple[tuple[date, str], ...]
) -> Matter:
    """A long-term matter with its stages."""
    plan = Plan(owner=owner, measures="每季度核查", term=Term.LONG, milestones=stages)
    return fix_matter(matter_id=matter.pk, plan=plan, by=by, at=at)


def submitted(matter: Matter, *, by: Person, at: datetime, statement: Statement = EFFECT) -> Matter:
    """A matter whose sign-off was asked for."""
    return submit_matter(matter_id=matter.pk, statement=statement, by=by, at=at)


def closed(matter: Matter, *, by: Person, at: datetime) -> Matter:
    """A matter signed off by a second person."""
    return close_matter(matter_id=matter.pk, by=by, at=at)
