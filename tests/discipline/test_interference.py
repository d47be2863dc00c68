"""The three rules: who asked is recorded for good, unseen by him; nil in one tap; whoever recorded is watched over."""

import io
from datetime import date, timedelta

import docx
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.discipline.errors import CannotRecord
from qingyuan.discipline.kinds import Adverse, Asking, Form, Interference, Measures, Source, Way
from qingyuan.discipline.models import Alert, Handling, Nil, Protected, Quarter, Record
from qingyuan.discipline.policy import interference as policy
from qingyuan.discipline.queries import interference as queries
from qingyuan.discipline.rules import interference as rules
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.api import Role
from qingyuan.org.api import rules as org
from qingyuan.org.testing import a_client, a_person
from qingyuan.trail.api import acts


def codes(info) -> set[str]:
    return {reason.code for reason in info.value.reasons}


def a_note(**changes):
    said = {
        "who": "某领导", "role": "某单位副职", "case": "某号案", "on": date(2021, 3, 18), "way": Way.PHONE,
        "kind": Asking.ENQUIRY, "content": "问办到哪一步QQ密语", "answer": "按程序办理",
    }  # fmt: skip
    return rules.Note(**{**said, **changes})


def recorded(city, at, by=None, **changes):
    return rules.record_interference(note=a_note(**changes), by=by or city.officer, at=at)


# -- policy ---------------------------------------------------------------------------------------------------------

steps = st.sampled_from(["0001", "0002", "0003"])
paths = st.lists(steps, max_size=3).map(lambda parts: "0001" + "".join(parts))


@given(st.integers(1, 4), st.lists(paths, max_size=3), st.integers(1, 4) | st.none(), paths | st.just(""))
def test_a_record_never_exists_for_who_asked_nor_in_the_unit_he_heads(person, places, asker, hidden):
    if policy.exists_for(person, places, asker, hidden):
        assert person != asker
        assert not (hidden and any(place.startswith(hidden) for place in places))


posts = st.builds(
    policy.Post, st.text("0123456789", min_size=1, max_size=3), st.integers(1, 3),
    st.dates(date(2019, 1, 1), date(2024, 1, 1)), st.none() | st.dates(date(2019, 1, 1), date(2024, 12, 31)),
    st.booleans(),
)  # fmt: skip


@given(
    st.lists(posts, max_size=5),
    st.dates(date(2020, 1, 1), date(2022, 1, 1)),
    st.dates(date(2020, 1, 1), date(2025, 1, 1)),
)
def test_the_watch_tells_only_of_its_own_time_and_never_of_the_future(held, since, today):
    until = policy.watched_until(since)
    for _kind, _ref, on in policy.adverse(held, since, until, today):
        assert since <= on <= min(until, today)


def test_a_post_that_ended_and_a_move_are_both_told():
    held = [
        policy.Post("1", 7, date(2019, 1, 1), date(2021, 5, 31), True),
        policy.Post("2", 8, date(2021, 6, 1), None, True),
    ]
    told = policy.adverse(held, date(2021, 3, 19), date(2023, 3, 19), date(2021, 7, 1))
    assert [kind for kind, _ref, _on in told] == [Adverse.POST_LOST, Adverse.MOVED]
    assert policy.adverse(held, date(2021, 7, 1), date(2023, 7, 1), date(2021, 8, 1)) == []


# -- recording ------------------------------------------------------------------------------------------------------


def test_every_officer_records_and_it_is_in_the_record_without_its_words(city, at):
    made = recorded(city, at)
    assert list(queries.own(city.officer)) == [made]
    entry = acts().get(act="discipline.record_interference")
    assert "QQ密语" not in entry.detail
    assert (made.unit, Protected.objects.get().source) == (city.ours, Source.RECORDER)
    with pytest.raises(Forbidden):
        recorded(city, at, by=city.system)


def test_guidance_by_mouth_is_no_guidance_and_pleading_names_the_act(city, at):
    with pytest.raises(CannotRecord) as info:
        recorded(city, at, kind=Asking.GUIDANCE, way=Way.PHONE)
    assert codes(info) == {"not_written"}
    with pytest.raises(CannotRecord) as info:
        recorded(city, at, kind=Asking.PLEADING, on=date(2021, 4, 1), content=" ")
    assert codes(info) == {"no_act", "ahead", "blank"}
    made = recorded(city, at, kind=Asking.GUIDANCE, way=Way.LETTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=made.pk).update(way=Way.FACE)


def test_the_record_exists_for_supervisors_but_not_for_who_asked_nor_below_him(city, at):
    made = recorded(city, at, asker=city.head)
    assert made.hidden_path == city.ours.path
    seeing = {
        name for name, one in vars(city).items()
        if hasattr(one, "police_no") and queries.records(one, at=at).exists()
    }  # fmt: skip
    assert seeing == {"handler", "helper", "approver", "resident", "third"}
    plain = recorded(city, at, by=city.constable)
    assert list(queries.records(city.local, at=at)) == [plain]


def test_a_supervisor_who_asked_does_not_find_himself_in_the_list(city, at):
    recorded(city, at, asker=city.handler)
    assert not queries.records(city.handler, at=at).exists()
    assert queries.records(city.resident, at=at).exists()


# -- nil and quarter --------------------------------------------------------------------------------------------------


def test_nil_is_one_tap_a_unit_and_month_and_betrays_no_record(city, at):
    recorded(city, at)
    month = date(2021, 3, 1)
    for _twice in range(2):
        rules.report_nil(unit=city.ours, month=month, by=city.clerk, at=at)
    assert Nil.objects.count() == 1
    assert acts().filter(act="discipline.report_nil").count() == 1
    with pytest.raises(Forbidden):
        rules.report_nil(unit=city.theirs, month=month, by=city.clerk, at=at)
    with pytest.raises(CannotRecord):
        rules.report_nil(unit=city.ours, month=date(2021, 4, 1), by=city.clerk, at=at)


def test_the_quarter_is_summed_up_once_after_it_ended_and_tells_of_no_case(city, at):
    recorded(city, at)
    recorded(city, at, kind=Asking.PLEADING, forbidden=Interference.PLEADING_FOR, urgent=True)
    assert rules.sum_up_quarter(at=at) == 0
    april = at + timedelta(days=13)
    assert rules.sum_up_quarter(at=april) == 2  # the city, and the county with its own supervisors
    assert rules.sum_up_quarter(at=april) == 0
    made = Quarter.objects.get(unit=city.root)
    assert made.counted["all"] == 2
    assert made.counted["urgent"] == 1
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(queries.summary(made))).paragraphs)
    assert "2 件" in text
    assert "QQ密语" not in text
    assert "某号案" not in text
    assert list(queries.quarters(city.local, at=april).values_list("unit", flat=True)) == [city.ours.pk]


# -- the watch ------------------------------------------------------------------------------------------


def test_a_recorder_who_is_moved_is_shown_to_the_level_above_once_and_not_to_his_own_unit(city, at):
    recorded(city, at, by=city.constable)
    later = at + timedelta(days=100)
    org.transfer(
        person=city.constable, unit=city.theirs, title="民警", from_on=(later - timedelta(days=1)).date(),
        by=city.system, at=later,
    )  # fmt: skip
    assert rules.watch_over(at=later) == 2
    assert rules.watch_over(at=later + timedelta(days=1)) == 0
    assert {alert.kind for alert in Alert.objects.all()} == {Adverse.POST_LOST, Adverse.MOVED}
    assert set(Alert.objects.values_list("level", flat=True)) == {city.ours.pk}
    for person in (city.head, city.clerk, city.constable, city.office, city.system):
        assert not queries.alerts(person, at=later).exists()
    assert queries.alerts(city.handler, at=later).count() == 2
    assert queries.alerts(city.local, at=later).count() == 2
    alert = Alert.objects.first()
    rules.answer_alert(alert_id=alert.pk, words="正常轮岗，手续齐全", by=city.handler, at=later)
    with pytest.raises(CannotRecord):
        rules.answer_alert(alert_id=alert.pk, words="再答", by=city.handler, at=later)


def test_an_alert_about_a_county_officer_is_not_for_his_own_county(city, at):
    recorded(city, at, by=city.officer)
    later = at + timedelta(days=30)
    org.transfer(
        person=city.officer, unit=city.station, title="民警", from_on=later.date(), by=city.system, at=later
    )
    assert rules.watch_over(at=later) == 2
    assert not queries.alerts(city.local, at=later).exists()
    assert queries.alerts(city.resident, at=later).count() == 2
    with pytest.raises(Missing):
        rules.answer_alert(alert_id=Alert.objects.first().pk, words="x", by=city.local, at=later)


def test_a_sanction_on_a_recorder_is_told_and_a_reminder_talk_is_not(city, at):
    recorded(city, at, by=city.constable)
    for measure, form in ((Measures.REMINDER_TALK, Form.FIRST), (Measures.SANCTION_WARNING, Form.SECOND)):
        Handling.objects.create(
            person=city.constable, unit=city.station, form=form, measure=measure, basis="x", facts="x", at=at,
            by=city.handler, heard_on=at.date(), decided_on=at.date(), decided_by=city.approver,
        )  # fmt: skip
    assert rules.watch_over(at=at) == 1
    assert Alert.objects.get().kind == Adverse.SANCTIONED


def test_after_24_months_the_watch_ends(city, at):
    recorded(city, at, by=city.constable)
    late = at + timedelta(days=800)
    org.transfer(
        person=city.constable, unit=city.theirs, title="民警", from_on=late.date(), by=city.system, at=late
    )
    assert rules.watch_over(at=late) == 0


def test_a_witness_known_by_name_is_protected_by_a_supervisor_only(city, at):
    made = rules.protect_person(person=city.constable, source=Source.WITNESS, by=city.handler, at=at)
    assert made.until == date(2023, 3, 19)
    with pytest.raises(Forbidden):
        rules.protect_person(person=city.constable, source=Source.WITNESS, by=city.head, at=at)


# -- pages ----------------------------------------------------------------------------------------------


def to(name, *args):
    return reverse(f"discipline:{name}", args=args)


def test_the_pages_record_in_one_form_and_show_it_to_supervisors_alone(city, at):
    with clock.stopped_at(at):
        said = {
            "who": "某领导", "role": "副职", "case": "某号案", "on": "2021-03-18", "way": "phone", "kind": "enquiry",
            "content": "QQ密语", "answer": "按程序", "asker_no": city.head.police_no, "urgent": "1",
        }  # fmt: skip
        client = a_client(city.officer)
        assert "24个月" in client.post(to("record"), said, follow=True).content.decode()
        assert Record.objects.get().urgent
        assert "QQ密语" in a_client(city.handler).get(to("records")).content.decode()
        assert "QQ密语" not in a_client(city.local).get(to("records")).content.decode()
        for person in (city.head, city.clerk, city.office, city.system, city.security, city.audit):
            assert a_client(person).get(to("records")).status_code == 403
            assert a_client(person).get(to("watch")).status_code == 403
        wrong = client.post(
            to("record"), said | {"asker_no": "没有", "content": ""}, follow=True
        ).content.decode()
        assert "没有这个警号" in wrong


def test_nil_is_one_button_for_the_clerk_and_nobody_elses(city, at):
    with clock.stopped_at(at):
        client = a_client(city.clerk)
        assert "本月零报告" in client.get(to("nil")).content.decode()
        page = client.post(to("nil"), {"unit": city.ours.pk}, follow=True).content.decode()
        assert "已零报告" in page
        assert client.post(to("nil"), {"unit": city.theirs.pk}).status_code == 404
        assert a_client(city.officer).get(to("nil")).status_code == 403
        assert "没有需要核查的人事变动" in a_client(city.handler).get(to("watch")).content.decode()


def test_a_second_recorder_in_a_unit_learns_nothing_of_the_first(city, at):
    recorded(city, at)
    other = a_person(city.ours, Role.LEGAL)
    assert not queries.own(other).exists()
    assert not queries.records(other, at=at).exists()
