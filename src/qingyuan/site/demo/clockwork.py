"""The house's own clockwork on every working day of the campaign: reminders and escalation, each step once."""

from datetime import date, datetime

from qingyuan.matters.api import rules
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment


def plan(city: City) -> None:
    """Run the reminders each working morning from the kick-off on."""
    for day in city.days.between(date(2021, 3, 8), date(2021, 6, 30)):
        city.story.at(moment(day, 8), _remind)


def _remind(at: datetime) -> None:
    rules.send_reminders(at=at)
