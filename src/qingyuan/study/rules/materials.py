"""Material: keep the list, hand out to units, count what came, take back what was written down wrongly."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.engines.sheets import SheetError
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.study.errors import CannotExport, CannotHandOut, CannotKeepMaterial, CannotReceive, missing
from qingyuan.study.kinds import MaterialKind
from qingyuan.study.models import Handout, Material
from qingyuan.study.policy import materials as policy
from qingyuan.study.queries import materials as queries
from qingyuan.trail.api import record

KEEP, RECEIVE, EXPORT = "study.keep_materials", "study.receive_materials", "study.export_materials"
MATERIALS_AT_MOST = 60
FAULTS = {
    "too_many": _("实收不能多于发放的%(quantity)d；确实多收的请发放人更正"),
    "not_more": _("已经签收%(before)d，补收以后的数量应当更多"),
    "counted": _("已经全部签收"),
    "no_words": _("实收少于发放，请写明短少的原因"),
}


@transaction.atomic
def keep_material(
    *,
    campaign: Campaign,
    kind: MaterialKind,
    title: str,
    by: Person,
    at: datetime,
    reading: bool = False,
    note: str = "",
    active: bool = True,
    material_id: int | None = None,
) -> Material:
    """Put a material on the list, or write its line anew. Its kind stays once something was handed out."""
    require(by, KEEP, at=at, path=campaign.unit.path)
    rows = list(Material.objects.select_for_update().filter(campaign=campaign))
    held = next((one for one in rows if one.pk == material_id), None)
    if material_id is not None and held is None:
        raise missing()
    problems = []
    if not title.strip():
        problems.append(Reason("title", _("请写明资料名称"), "title"))
    if any(one.title == title.strip() and one is not held for one in rows):
        problems.append(Reason("taken", _("已经有同名的资料"), "title"))
    if held is None and len(rows) >= MATERIALS_AT_MOST:
        problems.append(Reason("many", _("资料不超过%(most)d种"), "", {"most": MATERIALS_AT_MOST}))
    if held is not None and held.kind != kind and held.handouts.exists():
        problems.append(Reason("handed", _("已经发放的资料不能改换类别"), "kind"))
    if problems:
        raise CannotKeepMaterial(problems)
    kept = held or Material(campaign=campaign)
    kept.kind, kept.title, kept.reading, kept.note, kept.active = (
        kind,
        title.strip(),
        reading,
        note.strip(),
        active,
    )
    kept.save()
    record(
        actor=by.key,
        act=KEEP,
        subject=f"material:{kept.pk}",
        at=at,
        detail={"kind": str(kind), "reading": reading, "active": active},
    )
    return kept


@transaction.atomic
def hand_out(
    *, material_id: int, quantities: Mapping[int, int], on: date, by: Person, at: datetime
) -> list[Handout]:
    """Hand a material out to several units at once. ``quantities``: copies by id of the unit; 0 is nothing."""
    material = Material.objects.select_related("campaign__unit").filter(pk=material_id).first()
    if material is None:
        raise missing()
    require(by, KEEP, at=at, path=material.campaign.unit.path)
    covered = {unit.pk: unit for unit in queries.receivers(material.campaign)}
    given = {key: copies for key, copies in quantities.items() if copies}
    problems = []
    if not material.active:
        problems.append(Reason("off", _("这种资料已经停用")))
    if not given:
        problems.append(Reason("nothing", _("至少给一个单位填数量")))
    if on > local_day(at) or on < material.campaign.starts_on:
        problems.append(Reason("day", _("发放日期应在教育整顿开始以后、不晚于今天"), "on"))
    for key, copies in given.items():
        if key not in covered:
            problems.append(Reason("outside", _("这个单位不在本次教育整顿范围内"), f"u{key}"))
        elif not 0 < copies <= policy.AT_MOST:
            words = _("数量在1到%(most)d之间")
            problems.append(Reason("copies", words, f"u{key}", {"most": policy.AT_MOST}))
    if problems:
        raise CannotHandOut(problems)
    made = Handout.objects.bulk_create(
        Handout(material=material, unit=covered[key], quantity=copies, handed_on=on, at=at, by=by)
        for key, copies in given.items()
    )
    record(
        actor=by.key,
        act="study.hand_out",
        subject=f"material:{material.pk}",
        at=at,
        detail={"units": len(made), "copies": sum(given.values()), "on": str(on)},
    )
    return made


def _locked(handout_id: int, by: Person, at: datetime) -> Handout:
    found = queries.handouts(by, at=at).select_for_update(of=("self",)).filter(pk=handout_id).first()
    if found is None:
        raise missing()
    return found


@transaction.atomic
def receive(*, handout_id: int, received: int, by: Person, at: datetime, words: str = "") -> Handout:
    """Count what came. What was short may be counted again when the rest arrives; it never gets fewer."""
    found = _locked(handout_id, by, at)
    require(by, RECEIVE, at=at, path=found.unit.path)
    fault = policy.receiving_fault(found.quantity, found.received, received, words)
    if fault:
        field = "words" if fault == "no_words" else "received"
        params = {"quantity": found.quantity, "before": found.received or 0}
        raise CannotReceive(Reason(fault, FAULTS[fault], field, params))
    found.received, found.words = received, words.strip() if received < found.quantity else ""
    found.received_at, found.received_by = at, by
    found.save(update_fields=["received", "words", "received_at", "received_by"])
    record(
        actor=by.key,
        act=RECEIVE,
        subject=f"handout:{found.pk}",
        at=at,
        detail={"received": received, "short": found.short},
    )
    return found


@transaction.atomic
def take_back(*, handout_id: int, by: Person, at: datetime) -> None:
    """Strike out a handout that was written down wrongly, as long as nobody has counted it."""
    found = _locked(handout_id, by, at)
    require(by, KEEP, at=at, path=found.material.campaign.unit.path)
    if found.received is not None:
        raise CannotHandOut(Reason("counted", _("单位已经签收，不能撤销")))
    record(
        actor=by.key,
        act="study.take_back",
        subject=f"handout:{found.pk}",
        at=at,
        detail={"copies": found.quantity},
    )
    found.delete()


def export_materials(*, campaign: Campaign, write: Callable[[], int], by: Person, at: datetime) -> int:
    """Have the file written, then record how many rows left; it is handed over only after this."""
    require(by, EXPORT, at=at)
    try:
        rows = write()
    except SheetError as refusal:
        raise CannotExport(Reason("sheet", str(refusal.problem.message))) from None
    record(actor=by.key, act=EXPORT, subject=f"campaign:{campaign.pk}", at=at, detail={"rows": rows})
    return rows
