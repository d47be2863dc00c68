"""From individual problems to a common one: like problems in several units are put right at their root, once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters import policy
from qingyuan.matters.errors import CannotRegister
from qingyuan.matters.kinds import Breadth, Kind
from qingyuan.matters.models import Matter
from qingyuan.matters.queries import visible
from qingyuan.matters.rules.opening import Draft, open_matter
from qingyuan.org.api import Person, Unit
from qingyuan.trail.api import Act, record_many


@transaction.atomic
def make_common(*, matter_ids: Sequence[int], statement: str, unit: Unit, by: Person, at: datetime) -> Matter:
    """Open a common problem (共性问题) over individual ones in at least three units; they stay open themselves."""
    seen = (
        visible(by, at=at).open().filter(pk__in=matter_ids, breadth=Breadth.INDIVIDUAL, common__isnull=True)
    )
    alike = list(
        seen.select_for_update(of=("self",), no_key=True)
        .select_related("campaign", "category")
        .order_by("pk")
    )
    problems = []
    if len(alike) != len(set(matter_ids)):
        problems.append(Reason("not_open", _("有的问题已经销号、已归入共性问题，或者不在您的权限范围内")))
    if len({matter.category_id for matter in alike}) > 1:
        problems.append(Reason("category", _("只能把同一类别的问题归为一个共性问题")))
    if not policy.proposes_common(matter.unit_id for matter in alike):
        problems.append(Reason("few", _("同类问题至少要出现在三个单位，才能立为共性问题")))
    if problems:
        raise CannotRegister(problems)
    draft = Draft(
        kind=Kind.PROBLEM,
        statement=statement,
        unit=unit,
        category=alike[0].category,
        source="common",
        breadth=Breadth.COMMON,
    )
    common = open_matter(campaign=alike[0].campaign, draft=draft, by=by, at=at)
    Matter.objects.filter(pk__in=[matter.pk for matter in alike]).update(
        common=common, version=F("version") + 1
    )
    record_many(
        Act(by.key, "matters.make_common", f"matter:{matter.pk}", at, {"common": common.pk})
        for matter in alike
    )
    return common
