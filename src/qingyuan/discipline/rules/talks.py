"""Heart-to-heart talks: booked by one of the two, agreed by the other, held, and nothing of what was said is kept."""

from datetime import date, datetime

from django.db import transaction

from qingyuan.discipline.errors import CannotBook, Reason, missing
from qingyuan.discipline.kinds import Booked
from qingyuan.discipline.models import Talk
from qingyuan.discipline.queries import declarations as queries
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record

TALK = "discipline.talk"
OPEN = (Booked.ASKED, Booked.AGREED)


@transaction.atomic
def book_talk(*, other: Person, on: date, by: Person, at: datetime) -> Talk:
    """Ask somebody for a talk on a day."""
    require(by, TALK, at=at, own=True)
    problems = []
    if not queries.partners(by, at).filter(pk=other.pk).exists():
        words = _("请约本单位或上级单位的负责人、纪检督察；负责人可以约本单位的人")
        problems.append(Reason("partner", words, "other"))
    if on < local_day(at):
        problems.append(Reason("past", _("日期不能早于今天"), "on"))
    if problems:
        raise CannotBook(problems)
    made = Talk.objects.create(asker=by, other=other, on=on, at=at)
    record(actor=by.key, act="discipline.book_talk", subject=f"talk:{made.pk}", at=at)
    return made


def _mine(talk_id: int, by: Person, at: datetime) -> Talk:
    require(by, TALK, at=at, own=True)
    found = queries.talks(by).select_for_update(of=("self",)).filter(pk=talk_id).first()
    if found is None:
        raise missing()
    return found


@transaction.atomic
def agree_to_talk(*, talk_id: int, by: Person, at: datetime) -> Talk:
    """The one who was asked agrees."""
    talk = _mine(talk_id, by, at)
    if talk.other_id != by.pk or talk.state != Booked.ASKED:
        raise CannotBook(Reason("state", _("这次谈话现在不能这样办理")))
    talk.state = Booked.AGREED
    talk.save(update_fields=["state"])
    record(actor=by.key, act="discipline.agree_to_talk", subject=f"talk:{talk.pk}", at=at)
    return talk


@transaction.atomic
def cancel_talk(*, talk_id: int, by: Person, at: datetime) -> Talk:
    """Either of the two takes it back; no reason is asked."""
    talk = _mine(talk_id, by, at)
    if talk.state not in OPEN:
        raise CannotBook(Reason("state", _("这次谈话现在不能这样办理")))
    talk.state = Booked.OFF
    talk.save(update_fields=["state"])
    record(actor=by.key, act="discipline.cancel_talk", subject=f"talk:{talk.pk}", at=at)
    return talk


@transaction.atomic
def hold_talk(*, talk_id: int, again: bool, by: Person, at: datetime) -> Talk:
    """Say that the talk was held, and whether another is wanted. There is no field for what was said."""
    talk = _mine(talk_id, by, at)
    problems = []
    if talk.state != Booked.AGREED:
        problems.append(Reason("state", _("约定以后才能登记已谈")))
    if talk.on > local_day(at):
        problems.append(Reason("early", _("还没有到约定的日期")))
    if problems:
        raise CannotBook(problems)
    talk.state, talk.again = Booked.HELD, again
    talk.save(update_fields=["state", "again"])
    record(actor=by.key, act="discipline.hold_talk", subject=f"talk:{talk.pk}", at=at)
    return talk
