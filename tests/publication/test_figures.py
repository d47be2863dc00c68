"""Weekly figures equal a count by hand, for the present and for weeks that have passed."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from qingyuan.campaign.api import rules as campaign_rules
from qingyuan.campaign.testing import a_task
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import Matter, kinds
from qingyuan.matters.api import rules as matter_rules
from qingyuan.matters.testing import a_matter, at_work, closed, long_term, submitted
from qingyuan.org.testing import a_person
from qingyuan.publication import queries, rules
from qingyuan.publication.errors import CannotIssue
from qingyuan.publication.models import Weekly
from qingyuan.publication.queries import Week
from qingyuan.publication.queries import figures as parts
from qingyuan.publication.testing import a_draft, some_findings

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST = date(2021, 3, 8)


def moment(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)


class Told:
    """What happened to one matter, kept by hand beside the rows."""

    def __init__(self, matter: Matter, opened_on: date, few: bool) -> None:
        self.path, self.kind, self.few, self.opened_on = matter.unit_path, matter.kind, few, opened_on
        self.fixed_on: date | None = None
        self.long = False
        self.dues: list[tuple[date, date]] = []
        self.turns: list[tuple[date, str, bool]] = []

    def due(self, on: date) -> date | None:
        known = [due for since, due in self.dues if since <= on]
        return known[-1] if known else None


def by_hand(stories: list[Told], week: Week, today: date) -> Counter[str]:
    count: Counter[str] = Counter()
    for one in stories:
        if one.opened_on > week.last_on:
            continue
        turns = [turn for turn in one.turns if turn[0] <= week.last_on]
        is_closed = bool(turns) and turns[-1][1] == "close"
        fixed = one.fixed_on is not None and one.fixed_on <= week.last_on
        due = one.due(week.last_on)
        count["all"] += 1
        count["new"] += one.opened_on >= week.first_on
        count["closed"] += is_closed
        count["closed_in"] += is_closed and turns[-1][0] >= week.first_on
        count["dated_closed"] += is_closed and not one.long
        count["on_time"] += is_closed and not one.long and turns[-1][2]
        count["long_open"] += fixed and one.long and not is_closed
        passed = min(week.last_on, today - timedelta(days=1))
        count["late"] += fixed and not one.long and not is_closed and due is not None and due <= passed
        count["reopened_in"] += sum(1 for day, act, _ in turns if act == "reopen" and day >= week.first_on)
    return count


def live(city, seed: int, many: int = 14) -> tuple[list[Told], date]:
    """Many matters that live through four weeks: fixed, extended, closed, reopened, closed again, struck out."""
    dice = Random(seed)
    owner, leader = a_person(city.ours), a_person(city.ours, leader=True)
    stories = []
    for n in range(many):
        unit = dice.choice([city.ours, city.theirs, city.third])
        day = FIRST + timedelta(days=dice.randrange(0, 24))
        kind = dice.choice([kinds.Kind.PROBLEM, kinds.Kind.FINDING])
        matter = a_matter(
            campaign=city.campaign, unit=unit, by=city.office, at=moment(day), kind=kind, statement=f"第{n}个"
        )
        few = dice.random() < 0.3
        told = Told(matter, day, False)
        stories.append(told)
        who = leader if few else owner
        act = dice.random()
        if act < 0.15:
            continue
        day += timedelta(days=dice.randrange(0, 3))
        told.fixed_on, told.few = day, few
        if act < 0.25:
            told.long = True
            long_term(
                matter, owner=who, by=city.office, at=moment(day), stages=((day + timedelta(days=90), "一"),)
            )
            continue
        due = day + timedelta(days=dice.randrange(1, 9))
        told.dues.append((day, due))
        at_work(matter, owner=who, by=city.office, at=moment(day), due_on=due)
        if dice.random() < 0.4:
            day += timedelta(days=1)
            due += timedelta(days=dice.randrange(1, 6))
            matter_rules.ask_extension(
                matter_id=matter.pk, new_due_on=due, reason="难", by=who, at=moment(day)
            )
            matter_rules.answer_extension(
                matter_id=matter.pk, answer=kinds.Answer.GRANTED, words="", by=city.office, at=moment(day, 11)
            )
            told.dues.append((day, due))
        for _turn in range(dice.randrange(0, 3)):
            day += timedelta(days=dice.randrange(1, 6))
            submitted(matter, by=who, at=moment(day))
            asked, signed = day, day + timedelta(days=dice.randrange(0, 3))
            closed(matter, by=city.discipline, at=moment(signed, 15))
            told.turns.append((signed, "close", asked <= due))
            day = signed
            if dice.random() < 0.6:
                day += timedelta(days=dice.randrange(1, 4))
                matter_rules.reopen_matter(
                    matter_id=matter.pk, reason="反弹", by=city.discipline, at=moment(day)
                )
                told.turns.append((day, "reopen", False))
            else:
                break
    void = a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=moment(FIRST), statement="误")
    matter_rules.void_matter(matter_id=void.pk, reason="误", by=city.discipline, at=moment(FIRST))
    return stories, FIRST + timedelta(days=60)


NAMES = ("new", "all", "closed_in", "closed", "dated_closed", "on_time", "long_open", "late", "reopened_in")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_figures_of_every_week_equal_a_count_by_hand(city, seed):
    stories, today = live(city, seed)
    for start in (0, 3, 7, 14, 21, 28):
        week = Week(FIRST + timedelta(days=start), FIRST + timedelta(days=start + 6))
        rows = parts.in_sight(city.office, city.campaign, city.root, at=moment(today))
        counted = parts.counts(rows, week, today)
        for path in (city.root.path, city.ours.path, city.theirs.path):
            for few in (None, True, False):
                mine = [s for s in stories if s.path.startswith(path) and few in (None, s.few)]
                whole = parts.summed(counted, path, few=few)
                assert {name: getattr(whole, name) for name in NAMES} == {
                    name: by_hand(mine, week, today)[name] for name in NAMES
                }, (seed, start, path, few)


def test_a_week_that_still_runs_counts_as_late_what_was_due_yesterday_and_not_what_is_due_today(city):
    owner, today = a_person(city.ours), FIRST + timedelta(days=3)
    for n, due in enumerate((today - timedelta(days=1), today)):
        matter = a_matter(
            campaign=city.campaign, unit=city.ours, by=city.office, at=moment(FIRST), statement=f"第{n}个"
        )
        at_work(matter, owner=owner, by=city.office, at=moment(FIRST), due_on=due)
    week = queries.week_until(today)
    assert (week.first_on, week.last_on) == (FIRST, today)
    found = queries.weekly(city.office, city.campaign, city.root, week, at=moment(today))
    assert found.get("problems_late").numerator == 1
    later = queries.weekly(city.office, city.campaign, city.root, week, at=moment(today + timedelta(days=1)))
    assert later.get("problems_late").numerator == 2


def test_rates_stand_with_their_parts_and_the_week_before(city):
    live(city, 5)
    week = Week(FIRST + timedelta(days=14), FIRST + timedelta(days=20))
    found = queries.weekly(city.office, city.campaign, city.root, week, at=moment(FIRST + timedelta(days=60)))
    before = queries.weekly(
        city.office, city.campaign, city.root, week.before, at=moment(FIRST + timedelta(days=60))
    )
    assert week.before.last_on == week.first_on - timedelta(days=1)
    for line, last in zip(found.lines, before.lines, strict=True):
        assert line.before == (last.numerator, last.denominator), line.code
        assert line.denominator is None or 0 <= line.numerator <= line.denominator
    whole = found.whole
    assert found.get("problems_rate").denominator == whole.all - whole.long_open
    assert found.get("problems_all").numerator == whole.all == sum(one.counts.all for one in found.units)


def test_deployment_tasks_reminders_and_bulletins_come_from_their_rows(city, at):
    covered = city.campaign.deployments.count()
    campaign_rules.frame.report_deployment(
        campaign=city.campaign,
        unit=city.ours,
        organised_on=FIRST,
        deployed_on=FIRST + timedelta(days=8),
        by=city.clerk,
        at=moment(FIRST + timedelta(days=8)),
    )
    a_task(city.campaign, [city.ours, city.theirs], due_on=date(2021, 4, 30), at=moment(FIRST))
    share = Matter.objects.get(kind=kinds.Kind.TASK, unit=city.ours)
    owner = a_person(city.ours)
    at_work(share, owner=owner, by=city.office, at=moment(FIRST, 11), due_on=date(2021, 4, 30))
    submitted(share, by=owner, at=moment(FIRST, 12))
    closed(share, by=city.discipline, at=moment(FIRST, 13))
    week = Week(FIRST, FIRST + timedelta(days=6))
    end = moment(FIRST + timedelta(days=20))

    def pair(line):
        return line.numerator, line.denominator

    found = queries.weekly(city.office, city.campaign, city.root, week, at=end)
    assert pair(found.get("deployment")) == (0, covered)
    assert pair(
        queries.weekly(city.office, city.campaign, city.root, week.after, at=end).get("deployment")
    ) == (1, covered)
    assert pair(found.get("tasks")) == (1, 2)
    assert pair(queries.weekly(city.clerk, city.campaign, city.ours, week, at=end).get("tasks")) == (1, 1)
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.office, at=at)
    rules.issue_bulletin(bulletin_id=made.pk, by=city.head, at=at)
    assert queries.weekly(city.office, city.campaign, city.root, week, at=at).get("bulletins").numerator == 0
    assert (
        queries.weekly(city.office, city.campaign, city.root, week.after, at=at).get("bulletins").numerator
        == 1
    )


def test_reminders_of_the_week_are_counted(city):
    owner = a_person(city.ours)
    matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=moment(FIRST))
    at_work(matter, owner=owner, by=city.office, at=moment(FIRST), due_on=FIRST + timedelta(days=2))
    sent = matter_rules.send_reminders(at=moment(FIRST + timedelta(days=1)))
    week = Week(FIRST, FIRST + timedelta(days=6))
    assert sent == 1
    found = queries.weekly(city.office, city.campaign, city.root, week, at=moment(FIRST + timedelta(days=8)))
    assert found.get("reminders").numerator == 1
    assert found.get("reminders").before == (0, None)


def test_a_reader_counts_only_what_he_may_see(city, at):
    for unit, count in ((city.ours, 2), (city.theirs, 3)):
        some_findings(city.campaign, [unit], by=city.office, at=at, count=count, words=unit.name)
    a_matter(
        campaign=city.campaign, unit=city.ours, by=city.office, at=at, names=(city.clerk,), statement="涉人"
    )
    week = queries.week_until(local_day(at))

    def seen(by, unit):
        return queries.weekly(by, city.campaign, unit, week, at=at).get("problems_all").numerator

    assert (seen(city.office, city.root), seen(city.clerk, city.ours), seen(city.clerk, city.root)) == (
        6,
        2,
        2,
    )
    assert seen(city.their_clerk, city.ours) == 0


def test_the_document_is_written_in_chinese_and_says_how_each_rate_is_made(city, at):
    from django.utils import translation

    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=2)
    week = queries.week_until(local_day(at))
    with translation.override("en"):
        found = queries.weekly(city.office, city.campaign, city.root, week, at=at)
        made = queries.document(found, issue=2, issued_on=local_day(at))
    table = next(block for block in made.body if hasattr(block, "rows"))
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["问题新增"][0] == "2"
    assert rows["销号率"][:3] == ("0", "2", "0.00%")
    assert "销号率＝已销号÷应销号" in made.body[-1].text
    assert "线索接收" not in rows


def test_the_weekly_gets_a_number_once_a_period(city, at):
    period = {"campaign": city.campaign, "unit": city.root, "by": city.office}
    one = rules.issue_weekly(**period, period_from=FIRST, period_to=FIRST + timedelta(days=6), at=at)
    with pytest.raises(CannotIssue, match="已经印发"):
        rules.issue_weekly(**period, period_from=FIRST, period_to=FIRST + timedelta(days=6), at=at)
    two = rules.issue_weekly(**period, period_from=FIRST + timedelta(days=7), period_to=local_day(at), at=at)
    other = rules.issue_weekly(
        campaign=city.campaign, unit=city.ours, by=city.clerk, period_from=FIRST, period_to=FIRST, at=at
    )
    assert (one.serial, two.serial, other.serial) == (1, 2, 1)
    assert Weekly.objects.count() == 3
