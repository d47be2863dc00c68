"""What followed for people where a problem turned out to be a breach: decided some days after the sign-off."""

from datetime import datetime
from functools import partial

from qingyuan.publication.api import kinds, rules
from qingyuan.site.demo.city import City
from qingyuan.site.demo.lives import Life
from qingyuan.site.demo.story import moment

DECIDER = "市公安局督察支队"
SOONEST, SPREAD = 4, 7  # working days between the sign-off and the decision
FORGOTTEN = 9  # of so many breaches one is never followed up: the list of those without an outcome shows it


class Handling:
    """Writes down the outcomes of confirmed breaches, as the discipline side does; how many persons, never who."""

    def __init__(self, city: City) -> None:
        self.city, self.turn = city, 0

    def plan_outcome(self, matter_id: int, life: Life, words: dict[str, str]) -> None:
        """Have the outcome recorded after the sign-off. What is decided after the story ends stays open in it."""
        self.turn += 1
        if life.closed is None or self.turn % FORGOTTEN == 0:
            return
        on = self.city.on(life.closed, SOONEST + self.turn % SPREAD)
        record = partial(self.record, matter_id=matter_id, words=words)
        self.city.story.at(moment(on, 17, self.turn % 50), record)

    def record(self, at: datetime, *, matter_id: int, words: dict[str, str]) -> None:
        rules.record_outcome(
            matter_id=matter_id,
            said=rules.Decision(
                kind=kinds.OutcomeKind(words["breach"]),
                persons=2 if "两名" in words["statement"] else 1,
                heard_on=at.date(),
                decided_on=at.date(),
                decided_by=DECIDER,
                basis=words["basis"],
                duty_checked=True,
            ),
            by=self.city.person(self.city.inspectors[0]),
            at=at,
        )
