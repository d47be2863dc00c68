"""Spot checks: drawn once a quarter by chance, answered by who had no part in it; a finding goes on the ledger."""

from datetime import datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.discipline.errors import CannotCheck, Reason, missing
from qingyuan.discipline.kinds import Checked, Outcome
from qingyuan.discipline.models import Sampled, SpotCheck
from qingyuan.discipline.policy import checks as policy
from qingyuan.discipline.policy import interference as quarters
from qingyuan.discipline.queries import checks as queries
from qingyuan.discipline.queries import people
from qingyuan.discipline.rules._desk import CLOCK, Detail
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import _
from qingyuan.matters.api import Category, kinds, rules
from qingyuan.org.api import Person, Role, Unit, require, setting
from qingyuan.org.api import queries as org
from qingyuan.trail.api import public_checkpoint, record

SHARE = "discipline.spot_share"
SHARE_SHIPPED = 10  # percent; no text gives one, so the office may change it
SOURCE = "discipline.spot_check"


@transaction.atomic
def draw_samples(*, at: datetime) -> int:
    """Draw the samples of the quarter that has ended, for every unit with somebody on discipline duty. Once each."""
    first, last = quarters.quarter_before(local_day(at))
    share = int(setting(SHARE, SHARE_SHIPPED))
    made = 0
    for unit in Unit.objects.filter(path__in=sorted(org.holders_by_path(Role.DISCIPLINE, at=at))):
        for what in Checked:
            if SpotCheck.objects.filter(unit=unit, what=what, begins_on=first).exists():
                continue
            refs = queries.population(unit, what, first, last)
            if not refs:
                continue
            seed = policy.seed_of(public_checkpoint(), unit.code, what.value, str(first))
            drawn = policy.draw(seed, refs, policy.size_of(len(refs), share))
            check = SpotCheck.objects.create(
                unit=unit, what=what, begins_on=first, ends_on=last, seed=seed, population=len(refs), at=at
            )
            field = "lead_id" if what is Checked.LEADS else "record_id"
            Sampled.objects.bulk_create([Sampled(check_of=check, **{field: ref}) for ref in drawn])
            detail: Detail = {"seed": seed, "population": len(refs), "drawn": len(drawn), "unit": unit.pk}
            record(
                actor=CLOCK,
                act="discipline.draw_sample",
                subject=f"spot_check:{check.pk}",
                at=at,
                detail=detail,
            )
            made += 1
    return made


@transaction.atomic
def answer_piece(
    *,
    piece_id: int,
    outcome: Outcome,
    words: str,
    campaign: Campaign,
    by: Person,
    at: datetime,
    category: Category | None = None,
) -> Sampled:
    """Say what was found in a piece; a finding is opened on the ledger, unseen by whom the piece is about."""
    piece = queries.pieces(by, at=at).select_for_update(of=("self",)).filter(pk=piece_id).first()
    if piece is None:
        raise missing()
    require(by, queries.CHECK, at=at, path=piece.check_of.unit.path)
    problems = []
    if piece.outcome:
        problems.append(Reason("answered", _("已经抽查过")))
    if policy.own_work(by.pk, queries.part_in(piece)):
        problems.append(Reason("own_work", _("自己办理、审批或记录的，由其他人抽查")))
    if outcome is Outcome.FINDING and not words.strip():
        problems.append(Reason("no_words", _("请写明发现的问题"), "words"))
    if outcome is Outcome.FINDING and category is None:
        problems.append(Reason("no_category", _("请选择问题类别"), "category"))
    if problems:
        raise CannotCheck(problems)
    if outcome is Outcome.FINDING:
        draft = rules.Draft(
            kind=kinds.Kind.FINDING,
            statement=words.strip(),
            unit=_answerable(piece),
            category=category,
            source=SOURCE,
            opened_on=local_day(at),
            names_people=_people(piece),
            names_units=_units(piece),
        )
        piece.matter = rules.put_on_ledger(campaign=campaign, drafts=[draft], by=by, at=at)[0]
    piece.outcome, piece.words = outcome, words.strip()
    piece.answered_at, piece.answered_by = at, by
    piece.save(update_fields=["outcome", "words", "answered_at", "answered_by", "matter"])
    detail: Detail = {"piece": piece.pk, "outcome": outcome.value}
    subject = f"spot_check:{piece.check_of_id}"
    record(actor=by.key, act="discipline.answer_piece", subject=subject, at=at, detail=detail)
    return piece


def _answerable(piece: Sampled) -> Unit:
    """Who puts it right: the unit that handles the lead; of a record, the level that supervises."""
    unit: Unit = piece.lead.matter.unit if piece.lead else piece.check_of.unit
    return unit


def _people(piece: Sampled) -> tuple[Person, ...]:
    if piece.lead is not None:
        return tuple(people.named(piece.lead))
    return (piece.record.asker,) if piece.record and piece.record.asker else ()


def _units(piece: Sampled) -> tuple[Unit, ...]:
    if piece.lead is not None:
        named = piece.lead.matter.namings.filter(unit__isnull=False).values("unit")
        return tuple(Unit.objects.filter(pk__in=named))
    path = piece.record.hidden_path if piece.record else ""
    return tuple(Unit.objects.filter(path=path)) if path else ()
