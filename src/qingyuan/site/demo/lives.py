"""The life of one matter after it was opened: fixed, worked on, submitted, signed off, each by who may, in time."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from qingyuan.matters.api import kinds, rules
from qingyuan.org.api import Person
from qingyuan.site.demo.cast import Member
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment


@dataclass(frozen=True)
class Life:
    """What becomes of a matter of the unit ``code`` (a unit's or a station's).

    Days on which nothing happens are None. ``due`` None: a long-term matter with ``stages`` (day, words), of
    which the first ``met`` are reached on their day. ``breach``: who signs off confirms that somebody broke the rules.
    """

    code: str
    owner: Member
    measures: str
    fixed: date
    due: date | None = None
    criterion: str = ""
    progress: tuple[date, str] | None = None
    returned: tuple[date, str] | None = None
    submitted: date | None = None
    statement: rules.Statement | None = None
    closed: date | None = None
    stages: tuple[tuple[date, str], ...] = ()
    met: int = 0
    turn: int = 0
    breach: bool = False


class Living:
    """Lets matters live: one act of the story a move."""

    def __init__(self, city: City) -> None:
        self.city = city

    def begin(self, matter_id: int, life: Life) -> None:
        """Put every move of a life on the calendar. Moves of one day follow one another through its hours."""
        at, minute = self.city.story.at, matter_id % 45
        fixed = moment(life.fixed, 9, minute)
        if self.city.story.now is not None:
            fixed = max(fixed, self.city.story.now + timedelta(minutes=10))
        at(fixed, partial(self._fix, matter_id=matter_id, life=life))
        if life.progress:
            day, words = life.progress
            at(moment(day, 11, minute), partial(self._progress, matter_id=matter_id, life=life, words=words))
        if life.submitted and life.statement:
            said = life.statement
            at(
                moment(life.submitted, 14, minute),
                partial(self._submit, matter_id=matter_id, life=life, said=said),
            )
        if life.returned and life.statement:
            day, words = life.returned
            again = self.city.on(day, 1)
            at(moment(day, 16, minute), partial(self._return, matter_id=matter_id, life=life, words=words))
            at(
                moment(again, 10, minute),
                partial(self._submit, matter_id=matter_id, life=life, said=life.statement),
            )
        if life.closed:
            at(moment(life.closed, 16, minute), partial(self._close, matter_id=matter_id, life=life))

    def _owner(self, life: Life) -> Person:
        return self.city.person(life.owner)

    def _fix(self, at: datetime, *, matter_id: int, life: Life) -> None:
        long = life.due is None
        plan = rules.Plan(
            owner=self._owner(life),
            measures=life.measures,
            due_on=life.due,
            term=kinds.Term.LONG if long else kinds.Term.DATED,
            milestones=life.stages,
            criterion=life.criterion,
            leader=self.city.leader(life.code),
        )
        matter = rules.fix_matter(matter_id=matter_id, plan=plan, by=self.city.clerk(life.code), at=at)
        for stage in list(matter.milestones.order_by("due_on"))[: life.met]:
            when = moment(stage.due_on, 15) - timedelta(days=1)
            self.city.story.at(when, partial(self._meet, milestone_id=stage.pk, life=life))

    def _meet(self, at: datetime, *, milestone_id: int, life: Life) -> None:
        rules.meet_milestone(
            milestone_id=milestone_id, note="已按计划完成，材料存本单位台账。", by=self._owner(life), at=at
        )

    def _progress(self, at: datetime, *, matter_id: int, life: Life, words: str) -> None:
        rules.note_progress(matter_id=matter_id, words=words, by=self._owner(life), at=at)

    def _submit(self, at: datetime, *, matter_id: int, life: Life, said: rules.Statement) -> None:
        rules.submit_matter(matter_id=matter_id, statement=said, by=self._owner(life), at=at)

    def _return(self, at: datetime, *, matter_id: int, life: Life, words: str) -> None:
        by = self.city.signer(life.code, life.turn)
        rules.return_matter(matter_id=matter_id, reason=words, by=by, at=at)

    def _close(self, at: datetime, *, matter_id: int, life: Life) -> None:
        by = self.city.signer(life.code, life.turn)
        rules.close_matter(matter_id=matter_id, words="经核实，同意销号。", breach=life.breach, by=by, at=at)
