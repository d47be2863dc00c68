"""What stands against closing a lead, whatever page it is closed on."""

from qingyuan.discipline.kinds import Decided, DisposalKind, Event, Result
from qingyuan.discipline.models import Lead
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters.api import kinds


def against_closing(matter_id: int) -> list[Reason]:
    """Reasons against closing the lead behind a matter: no approved disposal or report, no handling."""
    lead = Lead.objects.filter(matter=matter_id).first()
    if lead is None:
        return []
    problems = []
    if lead.disposals.filter(state=Decided.PROPOSED).exists() or not (
        disposal := lead.disposals.filter(state=Decided.APPROVED).last()
    ):
        problems.append(Reason("no_disposal", _("处置意见还没有经第二人批准")))
        return problems
    if disposal.kind == DisposalKind.KEEP:
        problems.append(Reason("kept", _("暂存待查的线索不能办结，须先改变处置方式")))
    report = lead.reports.filter(state=Decided.APPROVED).last()
    if disposal.kind in (DisposalKind.TALK, DisposalKind.VERIFY) and report is None:
        problems.append(Reason("no_report", _("还没有经批准的核实结论")))
    if lead.handlings.filter(decided_on__isnull=True).exists():
        problems.append(Reason("undecided", _("还有处理意见没有决定")))
    granted = lead.more_time.filter(answer=kinds.Answer.GRANTED).exists()
    if granted and lead.real_name and not lead.happened.filter(event=Event.TOLD_MORE_TIME).exists():
        problems.append(Reason("untold", _("已延长办理期限，还没有向实名举报人、信访人告知延期理由")))
    founded = report is not None and report.result in (Result.FOUNDED, Result.PARTLY)
    if founded and not lead.handlings.exists():
        problems.append(Reason("no_handling", _("查证属实的，须有处理记录才能办结")))
    return problems
