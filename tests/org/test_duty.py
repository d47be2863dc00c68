"""Duty rosters: read from Excel, taken over whole or not at all, and asked by moment and by day."""

import argparse
import io
import json
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from django.db import IntegrityError, transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org import commands, policy, rules
from qingyuan.org.errors import CannotRoster
from qingyuan.org.forms.duty import read_duty
from qingyuan.org.kinds import DutyKind, Role
from qingyuan.org.models import Duty, Person, Post
from qingyuan.org.queries import during, duty_doubts, on_duty, on_duty_day, touching
from qingyuan.org.testing import a_duty, a_person, a_unit
from qingyuan.trail.models import Entry

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2021, 3, 15, 9, tzinfo=ZONE)
MONDAY = date(2021, 3, 15)
HEAD = ["姓名", "警号", "开始", "结束", "安排"]


def a_list(*rows, head=HEAD) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet("值班表")
        sheet.write(0, 0, "3月值班表")
        for number, row in enumerate([head, *rows], 1):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    return kept.getvalue()


def moment(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2021, 3, 1, hour, minute, tzinfo=ZONE) + timedelta(days=day - 1)


def a_line(name: str, start: datetime, end: datetime, *, no: str = "", kind=DutyKind.DUTY, row: int = 3):
    cells = {"name": f"A{row}", "police_no": f"B{row}", "from_at": f"C{row}", "to_at": f"D{row}"}
    return policy.DutyLine(name, kind, start, end, no, f"A{row}", cells)


def told(refused) -> list[tuple[str, str]]:
    return [(reason.field, reason.code) for reason in refused.value.reasons]


def standing() -> list[tuple[str, str, date, date]]:
    rows = Duty.objects.order_by("person__name", "from_at")
    return list(rows.values_list("person__name", "kind", "first_on", "last_on"))


@pytest.fixture
def town(db):
    """A bureau with two units; in one a clerk, a helper who works there, and a station; somebody beside."""
    root = a_unit(name="示例市公安局")
    here, beside = a_unit(root, name="交警支队", code="990100070000"), a_unit(root, name="特警支队")
    station = a_unit(here, name="城南大队")
    return SimpleNamespace(
        root=root,
        here=here,
        beside=beside,
        office=a_person(root, Role.CAMPAIGN_OFFICE, name="整顿办"),
        clerk=a_person(here, Role.CLERK, name="纪晓文", police_no="990001"),
        head=a_person(here, Role.UNIT_HEAD, name="支队长"),
        owner=a_person(here, name="李建新", police_no="990002"),
        helper=a_person(station, name="王大山", police_no="990003"),
        stranger=a_person(beside, Role.CLERK, name="外人甲", police_no="990009"),
    )


# --- reading


def test_a_list_is_read_with_days_moments_and_cells():
    rows = [
        ["李建新", "990002", "2021-03-16", "", ""],
        ["李建新", "", "3月17日 8:30", "17:30", "白班"],
        ["李建新", "", "2021-03-18 20:00", "08:00", "夜班"],
        ["王大山", "", "2021年3月16日", "3月18日", "年休假"],
        ["王大山", "", "2021-03-19 晚8点", "24:00", "备勤"],
    ]
    read = read_duty(a_list(*rows), "值班表.xlsx", on=MONDAY)
    assert read.reasons == ()
    spans = [(line.kind, line.from_at, line.to_at) for line in read.lines]
    assert spans == [
        (DutyKind.DUTY, moment(16), moment(17)),
        (DutyKind.DUTY, moment(17, 8, 30), moment(17, 17, 30)),
        (DutyKind.DUTY, moment(18, 20), moment(19, 8)),
        (DutyKind.LEAVE, moment(16), moment(19)),
        (DutyKind.DUTY, moment(19, 20), moment(20)),
    ]
    assert (read.lines[0].place, read.lines[2].cells["to_at"]) == ("A3", "D5")


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        (["李建新", "", "3月底", "", ""], "C3", "approximate"),
        (["李建新", "990002", "", "", "值班"], "C3", "blank"),
        (["李建新", "", "轮流", "", ""], "C3", "date.unreadable"),
        (["李建新", "", "2021-03-16 08:30", "", ""], "D3", "no_end"),
        (["李建新", "", "2021-03-16 08:30", "29:00", ""], "D3", "clock"),
        (["李建新", "", "2021-03-16", "", "团建"], "E3", "unknown"),
        (["", "", "2021-03-16", "", ""], "A3", "blank"),
        (["99010119900101001X", "", "2021-03-16", "", ""], "A3", "identity_number"),
        (["", 2, "2021-03-16", "", ""], "B3", "zeros_lost"),
    ],
)
def test_each_wrong_cell_is_told_with_its_address(row, cell, code):
    read = read_duty(a_list(row), "值班表.xlsx", on=MONDAY)
    assert [(reason.field, reason.code) for reason in read.reasons] == [(cell, code)]
    assert read.lines == ()


def test_a_file_that_is_no_duty_list_is_refused_as_a_whole():
    with pytest.raises(CannotRoster) as refused:
        read_duty(a_list(["李建新", "四楼"], head=["姓名", "房间"]), "房间.xlsx", on=MONDAY)
    assert told(refused) == [("file", "columns")]
    with pytest.raises(CannotRoster):
        read_duty(b"not a workbook", "值班表.xlsx", on=MONDAY)


def test_why_somebody_is_on_leave_is_not_kept(town):
    lines = read_duty(a_list(["李建新", "", "2021-03-16", "", "病假"]), "表.xlsx", on=MONDAY).lines
    rules.import_duty(unit=town.here, lines=lines, by=town.clerk, at=AT)
    kept = Duty.objects.values().get()
    assert kept["kind"] == "leave"
    assert "病" not in repr(kept)


# --- taking a list over


def test_a_list_is_taken_whole_and_the_act_is_in_the_record(town):
    lines = [
        a_line("李建新", moment(16), moment(17), no="990002"),
        a_line("王大山", moment(18, 20), moment(19, 8), row=4),
    ]
    done = rules.import_duty(unit=town.here, lines=lines, source="值班表.xlsx", by=town.clerk, at=AT)
    assert (done.added, done.removed, done.unchanged) == (2, 0, 0)
    assert standing() == [
        ("李建新", "duty", date(2021, 3, 16), date(2021, 3, 16)),
        ("王大山", "duty", date(2021, 3, 18), date(2021, 3, 19)),
    ]
    helper = Duty.objects.get(person=town.helper)
    assert (helper.unit.name, helper.roster, helper.source) == ("城南大队", town.here, "值班表.xlsx")
    entry = Entry.objects.get(act="org.import_duty")
    assert (entry.actor, entry.subject) == (town.clerk.key, "unit:990100070000")


def test_importing_the_same_days_again_replaces_them_and_so_undoes(town):
    first = [a_line("李建新", moment(16), moment(17)), a_line("王大山", moment(17), moment(18), row=4)]
    rules.import_duty(unit=town.here, lines=first, by=town.clerk, at=AT)
    kept = Duty.objects.get(person=town.owner).pk
    a_duty(town.owner, date(2021, 3, 25))  # after the days of the list: stays
    a_duty(town.helper, date(2021, 3, 17), roster=town.root)  # on another list: stays
    second = [a_line("李建新", moment(16), moment(17)), a_line("李建新", moment(17), moment(18), row=4)]
    done = rules.import_duty(unit=town.here, lines=second, by=town.clerk, at=AT)
    assert (done.added, done.removed, done.unchanged) == (1, 1, 1)
    assert Duty.objects.filter(pk=kept).exists()
    again = rules.import_duty(unit=town.here, lines=first, by=town.clerk, at=AT)
    assert (again.added, again.removed, again.unchanged) == (1, 1, 1)
    on_list = (
        Duty.objects.filter(roster=town.here).order_by("first_on").values_list("person__name", "first_on")
    )
    assert list(on_list) == [
        ("李建新", date(2021, 3, 16)), ("王大山", date(2021, 3, 17)), ("李建新", date(2021, 3, 25)),
    ]  # fmt: skip
    assert Duty.objects.filter(roster=town.root).count() == 1


def test_days_that_are_named_are_settled_even_where_the_list_has_none(town):
    a_duty(town.owner, date(2021, 3, 16))
    line = a_line("王大山", moment(18), moment(19))
    given = {"unit": town.here, "lines": [line], "by": town.clerk, "at": AT}
    done = rules.import_duty(**given, first_on=MONDAY, last_on=date(2021, 3, 21))
    assert (done.added, done.removed) == (1, 1)
    with pytest.raises(CannotRoster) as refused:
        rules.import_duty(**given, first_on=MONDAY, last_on=date(2021, 3, 17))
    assert told(refused) == [("C3", "outside")]


def test_a_list_that_was_only_looked_at_changes_nothing(town):
    line = a_line("李建新", moment(16), moment(17))
    done = rules.import_duty(unit=town.here, lines=[line], by=town.clerk, at=AT, dry=True)
    assert (done.added, standing(), Entry.objects.filter(act="org.import_duty").count()) == (1, [], 0)


@pytest.mark.parametrize(
    ("name", "no", "field", "code", "words"),
    [
        ("李建薪", "", "A3", "unknown", "李建新”（990002）"),
        ("赵钱孙", "", "A3", "unknown", "没有“赵钱孙”这个人"),
        ("外人甲", "", "A3", "unknown", "没有“外人甲”这个人"),
        ("李建新", "990009", "B3", "unknown", "没有警号为990009的人"),
        ("王大山", "990002", "A3", "name_differs", "990002 是李建新"),
    ],
)
def test_who_is_not_of_the_unit_is_told_with_the_nearest_name_and_nothing_is_taken(
    town, name, no, field, code, words
):
    lines = [a_line("王大山", moment(16), moment(17), row=9), a_line(name, moment(18), moment(19), no=no)]
    with pytest.raises(CannotRoster) as refused:
        rules.import_duty(unit=town.here, lines=lines, by=town.clerk, at=AT)
    assert told(refused) == [(field, code)]
    assert words in str(refused.value.reasons[0])
    assert standing() == []


def test_of_two_with_one_name_the_number_is_asked_for(town):
    a_person(town.here, name="李建新", police_no="990004")
    line = a_line("李建新", moment(16), moment(17))
    with pytest.raises(CannotRoster) as refused:
        rules.import_duty(unit=town.here, lines=[line], by=town.clerk, at=AT)
    assert told(refused) == [("A3", "ambiguous")]
    assert "990002、990004" in str(refused.value.reasons[0])


def test_one_person_is_not_twice_at_once_on_a_list_and_one_after_the_other_is_no_overlap(town):
    after = [
        a_line("李建新", moment(16, 8), moment(17, 8)),
        a_line("李建新", moment(17, 8), moment(18), row=4),
    ]
    rules.import_duty(unit=town.here, lines=after, by=town.clerk, at=AT)
    both = [
        a_line("李建新", moment(16, 8), moment(17, 8)),
        a_line("李建新", moment(17, 7), moment(18), row=4),
    ]
    with pytest.raises(CannotRoster) as refused:
        rules.import_duty(unit=town.here, lines=both, by=town.clerk, at=AT)
    assert told(refused) == [("C4", "overlaps")]
    before = [a_line("李建新", moment(15), moment(16, 9))]
    with pytest.raises(CannotRoster) as refused:
        rules.import_duty(unit=town.here, lines=before, by=town.clerk, at=AT)
    assert told(refused) == [("C3", "overlaps")]


@pytest.mark.parametrize(
    ("start", "end", "code"),
    [(moment(16), moment(16), "reversed"), (moment(16), moment(16 + 400), "too_long")],
)
def test_an_entry_goes_forward_in_time_and_not_for_years(town, start, end, code):
    with pytest.raises(CannotRoster) as refused:
        rules.import_duty(unit=town.here, lines=[a_line("李建新", start, end)], by=town.clerk, at=AT)
    assert told(refused) == [("D3", code)]


def test_a_list_is_read_and_written_in_a_few_queries_however_long_it_is(town, django_assert_max_num_queries):
    people = [a_person(town.here, name=f"同事{n}", police_no=f"9910{n:02}") for n in range(20)]
    lines = [
        a_line(one.name, moment(day), moment(day + 1), row=n)
        for n, one in enumerate(people)
        for day in (16, 18)
    ]
    with django_assert_max_num_queries(20):
        rules.import_duty(unit=town.here, lines=lines, by=town.clerk, at=AT)
    assert Duty.objects.count() == 40


def test_an_empty_list_and_days_the_wrong_way_round_are_refused(town):
    with pytest.raises(CannotRoster) as refused:
        rules.import_duty(unit=town.here, lines=[], by=town.clerk, at=AT)
    assert told(refused) == [("file", "empty")]
    line = a_line("李建新", moment(16), moment(17))
    with pytest.raises(CannotRoster) as refused:
        rules.import_duty(unit=town.here, lines=[line], by=town.clerk, at=AT, first_on=date(2021, 3, 17))
    assert ("last_on", "period") in told(refused)


# --- one entry


def one(town, **change):
    about = {"unit": town.here, "person": town.owner, "kind": DutyKind.DUTY, "from_at": moment(16, 18),
             "to_at": moment(17, 8), "by": town.clerk, "at": AT}  # fmt: skip
    return rules.add_duty(**{**about, **change})


def test_one_entry_is_added_and_removed_and_both_are_in_the_record(town):
    made = one(town)
    assert (made.first_on, made.last_on) == (date(2021, 3, 16), date(2021, 3, 17))
    rules.remove_duty(duty_id=made.pk, by=town.clerk, at=AT)
    assert standing() == []
    acts = Entry.objects.filter(act__startswith="org.").order_by("index").values_list("act", "subject")
    subject = f"person:{town.owner.key}"
    assert list(acts) == [("org.add_duty", subject), ("org.remove_duty", subject)]


def test_an_entry_is_refused_with_the_reason(town):
    one(town)
    with pytest.raises(CannotRoster) as refused:
        one(town, from_at=moment(17, 7), to_at=moment(17, 9))
    assert told(refused) == [("from_at", "overlaps")]
    with pytest.raises(CannotRoster) as refused:
        one(town, person=town.stranger, to_at=moment(16))
    assert told(refused) == [("to_at", "reversed"), ("person", "elsewhere")]


def test_heads_officers_and_clerks_of_other_units_keep_no_list(town):
    made = one(town)
    line = a_line("李建新", moment(20), moment(21))
    for by in (town.head, town.owner, town.stranger):
        with pytest.raises(Forbidden):
            one(town, by=by, from_at=moment(20), to_at=moment(21))
        with pytest.raises(Forbidden):
            rules.import_duty(unit=town.here, lines=[line], by=by, at=AT)
        with pytest.raises(Missing if by is town.stranger else Forbidden):
            rules.remove_duty(duty_id=made.pk, by=by, at=AT)
    assert Duty.objects.count() == 1


def test_the_database_holds_no_entry_twice_none_backwards_and_none_of_an_unknown_kind(town):
    made = one(town)
    for wrong in ({"to_at": F("from_at")}, {"kind": "holiday"}, {"last_on": date(2021, 3, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Duty.objects.filter(pk=made.pk).update(**wrong)
    made.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


# --- asking

HOURS = st.integers(min_value=0, max_value=24 * 9)
SPANS = st.tuples(HOURS, st.integers(min_value=1, max_value=60))
START = datetime(2021, 3, 15, tzinfo=ZONE)


def hour(n: int) -> datetime:
    return START + timedelta(hours=n)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(spans=st.lists(SPANS, max_size=6), asked=SPANS)
def test_by_moment_and_by_day_the_database_says_what_counting_hour_by_hour_says(town, spans, asked):
    """The reference knows neither predicates nor kept days: it marks every hour and every day that an hour lies on."""
    with transaction.atomic():
        Duty.objects.all().delete()
        for n, (begin, length) in enumerate(spans):
            who = a_person_of(town, n)
            Duty.objects.create(
                person=who, unit=town.here, roster=town.here, kind="duty", from_at=hour(begin),
                to_at=hour(begin + length), first_on=hour(begin).date(),
                last_on=(hour(begin + length) - timedelta(microseconds=1)).date(),
            )  # fmt: skip
        begin, length = asked
        wanted = set(range(begin, begin + length))
        expected = {
            a_person_of(town, n).pk
            for n, (b, n_hours) in enumerate(spans)
            if wanted & set(range(b, b + n_hours))
        }
        people = [a_person_of(town, n).pk for n in range(6)]
        assert set(on_duty(people, hour(begin), hour(begin + length))) == expected
        rows = Duty.objects.filter(during(hour(begin), hour(begin + length))).values_list("person", flat=True)
        assert set(rows) == expected
        day = hour(begin).date()
        hours = {(b, size) for b, size in spans if any(hour(h).date() == day for h in range(b, b + size))}
        on_day = Duty.objects.filter(touching(day, day))
        assert {(round((d.from_at - START) / timedelta(hours=1)), round((d.to_at - d.from_at) / timedelta(hours=1)))
                for d in on_day} == hours  # fmt: skip
        # any table with a person and a day will do: here posts, whose first day is the day that is asked about
        Post.objects.filter(person__in=people).update(from_on=day)
        clashing = Post.objects.filter(
            on_duty_day(town.clerk, at=AT, person="person", day="from_on"), person__in=people
        )
        named = {a_person_of(town, n).pk for n, span in enumerate(spans) if span in hours}
        assert set(clashing.values_list("person", flat=True)) == named


def a_person_of(town, n: int) -> Person:
    made = town.__dict__.setdefault("made", {})
    if n not in made:
        made[n] = a_person(town.here, name=f"值班员{n}")
    return made[n]


def test_what_is_asked_of_many_people_is_one_query(town, django_assert_num_queries):
    one(town)
    a_duty(town.helper, date(2021, 3, 16), kind=DutyKind.LEAVE)
    with django_assert_num_queries(1):
        found = on_duty(Person.objects.all(), moment(16, 9), moment(16, 11))
    assert found == {town.helper.pk: DutyKind.LEAVE}
    assert on_duty([town.owner.pk], moment(17, 8), moment(17, 9)) == {}


def test_a_deadline_on_a_duty_day_is_doubted_and_the_nearest_free_working_day_proposed(
    town, django_assert_max_num_queries
):
    a_duty(town.owner, date(2021, 3, 18), date(2021, 3, 19))
    days = {"due_on": date(2021, 3, 19), "other": date(2021, 3, 23), "none": None}
    with django_assert_max_num_queries(10):
        (doubt,) = duty_doubts(town.owner, days, by=town.head, at=AT)
    assert (doubt.field, doubt.instead) == ("due_on", date(2021, 3, 17))  # the 20th and 21st are a weekend
    assert "李建新" in str(doubt.words)
    later = {"by": town.head, "at": AT, "not_before": date(2021, 3, 20)}
    (doubt,) = duty_doubts(town.owner, days, **later)
    assert doubt.instead == date(2021, 3, 22)
    assert duty_doubts(None, days, by=town.head, at=AT) == []


def test_nobody_is_told_of_a_roster_that_he_may_not_read(town):
    a_duty(town.owner, date(2021, 3, 19))
    days = {"due_on": date(2021, 3, 19)}
    guidance = a_person(town.root, Role.GUIDANCE)
    for by, known in ((town.owner, 1), (town.office, 1), (town.helper, 0), (town.stranger, 0), (guidance, 0)):
        assert len(duty_doubts(town.owner, days, by=by, at=AT)) == known
        held = on_duty_day(by, at=AT, person="person", day="from_on")
        Post.objects.filter(person=town.owner).update(from_on=date(2021, 3, 19))
        assert Post.objects.filter(held).count() == known


DAYS = st.integers(min_value=-70, max_value=70).map(lambda n: MONDAY + timedelta(days=n))


@given(day=DAYS, taken=st.lists(st.tuples(DAYS, st.integers(0, 30)), max_size=8), not_before=DAYS)
def test_the_nearest_free_day_is_free_worked_and_nearer_than_any_other(day, taken, not_before):
    spans = [(first, first + timedelta(days=length)) for first, length in taken]

    def fits(one: date) -> bool:
        return one >= not_before and one.weekday() < 5 and not any(a <= one <= b for a, b in spans)

    found = policy.nearest_free(day, spans, lambda one: one.weekday() < 5, not_before=not_before)
    near = [day + timedelta(days=n) for n in range(-policy.FREE_WITHIN, policy.FREE_WITHIN + 1) if n]
    free = [one for one in near if fits(one)]
    assert found == min(free, key=lambda one: (abs(one - day), one), default=None)


# --- the command


def args(path, **change):
    words = {"file": path, "unit": "990100070000", "by": "990001", "first_on": None, "last_on": None,
             "dry_run": False, "json": True}  # fmt: skip
    return argparse.Namespace(**{**words, **change})


def test_the_command_takes_a_list_over_or_only_looks(town, tmp_path, capsys):
    path = tmp_path / "值班表.xlsx"
    path.write_bytes(a_list(["李建新", "", "2021-03-16", "", ""], ["王大山", "", "2021-03-17", "", "休假"]))
    with clock.stopped_at(AT):
        assert commands.import_duty(args(path, dry_run=True)) == 0
        assert standing() == []
        assert commands.import_duty(args(path)) == 0
    looked, taken = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert looked == {**taken, "dry_run": True}
    assert taken == {
        "ok": True, "dry_run": False, "rows": 2, "added": 2, "removed": 0, "unchanged": 0,
        "first_on": "2021-03-16", "last_on": "2021-03-17", "errors": [],
    }  # fmt: skip
    assert len(standing()) == 2


def test_the_command_tells_every_error_with_its_cell_and_takes_nothing(town, tmp_path, capsys):
    path = tmp_path / "值班表.xlsx"
    path.write_bytes(a_list(["李建薪", "", "2021-03-16", "", ""], ["王大山", "", "月底", "", ""],
                            ["王大山", "", "2021-03-17", "", ""]))  # fmt: skip
    with clock.stopped_at(AT):
        assert commands.import_duty(args(path)) == 2
        assert commands.import_duty(args(path, by="000000")) == 2
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert [error["cell"] for error in said["errors"]] == ["C4", "A3"]
    assert "A3: " in err
    assert standing() == []
