"""The clerks' class: members by unit, two surveys of which only sums are kept."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.testing import a_client, a_person
from qingyuan.study.errors import CannotAnswerSurvey, CannotKeepClass
from qingyuan.study.kinds import FEEDBACK, HURDLES, Survey, SurveyChoice
from qingyuan.study.models import ClassMember, ClerkClass, SurveyAnswered, SurveySum
from qingyuan.study.policy import classes as policy
from qingyuan.study.queries import classes as queries
from qingyuan.study.rules.classes import answer_survey, enrol, remove_member, set_up_class
from qingyuan.trail.models import Entry

FIRST, LAST = date(2021, 3, 15), date(2021, 3, 16)
DAYS = st.integers(-20, 40).map(lambda n: FIRST + timedelta(days=n))


@given(st.sampled_from(Survey), DAYS, st.integers(0, 20))
def test_sums_are_never_shown_while_a_survey_is_open_nor_of_fewer_than_five(survey, today, answered):
    if policy.is_shown(survey, FIRST, LAST, today, answered):
        assert not policy.is_open(survey, FIRST, LAST, today)
        assert not any(policy.is_open(survey, FIRST, LAST, today + timedelta(days=n)) for n in range(60))
        assert answered >= policy.FEWEST


@given(
    st.sampled_from(Survey),
    st.sampled_from(SurveyChoice),
    st.one_of(st.none(), st.sampled_from(SurveyChoice)),
)
def test_each_question_has_its_own_choices_and_feedback_is_asked_afterwards(survey, hurdle, feedback):
    sound = hurdle in HURDLES and (feedback in FEEDBACK if survey is Survey.AFTER else feedback is None)
    assert (policy.choice_faults(survey, hurdle, feedback) == []) == sound


@pytest.fixture
def held(city, at):
    """A class of two days with the clerk, the officer and four more of ours, and the stranger of theirs."""
    for unit in (city.ours, city.theirs):
        city.campaign.deployments.get_or_create(unit=unit)
    made = set_up_class(
        campaign=city.campaign, title="文秘培训班", starts_on=FIRST, ends_on=LAST, by=city.office, at=at
    )
    people = [city.clerk, city.officer, city.stranger, *(a_person(city.station) for _n in range(4))]
    enrol(class_id=made.pk, people=[one.police_no for one in people], by=city.office, at=at)
    return made


def test_the_office_sets_a_class_up_enrols_and_a_member_answers_before_and_after(city, at):
    city.campaign.deployments.get_or_create(unit=city.ours)
    office, clerk = a_client(city.office), a_client(city.clerk)
    with clock.stopped_at(at):
        assert "还没有培训班" in clerk.get(reverse("study:classes")).content.decode()
        said = {"title": "文秘培训班", "starts_on": "2021-03-15", "ends_on": "2021-03-16"}
        office.post(reverse("study:add_class"), said)
        found = ClerkClass.objects.get()
        assert found.days == 2
        people = reverse("study:enrol", args=[found.pk])
        answer = office.post(people, {"people": f"{city.clerk.police_no}\n没有的"}).content.decode()
        assert "没有这些警号" in answer
        assert not ClassMember.objects.exists()
        office.post(people, {"people": f"{city.clerk.police_no}\n{city.officer.police_no}"})
        here, survey = reverse("study:class", args=[found.pk]), reverse("study:survey", args=[found.pk])
        assert "回答训前调查" in clerk.get(here).content.decode()
        assert city.officer.name in office.get(here).content.decode()
        assert city.officer.name not in clerk.get(here).content.decode()
        done = clerk.post(survey, {"hurdle": "cannot"}, follow=True).content.decode()
        assert "只加一个数" in done
        assert clerk.get(survey).status_code == 404
    with clock.stopped_at(at + timedelta(days=8)):
        clerk = a_client(city.clerk)
        assert "有没有用" in clerk.get(survey).content.decode()
        assert clerk.post(survey, {"hurdle": "able"}).status_code == 200
        clerk.post(survey, {"hurdle": "able", "feedback": "useful"})
        assert "不会写" not in a_client(city.office).get(here).content.decode()  # one answer is not shown
    assert Entry.objects.filter(act="study.answer_survey").count() == 2
    assert not Entry.objects.filter(act="study.answer_survey", detail__contains="cannot").exists()


def test_sums_are_shown_when_the_survey_is_over_and_nothing_leads_from_them_to_a_member(city, at, held):
    people = [one.person for one in held.members.all()]
    hurdles = [SurveyChoice.CANNOT] * 3 + [SurveyChoice.AFRAID] * 2
    for person, hurdle in zip(people, hurdles, strict=False):
        answer_survey(class_id=held.pk, survey=Survey.BEFORE, hurdle=hurdle, by=person, at=at)
    (before, after) = queries.sums(held, FIRST)
    assert (before.shown, before.answered, before.whole, before.choices) == (False, 5, 7, ())
    (before, after) = queries.sums(held, LAST)
    assert [times for _words, times in before.choices] == [3, 2]
    assert not after.shown
    fields = {field.name for field in SurveyAnswered._meta.get_fields()}
    assert fields == {"id", "member", "survey"}
    assert {field.name for field in SurveySum._meta.get_fields()} == {
        "id",
        "clerk_class",
        "survey",
        "choice",
        "times",
    }
    with clock.stopped_at(at + timedelta(days=8)):
        page = a_client(city.head).get(reverse("study:class", args=[held.pk])).content.decode()
    assert "不会写" in page
    assert "郾川分局" not in page
    assert [(one.unit, one.members) for one in queries.by_unit(held, city.office, at=at)] == [
        (city.ours, 6),
        (city.theirs, 1),
    ]


def test_what_cannot_be_set_up_enrolled_or_answered_is_refused_with_its_reason(city, at, held):
    with pytest.raises(CannotKeepClass, match="培训在1到"):
        set_up_class(campaign=city.campaign, title="班", starts_on=LAST, ends_on=FIRST, by=city.office, at=at)
    with pytest.raises(CannotKeepClass, match="请写警号"):
        enrol(class_id=held.pk, people=[" "], by=city.office, at=at)
    with pytest.raises(CannotKeepClass, match="已经结束"):
        enrol(class_id=held.pk, people=[city.mate.police_no], by=city.office, at=at + timedelta(days=9))
    give = {"class_id": held.pk, "survey": Survey.BEFORE, "by": city.clerk}
    with pytest.raises(CannotAnswerSurvey, match="不开放"):
        answer_survey(hurdle=SurveyChoice.AFRAID, at=at + timedelta(days=8), **give)
    with pytest.raises(CannotAnswerSurvey, match="主要困难"):
        answer_survey(hurdle=SurveyChoice.USEFUL, at=at, **give)
    answer_survey(hurdle=SurveyChoice.AFRAID, at=at, **give)
    with pytest.raises(CannotAnswerSurvey, match="只答一次"):
        answer_survey(hurdle=SurveyChoice.AFRAID, at=at, **give)
    mine = held.members.get(person=city.clerk)
    with pytest.raises(CannotKeepClass, match="不能去掉"):
        remove_member(class_id=held.pk, member_id=mine.pk, by=city.office, at=at)
    other = held.members.get(person=city.officer)
    remove_member(class_id=held.pk, member_id=other.pk, by=city.office, at=at)
    assert held.members.count() == 6
    assert SurveySum.objects.get().times == 1


def test_only_the_office_keeps_classes_and_who_is_no_member_sees_and_answers_nothing(city, at, held):
    for person in (city.clerk, city.head, city.inspector, city.officer, city.guidance, city.system):
        with pytest.raises((Forbidden, Missing)):
            enrol(class_id=held.pk, people=[city.mate.police_no], by=person, at=at)
    for person in (city.mate, city.office, city.guidance):
        with pytest.raises(Missing):
            answer_survey(class_id=held.pk, survey=Survey.BEFORE, hurdle=SurveyChoice.ABLE, by=person, at=at)
    with clock.stopped_at(at):
        assert a_client(city.mate).get(reverse("study:class", args=[held.pk])).status_code == 404
        assert "文秘培训班" not in a_client(city.mate).get(reverse("study:classes")).content.decode()
        assert a_client(city.audit).get(reverse("study:classes")).status_code == 403


def test_the_page_of_a_class_asks_a_fixed_number_of_times(city, at, held, django_assert_max_num_queries):
    client = a_client(city.office)
    with clock.stopped_at(at), django_assert_max_num_queries(18):
        client.get(reverse("study:class", args=[held.pk]))
