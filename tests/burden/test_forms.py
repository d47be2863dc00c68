"""Passports, fields and requests: each way through, each reason to refuse, and what stands in the record."""

from datetime import date, timedelta

import pytest

from qingyuan.burden import testing
from qingyuan.burden.errors import CannotApprove, CannotFill, CannotMake, CannotSend, OverCap
from qingyuan.burden.kinds import AskState, Filler, PassportState, Retired, Unfit
from qingyuan.burden.models import Ceiling, Claim, Field, Passport, Spent, Value
from qingyuan.burden.queries import register
from qingyuan.burden.queries import requests as asked
from qingyuan.burden.rules import approving, passports, requests
from qingyuan.burden.rules.spending import opening
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.api import Level
from qingyuan.trail.api import Entry
from tests.burden.conftest import TODAY

NEXT_YEAR = timedelta(days=400)


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def acts(subject):
    return list(Entry.objects.filter(subject=subject).order_by("index").values_list("act", flat=True))


@pytest.fixture
def form(city, at):
    return testing.a_passport(
        city.root, by=city.office, second=city.second, at=at, fields=["在岗民警数", "车辆数"]
    )


def test_a_second_person_approves_a_form_and_the_record_says_so(city, at):
    made = testing.a_draft(city.root, by=city.office, at=at)
    with pytest.raises(CannotApprove) as refused:
        approving.approve_passport(passport_id=made.pk, version=made.version, by=city.second, at=at)
    assert codes(refused) == ["not_submitted"]
    approving.submit_passport(passport_id=made.pk, version=made.version, by=city.office, at=at)
    with pytest.raises(CannotApprove) as refused:
        approving.approve_passport(passport_id=made.pk, version=made.version, by=city.office, at=at)
    assert codes(refused) == ["second"]
    with pytest.raises(CannotApprove) as refused:
        approving.approve_passport(passport_id=made.pk, version=0, by=city.second, at=at)
    assert codes(refused) == ["changed"]
    approving.return_passport(passport_id=made.pk, words="写明用途", by=city.second, at=at)
    approving.submit_passport(passport_id=made.pk, version=made.version, by=city.office, at=at)
    approving.approve_passport(passport_id=made.pk, version=made.version, by=city.second, at=at)
    assert Passport.objects.get().state == PassportState.IN_FORCE
    assert acts(f"passport:{made.pk}") == [
        *("burden.make_passport", "burden.ask_for", "burden.submit_passport"),
        *("burden.return_passport", "burden.submit_passport", "burden.approve_passport"),
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": " "}, "no_name"),
        ({"number": ""}, "no_number"),
        ({"basis": ""}, "no_basis"),
        ({"purpose": ""}, "no_purpose"),
        ({"minutes": 0}, "minutes"),
        ({"valid_until": TODAY - timedelta(days=1)}, "past"),
        ({"valid_until": TODAY + NEXT_YEAR}, "too_long"),
        ({"level": Level.PROVINCE}, "no_maker"),
    ],
)
def test_a_form_that_does_not_say_what_it_is_stays_at_the_desk(city, at, given, code):
    with pytest.raises(CannotMake) as refused:
        testing.a_draft(city.root, by=city.office, at=at, **given)
    assert codes(refused) == [code]
    assert not Passport.objects.exists()


def test_a_form_without_fields_or_approval_number_is_not_submitted(city, at):
    text = testing.a_draft_text(TODAY, approval="")
    made = passports.make_passport(unit=city.root, draft=text, by=city.office, at=at)
    with pytest.raises(CannotApprove) as refused:
        approving.submit_passport(passport_id=made.pk, version=0, by=city.office, at=at)
    assert codes(refused) == ["no_approval", "no_fields"]


def test_a_form_that_the_system_brings_is_registered_once(city, at):
    for expected in (None, CannotMake):
        text = testing.a_draft_text(TODAY)
        said = {"unit": city.root, "draft": text, "own": "inspection.answer", "by": city.office, "at": at}
        if expected is None:
            passports.make_passport(**said)
        else:
            with pytest.raises(expected) as refused:
                passports.make_passport(**said)
            assert codes(refused) == ["own_taken"]


def test_what_is_known_is_not_asked_again_under_any_name(city, at, form):
    made = testing.a_draft(city.root, by=city.office, at=at)
    said = {"passport_id": made.pk, "source": "各所", "by": city.office, "at": at}
    with pytest.raises(CannotMake) as refused:
        passports.ask_for(words="本单位 在岗民警数", **said)
    assert codes(refused) == ["known"]
    with pytest.raises(CannotMake) as refused:
        passports.ask_for(words="在岗民警总数", **said)
    assert codes(refused) == ["near"]
    passports.ask_for(words="在岗民警总数", different="含借调", **said)
    known = Field.objects.get(words="在岗民警数")
    brought = passports.ask_for(passport_id=made.pk, field_id=known.pk, by=city.office, at=at)
    assert brought.prefilled
    with pytest.raises(CannotMake) as refused:
        passports.ask_for(passport_id=made.pk, field_id=known.pk, by=city.office, at=at)
    assert codes(refused) == ["twice"]
    with pytest.raises(CannotMake) as refused:
        passports.ask_for(passport_id=made.pk, words="（）", by=city.office, at=at)
    assert codes(refused) == ["no_words", "no_source"]
    assert register.asked_twice(TODAY) == 0


def test_what_the_rosters_know_is_brought_along_from_the_first_day(city, at):
    made = testing.a_draft(city.root, by=city.office, at=at)
    police = Field.objects.get(code="police")
    assert passports.ask_for(passport_id=made.pk, field_id=police.pk, by=city.office, at=at).prefilled
    with pytest.raises(CannotMake) as refused:
        passports.ask_for(passport_id=made.pk, words="本单位民警人数", source="各所", by=city.office, at=at)
    assert codes(refused) == ["known"]
    made.refresh_from_db()
    approving.submit_passport(passport_id=made.pk, version=made.version, by=city.office, at=at)
    approving.approve_passport(passport_id=made.pk, version=made.version, by=city.second, at=at)
    request = testing.a_request(made, [city.ours], by=city.office, at=at)
    lines = asked.lines(testing.asked_of(request, city.ours), at=at)
    assert {line.field.code: line.brought for line in lines}[
        "police"
    ] == "4"  # three of the unit, one of its station


def test_forms_of_the_stock_are_counted_for_what_they_ask_twice(city, at):
    for _turn in range(2):
        testing.a_passport(
            city.root, by=city.office, second=city.second, at=at, existing=True, fields=["在岗民警数"]
        )
    assert register.asked_twice(TODAY) == 1


def test_the_forms_of_a_level_only_become_fewer(city, at):
    said = {"by": city.office, "second": city.second, "at": at}
    first, second = (testing.a_passport(city.root, existing=True, **said) for _turn in range(2))
    approving.close_stock(level=Level.CITY, by=city.office, at=at)
    with pytest.raises(CannotApprove) as refused:
        approving.close_stock(level=Level.CITY, by=city.office, at=at)
    assert codes(refused) == ["closed"]
    with pytest.raises(CannotMake) as refused:
        testing.a_draft(city.root, by=city.office, at=at, existing=True)
    assert codes(refused) == ["stock"]
    with pytest.raises(CannotApprove) as refused:
        testing.a_passport(city.root, **said)
    assert codes(refused) == ["fewer"]
    fresh = Passport.objects.get(state="submitted")
    approving.approve_passport(
        passport_id=fresh.pk, version=fresh.version, replaces=[first.pk], by=city.second, at=at
    )
    first.refresh_from_db()
    assert (first.state, first.replaced_by) == (PassportState.RETIRED, fresh)
    assert Ceiling.objects.get().most == 2
    approving.retire_passport(passport_id=second.pk, why=Retired.KNOWN, by=city.second, at=at)
    assert Ceiling.objects.get().most == 1
    [line] = [one for one in register.levels(TODAY) if one.level == Level.CITY]
    assert (line.active, line.most, line.counted) == (1, 1, 2)
    [month] = register.months(TODAY)
    assert (month.active, month.retired) == (1, 2)
    with pytest.raises(CannotApprove):
        approving.retire_passport(passport_id=second.pk, why=Retired.KNOWN, by=city.second, at=at)


def test_an_expired_form_is_not_sent_and_is_prolonged_by_a_second_person_only(city, at, form):
    later = at + NEXT_YEAR
    with pytest.raises(CannotSend) as refused:
        testing.a_request(form, [city.ours], by=city.office, at=later)
    assert codes(refused) == ["unfit"]
    assert "统计法" in str(refused.value)
    until = TODAY + NEXT_YEAR + timedelta(days=30)
    said = {"passport_id": form.pk, "valid_until": until, "approval": "示公批〔2022〕2号", "at": later}
    with pytest.raises(CannotApprove) as refused:
        approving.prolong_passport(by=city.office, **said)
    assert codes(refused) == ["second"]
    approving.prolong_passport(by=city.second, **said)
    testing.a_request(form, [city.ours], by=city.office, at=later)


def test_a_unit_fills_a_form_with_what_is_known_brought_along_and_its_time_is_measured(city, at, form):
    request = testing.a_request(form, [city.ours, city.theirs], by=city.office, at=at)
    ask = testing.asked_of(request, city.ours)
    first, second = (one.field_id for one in register.asked_fields(form))
    with pytest.raises(CannotFill) as refused:
        requests.fill(ask_id=ask.pk, values={first: "12"}, by=city.clerk, at=at)
    assert codes(refused) == ["empty"]
    stamp = opening(form=f"passport:{form.pk}", by=city.clerk, at=at)
    requests.fill(
        ask_id=ask.pk,
        values={first: "12", second: "3"},
        by=city.clerk,
        at=at + timedelta(minutes=3),
        stamp=stamp,
    )
    assert Spent.objects.get().seconds == 180
    with pytest.raises(CannotFill) as refused:
        requests.fill(ask_id=ask.pk, values={first: "13", second: "3"}, by=city.clerk, at=at)
    assert codes(refused) == ["done"]
    later = at + timedelta(days=7)
    again = testing.asked_of(testing.a_request(form, [city.ours], by=city.office, at=later), city.ours)
    assert [line.brought for line in asked.lines(again, at=later)] == ["12", "3"]
    requests.fill(ask_id=again.pk, values={first: "12", second: "4"}, by=city.clerk, at=later)
    assert Value.objects.filter(prefilled=True).count() == 1
    assert acts(f"ask:{ask.pk}") == ["burden.fill"]


def test_a_form_that_was_switched_off_is_refused_in_one_tap_and_one_in_order_is_not(city, at, form):
    request = testing.a_request(form, [city.ours, city.theirs], by=city.office, at=at)
    ask = testing.asked_of(request, city.ours)
    with pytest.raises(CannotFill) as refused:
        requests.refuse(ask_id=ask.pk, by=city.clerk, at=at)
    assert codes(refused) == ["in_order"]
    approving.retire_passport(passport_id=form.pk, why=Retired.IDLE, by=city.second, at=at)
    requests.refuse(ask_id=ask.pk, by=city.clerk, at=at)
    ask.refresh_from_db()
    assert (ask.state, ask.refusal) == (AskState.REFUSED, Unfit.RETIRED)
    assert set(Claim.objects.values_list("unit", flat=True)) == {city.theirs.pk}
    other = testing.asked_of(request, city.theirs)
    with pytest.raises(Missing):
        requests.refuse(ask_id=other.pk, by=city.clerk, at=at)


def test_officers_fill_what_is_sent_to_officers_and_nothing_else(city, at, form):
    own = testing.a_passport(
        city.root, by=city.office, second=city.second, at=at, filler=Filler.OFFICER, minutes=5
    )
    for one in (form, own):
        testing.a_request(one, [city.station], by=city.office, at=at)
    assert [ask.request.filler for ask in asked.to_fill(city.officer, at=at)] == [Filler.OFFICER]
    assert asked.to_fill(city.clerk, at=at).count() == 2  # the station lies below his unit
    assert not asked.to_fill(city.stranger, at=at).exists()


def test_at_a_cap_nothing_more_is_sent_and_merging_postponing_and_cancelling_make_room(city, at):
    said = {"by": city.office, "second": city.second, "at": at, "filler": Filler.OFFICER}
    first = testing.a_passport(city.root, minutes=10, fields=["夜间警情数", "出警时长"], **said)
    again = testing.a_passport(city.root, minutes=10, fields=["夜间警情数目前值", "巡逻里程"], **said)
    known = Field.objects.get(words="夜间警情数")
    third = testing.a_draft(city.root, by=city.office, at=at, minutes=8, filler=Filler.OFFICER)
    passports.ask_for(passport_id=third.pk, field_id=known.pk, by=city.office, at=at)
    third.refresh_from_db()
    approving.submit_passport(passport_id=third.pk, version=third.version, by=city.office, at=at)
    approving.approve_passport(passport_id=third.pk, version=third.version, by=city.second, at=at)
    request = testing.a_request(first, [city.ours, city.theirs], by=city.office, at=at)
    with pytest.raises(OverCap) as refused:
        testing.a_request(again, [city.ours], by=city.office, at=at)
    assert codes(refused) == ["over_officer_form_minutes"]
    assert first.name in str(refused.value)
    requests.merge_form(request_id=request.pk, passport_id=third.pk, by=city.office, at=at)
    assert set(Claim.objects.values_list("minutes", flat=True)) == {
        14
    }  # 10 and half of 8: one field of two is new
    with pytest.raises(CannotSend) as refused:
        requests.merge_form(request_id=request.pk, passport_id=third.pk, by=city.office, at=at)
    assert codes(refused) == ["twice"]
    requests.postpone_request(request_id=request.pk, due_on=date(2021, 3, 26), by=city.office, at=at)
    testing.a_request(again, [city.ours], by=city.office, at=at)
    with pytest.raises(CannotSend) as refused:
        requests.postpone_request(request_id=request.pk, due_on=date(2021, 3, 25), by=city.office, at=at)
    assert codes(refused) == ["sooner"]
    requests.cancel_request(request_id=request.pk, by=city.office, at=at)
    assert Claim.objects.count() == 1
    with pytest.raises(CannotSend) as refused:
        requests.cancel_request(request_id=request.pk, by=city.office, at=at)
    assert codes(refused) == ["over"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, "past"),
        ({"units": []}, "no_units"),
        ({"units": ["root"]}, "outside"),
    ],
)
def test_a_request_that_nobody_can_answer_is_not_sent(city, at, change, code):
    form = testing.a_passport(city.ours, by=city.clerk, second=city.head, at=at, level=Level.COUNTY)
    if "units" in change:
        change = {"units": [getattr(city, name) for name in change["units"]]}
    said = {"unit": city.ours, "passports": [form.pk], "units": [city.station], "due_on": TODAY}
    with pytest.raises(CannotSend) as refused:
        requests.send_request(**{**said, **change}, by=city.clerk, at=at)
    assert codes(refused) == [code]


def test_who_may_not_is_told_and_who_must_not_see_finds_nothing(city, at, form):
    draft = testing.a_draft(city.root, by=city.office, at=at)
    with pytest.raises(Forbidden):
        testing.a_draft(city.root, by=city.officer, at=at)
    with pytest.raises(Missing):
        passports.discard_passport(passport_id=draft.pk, by=city.clerk, at=at)
    with pytest.raises(Forbidden):
        approving.retire_passport(passport_id=form.pk, why=Retired.IDLE, by=city.clerk, at=at)
    with pytest.raises(Forbidden):
        approving.close_stock(level=Level.CITY, by=city.head, at=at)
    with pytest.raises(Forbidden):
        testing.a_request(form, [city.ours], by=city.clerk, at=at)
    request = testing.a_request(form, [city.ours], by=city.office, at=at)
    with pytest.raises(Missing):
        requests.cancel_request(request_id=request.pk, by=city.stranger, at=at)
    assert asked.ask_of(city.stranger, testing.asked_of(request, city.ours).pk, at=at) is None
