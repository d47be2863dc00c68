"""The verbs: write an occasion down, note what was said, and resolve."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.api import rules as matters
from qingyuan.org.api import Person, Unit, require
from qingyuan.resolutions import policy, queries
from qingyuan.resolutions.errors import CannotHold, CannotNote, CannotResolve, missing, reasons
from qingyuan.resolutions.kinds import OccasionKind, Part, SaidKind
from qingyuan.resolutions.models import Occasion, Presence, Resolution, Said
from qingyuan.trail.api import record

SOURCE = "resolutions"


@dataclass(frozen=True)
class Draft:
    """An occasion as somebody writes it down. ``chair`` of a talk: who held it; ``members``: who was summoned."""

    kind: OccasionKind
    unit: Unit
    title: str
    held_on: date
    chair: Person | None
    members: tuple[Person, ...]
    observers: tuple[Person, ...] = ()
    recorder: Person | None = None
    reason: str = ""


@dataclass(frozen=True)
class Resolved:
    """One thing that was resolved: what, by which unit and person, until when. Without ``measures``: as it is said."""

    statement: str
    unit: Unit
    owner: Person
    due_on: date
    measures: str = ""


def _locked(occasion_id: int, *, by: Person, permission: str, at: datetime) -> Occasion:
    """Who, then lock: an occasion that exists for the person, if he may do this to it."""
    found = (
        queries.occasions(by, at=at)
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=occasion_id)
        .first()
    )
    if found is None:
        raise missing()
    require(by, permission, at=at, unit=found.unit)
    return found


def _to_note(occasion_id: int, *, by: Person, at: datetime) -> Occasion:
    """An occasion of which the person may note what was said: nobody writes what he may not hear."""
    found = _locked(occasion_id, by=by, permission=queries.NOTE, at=at)
    if not queries.hears(by, found, at=at):
        raise missing()
    return found


@transaction.atomic
def hold_occasion(*, campaign: Campaign, draft: Draft, by: Person, at: datetime) -> Occasion:
    """Write down that a meeting or a talk was held, and who took part."""
    require(by, queries.HOLD, at=at, unit=draft.unit)
    others = (*draft.members, *draft.observers, *((draft.recorder,) if draft.recorder else ()))
    said = policy.Holding(
        kind=draft.kind,
        title=draft.title,
        held_on=draft.held_on,
        unit_path=draft.unit.path,
        chair_id=draft.chair.pk if draft.chair else None,
        chair_home=queries.home_of(draft.chair, at) if draft.chair else "",
        people=tuple(person.pk for person in others),
        reason=draft.reason,
    )
    gaps = policy.holding_gaps(said, local_day(at))
    if gaps or draft.chair is None:
        raise CannotHold(reasons(gaps))
    occasion = Occasion.objects.create(
        campaign=campaign,
        kind=draft.kind,
        unit=draft.unit,
        title=draft.title.strip(),
        held_on=draft.held_on,
        reason=draft.reason.strip(),
        at=at,
        by=by,
    )
    parts = [(draft.chair, Part.CHAIR)]
    parts += [(person, Part.MEMBER) for person in draft.members]
    parts += [(person, Part.OBSERVER) for person in draft.observers]
    parts += [(draft.recorder, Part.RECORDER)] if draft.recorder else []
    Presence.objects.bulk_create(
        [Presence(occasion=occasion, person=person, part=part) for person, part in parts]
    )
    record(
        actor=by.key,
        act="resolutions.hold_occasion",
        subject=f"occasion:{occasion.pk}",
        at=at,
        detail={
            "kind": draft.kind.value,
            "unit": draft.unit.pk,
            "on": str(draft.held_on),
            "people": len(parts),
        },
    )
    return occasion


@transaction.atomic
def note_lines(
    *, occasion_id: int, kind: SaidKind, lines: Sequence[str], by: Person, at: datetime
) -> list[Said]:
    """Note opinions that were collected, or what was demanded in a talk. Of opinions the order given is not kept."""
    occasion = _to_note(occasion_id, by=by, at=at)
    words = [line.strip() for line in lines if line.strip()]
    words = policy.in_no_order(words) if kind is SaidKind.OPINION else words
    gaps = policy.line_gaps(OccasionKind(occasion.kind), kind, words)
    if kind is SaidKind.CRITICISM:
        gaps = ["not_here"]
    if gaps:
        raise CannotNote(reasons(gaps, word=policy.belief_word("\n".join(words))))
    made = Said.objects.bulk_create([Said(occasion=occasion, kind=kind, words=line) for line in words])
    record(
        actor=by.key,
        act="resolutions.note_lines",
        subject=f"occasion:{occasion.pk}",
        at=at,
        detail={"kind": kind.value, "count": len(made)},
    )
    return made


@transaction.atomic
def note_criticism(
    *,
    occasion_id: int,
    speaker: Person,
    about: Person,
    fact: str,
    happened_on: date | None,
    by: Person,
    at: datetime,
) -> Said:
    """Note a criticism of one who took part by one who took part; of oneself: self-criticism."""
    occasion = _to_note(occasion_id, by=by, at=at)
    spoke = frozenset(queries.those_who_spoke(occasion).values_list("pk", flat=True))
    said = policy.Criticism(speaker.pk, about.pk, fact, happened_on, occasion.held_on, spoke)
    gaps = policy.criticism_gaps(OccasionKind(occasion.kind), said)
    if gaps:
        raise CannotNote(reasons(gaps, word=policy.belief_word(fact)))
    made = Said.objects.create(
        occasion=occasion,
        kind=SaidKind.CRITICISM,
        words=fact.strip(),
        speaker=speaker,
        about=about,
        happened_on=happened_on,
    )
    record(actor=by.key, act="resolutions.note_criticism", subject=f"occasion:{occasion.pk}", at=at)
    return made


@transaction.atomic
def remove_said(*, said_id: int, by: Person, at: datetime) -> Occasion:
    """Strike out what was noted wrongly. The record keeps that it was struck out, not what it said."""
    found = queries.heard(by, at=at).filter(pk=said_id).first()
    if found is None:
        raise missing()
    occasion = _to_note(found.occasion_id, by=by, at=at)
    Said.objects.filter(pk=found.pk).delete()
    record(
        actor=by.key,
        act="resolutions.remove_said",
        subject=f"occasion:{occasion.pk}",
        at=at,
        detail={"kind": found.kind},
    )
    return occasion


@transaction.atomic
def resolve(*, occasion_id: int, resolved: Sequence[Resolved], by: Person, at: datetime) -> list[Resolution]:
    """Resolve: each thing is put on the ledger with its person, measures and deadline in the same act. All, or none."""
    occasion = _locked(occasion_id, by=by, permission=queries.RESOLVE, at=at)
    if not resolved:
        raise CannotResolve(reasons(["nothing_resolved"]))
    drafts = [
        matters.Draft(
            kind=matter_kinds.Kind.DECISION,
            statement=one.statement,
            unit=one.unit,
            source=SOURCE,
            source_ref=str(occasion.pk),
            owner=one.owner,
            measures=one.measures.strip() or one.statement,
            due_on=one.due_on,
            opened_on=occasion.held_on,
        )
        for one in resolved
    ]
    opened = matters.open_many(campaign=occasion.campaign, drafts=drafts, by=by, at=at)
    last = occasion.resolutions.aggregate(last=Max("order"))["last"] or 0
    made = Resolution.objects.bulk_create(
        [
            Resolution(occasion=occasion, matter=matter, order=place)
            for place, matter in enumerate(opened, last + 1)
        ]
    )
    record(
        actor=by.key,
        act="resolutions.resolve",
        subject=f"occasion:{occasion.pk}",
        at=at,
        detail={"count": len(made)},
    )
    return made
