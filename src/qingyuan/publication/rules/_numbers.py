"""Numbers: the series of a code and year, under a lock."""

from qingyuan.campaign.api import Campaign
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Unit
from qingyuan.publication.errors import CannotIssue
from qingyuan.publication.kinds import OWN_SERIES
from qingyuan.publication.models import Series


def series(campaign: Campaign, unit: Unit, code: str, year: int) -> Series:
    """The locked series of a code and year; a code that another unit or campaign uses is refused."""
    of_code = {"code": code, "year": year}
    if code in OWN_SERIES:
        of_code |= {"campaign": campaign.pk, "unit": unit.pk}
    if not Series.objects.filter(**of_code).exists():
        Series.objects.bulk_create(
            [Series(campaign=campaign, unit=unit, code=code, year=year)], ignore_conflicts=True
        )
    found = Series.objects.select_for_update(of=("self",)).select_related("unit").get(**of_code)
    if (found.campaign_id, found.unit_id) != (campaign.pk, unit.pk):
        words = _("机关代字“%(code)s”本年度已由 %(unit)s 在另一项工作中使用，请换一个")
        raise CannotIssue(Reason("code_taken", words, "code", {"code": code, "unit": found.unit}))
    return found
