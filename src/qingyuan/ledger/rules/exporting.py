"""Export: what left the system, who took it and how many rows, stands in the record before it is handed over."""

from collections.abc import Callable
from datetime import datetime

from qingyuan.campaign.api import Campaign
from qingyuan.engines.sheets import SheetError
from qingyuan.kit.errors import Reason
from qingyuan.ledger.errors import CannotExport
from qingyuan.ledger.queries.findings import Finding
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record


def export_ledger(*, campaign: Campaign, write: Callable[[], int], by: Person, at: datetime) -> int:
    """Have the file written and record how many rows went into it; the file is handed over only after this.

    The writing stands outside the transaction of the record: it may take long, and nobody is to wait for it.
    """
    require(by, "ledger.export", at=at, own=True)
    try:
        rows = write()
    except SheetError as refusal:
        finding = Finding.of_problem(refusal.problem)
        raise CannotExport(Reason(finding.code, finding.words)) from None
    record(actor=by.key, act="ledger.export", subject=f"campaign:{campaign.pk}", at=at, detail={"rows": rows})
    return rows
