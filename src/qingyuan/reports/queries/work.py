"""Proof of work in place of addresses: how hard it is now, and whether it was done."""

from django.conf import settings

from qingyuan.engines import envelope
from qingyuan.kit import clock
from qingyuan.kit.errors import Reason
from qingyuan.kit.secrets import seed
from qingyuan.kit.words import _
from qingyuan.reports.errors import CannotReport
from qingyuan.reports.kinds import Channel
from qingyuan.reports.models import Report, Spent
from qingyuan.reports.policy.sealing import the_hour

USUAL = 30  # reports in half an hour on a bad ordinary day of a city
HARDEST = 20  # bits: some seconds on a phone, a hundred times the work of an ordinary day for a flood
COUNTED = 4096
PLAIN_AN_HOUR = 60
NO_WORK = Reason("work", _("提交前的计算没有完成或者已过期，请再提交一次"))
BUSY = Reason("busy", _("不使用脚本的举报本小时已达上限，请一小时后再试，或者启用脚本后提交"))


def _key() -> bytes:
    return seed(settings.DATA, "reports-work")


def challenge() -> str:
    """A challenge, the harder the more came in lately. By the machine's own time, not a demo city's."""
    at = clock.real_now()
    arrived = len(Spent.objects.filter(until__gt=at).order_by().values_list("pk")[:COUNTED])
    least = settings.REPORT_BITS
    bits = envelope.difficulty(arrived, USUAL, least=least, most=max(least, HARDEST))
    return envelope.challenge(_key(), at, bits)


def solved(text: str, solution: str) -> envelope.Challenge:
    """The challenge that was solved, or CannotReport."""
    if not envelope.solved(text, solution, _key(), clock.real_now()):
        raise CannotReport(NO_WORK)
    return envelope.read_challenge(text, _key())


def room_for_plain() -> None:
    """Let pass, or raise CannotReport: without script nobody can be asked for work, so there are so many an hour."""
    hour = the_hour(clock.now())
    if Report.objects.filter(channel=Channel.PLAIN, received_at=hour).count() >= PLAIN_AN_HOUR:
        raise CannotReport(BUSY)
