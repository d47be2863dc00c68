"""What the room plugs into the rest of the house."""

from django.urls import reverse

from qingyuan.kit import menu
from qingyuan.kit.words import _
from qingyuan.matters.api import Source, sources
from qingyuan.org.api import Reach, Role, permit
from qingyuan.resolutions import queries, rules

UNIT_SIDE = {Role.CAMPAIGN_OFFICE: Reach.UNIT, Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT}
KEEPERS = {**UNIT_SIDE, Role.BRANCH_SECRETARY: Reach.UNIT, Role.DISCIPLINE: Reach.UNIT}
OWN = {Role.OFFICER: Reach.OWN}  # what he took part in
READERS = {**KEEPERS, Role.LEGAL: Reach.UNIT, Role.GUIDANCE: Reach.UNIT, **OWN}  # as those of the ledger


def connect() -> None:
    permit(queries.SEE, _("查看会议和约谈议定了什么"), READERS)
    permit(
        queries.HEAR,
        _("查看会上征求的意见、批评和约谈要求"),
        {Role.UNIT_HEAD: Reach.UNIT, Role.DISCIPLINE: Reach.UNIT, **OWN},
    )
    permit(queries.HOLD, _("登记会议和约谈"), KEEPERS)
    permit(queries.NOTE, _("记录会上征求的意见、批评和约谈要求"), KEEPERS)
    permit(queries.RESOLVE, _("登记议定事项"), {**UNIT_SIDE, Role.DISCIPLINE: Reach.UNIT})
    permit(queries.SEE_MEASURES, _("查看班子措施的进展"), {**OWN, Role.GUIDANCE: Reach.UNIT})

    sources.put(rules.SOURCE, Source(_("会议和约谈议定"), _address))

    put, entry = menu.entries.put, menu.Entry
    put(
        "resolutions.occasions",
        entry(_("会议和约谈"), "resolutions:occasions", "gavel", queries.SEE, "campaign", 32),
    )
    put(
        "resolutions.measures",
        entry(_("班子措施"), "resolutions:measures", "list-checks", queries.SEE_MEASURES, "publish", 30),
    )


def _address(ref: str) -> str:
    return reverse("resolutions:occasion", args=[int(ref)]) if ref.isascii() and ref.isdigit() else ""
