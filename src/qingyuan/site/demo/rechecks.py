"""Looking back (回头看) three months after closing: most held, nine problems had relapsed and were put right again."""

from datetime import date, datetime, timedelta
from functools import partial

from qingyuan.matters.api import Matter, kinds, rules
from qingyuan.site.demo.city import City
from qingyuan.site.demo.lives import Life, Living
from qingyuan.site.demo.story import day_of, moment

HELD = "现场核查并抽看近期台账，措施仍在执行，未反弹。"
RELAPSED = "抽查近一个月记录，同类情形再次出现，原措施没有坚持，重新启动整改。"
MORE_TIME = "重新启动后需要补充制度和培训，申请延至六月二十八日。"
NEW_DUE, GIVEN = day_of("06-28"), "同意，务必按期完成。"


class Rechecks:
    """Looks back at closed matters on the day planned by the rules; ``relapsing`` says whose problem returns."""

    def __init__(self, city: City) -> None:
        self.city, self.living = city, Living(city)

    def plan_look(self, matter_id: int, life: Life, *, relapsing: bool) -> None:
        """Have the three-month look done on the working day it falls on, if the story still runs then."""
        if life.closed is None:
            return
        due = self.city.on(three_months_after(life.closed), 0)
        look = partial(self._look, matter_id=matter_id, life=life, relapsing=relapsing)
        self.city.story.at(moment(due, 10, matter_id % 45), look)

    def _look(self, at: datetime, *, matter_id: int, life: Life, relapsing: bool) -> None:
        matter = Matter.objects.get(pk=matter_id)
        planned = matter.rechecks.get(months=3, result="")
        rules.recheck_matter(
            recheck_id=planned.pk,
            result=kinds.Result.RELAPSED if relapsing else kinds.Result.HELD,
            words=RELAPSED if relapsing else HELD,
            by=self.city.signer(life.code, life.turn + 1),
            at=at,
        )
        if relapsing:
            at_story = self.city.story.at
            at_story(at + timedelta(hours=4), partial(self._ask, matter_id=matter_id, life=life))
            at_story(at + timedelta(hours=6), partial(self._answer, matter_id=matter_id))
            submit = moment(day_of("06-25"), 9, matter_id % 45)
            at_story(submit, partial(self._submit, matter_id=matter_id, life=life))
            at_story(
                moment(day_of("06-28"), 15, matter_id % 45),
                partial(self._close, matter_id=matter_id, life=life),
            )

    def _ask(self, at: datetime, *, matter_id: int, life: Life) -> None:
        by = self.city.person(life.owner)
        rules.ask_extension(matter_id=matter_id, new_due_on=NEW_DUE, reason=MORE_TIME, by=by, at=at)

    def _answer(self, at: datetime, *, matter_id: int) -> None:
        rules.answer_extension(
            matter_id=matter_id, answer=kinds.Answer.GRANTED, words=GIVEN, by=self.city.office, at=at
        )

    def _submit(self, at: datetime, *, matter_id: int, life: Life) -> None:
        if life.statement:
            by = self.city.person(life.owner)
            rules.submit_matter(matter_id=matter_id, statement=life.statement, by=by, at=at)

    def _close(self, at: datetime, *, matter_id: int, life: Life) -> None:
        by = self.city.signer(life.code, life.turn + 1)
        rules.close_matter(matter_id=matter_id, words="复查整改到位，同意销号。", by=by, at=at)


def three_months_after(day: date) -> date:
    """The day on which the rules plan the first look back: the same day of the third month after.

    >>> three_months_after(date(2021, 3, 15))
    datetime.date(2021, 6, 15)
    """
    return day.replace(month=day.month + 3)
