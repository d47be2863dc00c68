"""Works the lead of a report off by the rules, in the served city: handler first, then the level above signs."""

import sys

import django


def main(public_id: str) -> int:
    django.setup()
    from qingyuan.discipline.api import Lead
    from qingyuan.discipline.api import kinds as lead_kinds
    from qingyuan.discipline.testing import accepted, closed, disposed
    from qingyuan.kit import clock
    from qingyuan.reports.api import Report, rules

    at = clock.now()
    report = Report.objects.get(public_id=public_id)
    handler = report.slots.filter(level=0).earliest("pk").key.holder.person
    signer = report.slots.filter(level=1).earliest("pk").key.holder.person
    rules.raise_report(report_id=report.pk, by=handler, at=at)
    lead = Lead.objects.get(matter=report.matter_id)
    accepted(lead, handler=handler, by=handler, at=at)
    disposed(lead, lead_kinds.DisposalKind.CONCLUDE, by=handler, approver=signer, at=at)
    closed(lead, by=handler, signer=signer, at=at)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
