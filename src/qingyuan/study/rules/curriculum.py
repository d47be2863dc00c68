"""Keeping the curriculum: the shipped pattern, parts of one's own, what is switched off."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.study import policy
from qingyuan.study.errors import CannotChangeCurriculum, missing
from qingyuan.study.kinds import NodeKind
from qingyuan.study.models import EducationType, Node
from qingyuan.study.policy import curriculum
from qingyuan.trail.api import record

CHANGE = "study.change_curriculum"
SHIPPED = Path(policy.__file__).parent.parent / "shipped.json"


@transaction.atomic
def use_pattern(*, campaign: Campaign, by: Person, at: datetime) -> int:
    """Begin a campaign's curriculum from the shipped pattern 1+3+1+N. How many parts were made."""
    require(by, CHANGE, at=at, path=campaign.unit.path)
    if Node.objects.select_for_update().filter(campaign=campaign).exists():
        raise CannotChangeCurriculum(Reason("begun", _("学习内容已经有了，请直接增减")))
    made = 0
    for order, row in enumerate(json.loads(SHIPPED.read_text(encoding="utf-8"))["curriculum"]):
        top = Node.objects.create(campaign=campaign, order=order, **_row(row))
        below = [
            Node(
                campaign=campaign,
                above=top,
                order=n,
                **_row({"kind": row["kind"], "education": row["education"], **one}),
            )
            for n, one in enumerate(row.get("below", []))
        ]
        made += 1 + len(Node.objects.bulk_create(below))
    record(
        actor=by.key,
        act=CHANGE,
        subject=f"campaign:{campaign.pk}",
        at=at,
        detail={"parts": made},
    )
    return made


def _row(row: dict[str, str]) -> dict[str, str]:
    return {"kind": row["kind"], "title": row["title"], "education_id": row["education"]}


@transaction.atomic
def add_node(
    *,
    campaign: Campaign,
    kind: NodeKind,
    title: str,
    education: EducationType,
    by: Person,
    at: datetime,
    above: Node | None = None,
) -> Node:
    """Add a part to the curriculum, at the top or below another."""
    require(by, CHANGE, at=at, path=campaign.unit.path)
    rows = list(Node.objects.select_for_update().filter(campaign=campaign))
    problems = _problems(rows, title=title, above=above, but=None)
    tops = [NodeKind(one.kind) for one in rows if one.above_id is None and one.active]
    if above is None and curriculum.too_many(tops, kind):
        problems.append(Reason("pattern", _("主线和结合各只有一项，请先停用原来的"), "kind"))
    if len(rows) >= curriculum.NODES_AT_MOST:
        problems.append(Reason("many", _("学习内容不超过200项")))
    if problems:
        raise CannotChangeCurriculum(problems)
    made = Node.objects.create(
        campaign=campaign,
        above=above,
        kind=above.kind if above else kind,
        title=title.strip(),
        education=education,
        order=len(rows),
    )
    _note(made, by=by, at=at)
    return made


@transaction.atomic
def change_node(
    *, node_id: int, title: str, education: EducationType, active: bool, by: Person, at: datetime
) -> Node:
    """Other words for a part, or switched off: what was studied under it stays counted."""
    found = (
        Node.objects.select_for_update(of=("self",))
        .select_related("campaign__unit", "above")
        .filter(pk=node_id)
        .first()
    )
    if found is None:
        raise missing()
    require(by, CHANGE, at=at, path=found.campaign.unit.path)
    rows = list(Node.objects.filter(campaign=found.campaign_id))
    problems = _problems(rows, title=title, above=found.above, but=found)
    others = [
        NodeKind(one.kind) for one in rows if one.above_id is None and one.active and one.pk != found.pk
    ]
    if (
        active
        and not found.active
        and found.above_id is None
        and curriculum.too_many(others, NodeKind(found.kind))
    ):
        problems.append(Reason("pattern", _("主线和结合各只有一项，请先停用原来的"), "active"))
    if problems:
        raise CannotChangeCurriculum(problems)
    found.title, found.education, found.active = title.strip(), education, active
    found.save(update_fields=["title", "education", "active"])
    _note(found, by=by, at=at)
    return found


def _problems(rows: list[Node], *, title: str, above: Node | None, but: Node | None) -> list[Reason]:
    problems = []
    if not title.strip():
        problems.append(Reason("title", _("请写明学习内容"), "title"))
    if above and above.above_id:
        problems.append(Reason("deep", _("学习内容只分两层"), "above"))
    same = (
        one for one in rows if one.above_id == (above.pk if above else None) and one.title == title.strip()
    )
    if any(but is None or one.pk != but.pk for one in same):
        problems.append(Reason("taken", _("这里已经有同名的内容"), "title"))
    return problems


def _note(node: Node, *, by: Person, at: datetime) -> None:
    record(
        actor=by.key,
        act=CHANGE,
        subject=f"study_node:{node.pk}",
        at=at,
        detail={"kind": str(node.kind), "active": node.active},
    )
