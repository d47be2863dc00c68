"""Declarations: only of whom the article names, nil in one tap, filled in from the last time; talks without a word."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.discipline.errors import CannotBook, CannotHold, Missing
from qingyuan.discipline.kinds import Booked, Grade
from qingyuan.discipline.models import Declaration, DeclarationCategory, Talk
from qingyuan.discipline.policy import declarations as policy
from qingyuan.discipline.queries import declarations as queries
from qingyuan.discipline.rules import declarations as rules
from qingyuan.discipline.rules import talks
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden
from qingyuan.org.testing import a_client, a_person
from tests.discipline.windows import a_policy

SECRET = "与胞弟合伙的汽修店"
BASIS = "公务员法第五十九条第十六项"


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


def a_category(city, at, code="business", ranks=("officer", "middle", "leader")):
    rules.keep_category(code=code, basis=BASIS, grade=Grade.A, ranks=ranks, by=city.handler, at=at)
    return rules.confirm_category(code=code, by=city.approver, at=at)


def a_round(city, at, unit=None, code="business", days=14):
    today = at.date()
    return rules.hold_round(
        campaign=city.campaign, code=code, unit=unit or city.ours, opens_on=today,
        due_on=today + timedelta(days=days), by=city.handler, at=at,
    )  # fmt: skip


@pytest.fixture
def asked(city, at):
    a_category(city, at)
    return a_round(city, at)


def to(name, *args):
    return reverse(f"discipline:{name}", args=args)


def words(answer):
    return answer.content.decode()


# -- of whom ---------------------------------------------------------------------------------------------------


RANKS = st.sets(st.sampled_from(["leader", "middle", "officer"]))


@given(st.text(max_size=9), RANKS, st.booleans(), st.integers(1, 3), st.none() | st.integers(1, 3))
def test_nothing_is_asked_without_an_article_and_of_family_never_more_than_leaders(
    basis, ranks, family, by, second
):
    gaps = policy.category_gaps(policy.Category(basis, frozenset(ranks), family, by, second))
    if not gaps:
        assert basis.strip()
        assert ranks
        assert not family or ranks == {"leader"}
        assert second != by


def test_a_category_is_shipped_without_an_article_and_asks_nobody(city, at):
    shipped = DeclarationCategory.objects.get(code="business")
    assert (shipped.basis, shipped.ranks, shipped.grade) == ("", [], Grade.U)
    with pytest.raises(CannotHold) as refusal:
        a_round(city, at)
    assert codes(refusal) == {"unconfirmed"}


def test_a_second_person_confirms_and_a_new_article_must_be_confirmed_again(city, at):
    rules.keep_category(
        code="business", basis=BASIS, grade=Grade.A, ranks=["officer"], by=city.handler, at=at
    )
    with pytest.raises(CannotHold) as refusal:
        rules.confirm_category(code="business", by=city.handler, at=at)
    assert codes(refusal) == {"same_person"}
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclarationCategory.objects.filter(code="business").update(confirmed_by=city.handler, confirmed_at=at)
    rules.confirm_category(code="business", by=city.approver, at=at)
    again = rules.keep_category(
        code="business", basis=BASIS + "等", grade=Grade.A, ranks=["officer"], by=city.approver, at=at
    )
    assert again.confirmed_by is None


def test_family_is_asked_of_leaders_only_whatever_article_is_typed(city, at):
    with pytest.raises(CannotHold) as refusal:
        rules.keep_category(
            code="family_business",
            basis=BASIS,
            grade=Grade.B,
            ranks=["leader", "officer"],
            by=city.handler,
            at=at,
        )
    assert codes(refusal) == {"family"}
    a_category(city, at, "family_business", ("leader",))
    found = a_round(city, at, city.root, "family_business")
    assert not queries.due(city.officer, at)
    leader = a_person(city.ours, name="县级干部")
    type(leader).objects.filter(pk=leader.pk).update(rank="leader")
    leader.refresh_from_db()
    assert [one.round.pk for one in queries.due(leader, at)] == [found.pk]


def test_who_is_not_asked_cannot_declare(city, at):
    a_category(city, at, ranks=("leader",))
    found = a_round(city, at)
    with pytest.raises(Missing):
        rules.declare(round_id=found.pk, words=None, by=city.officer, at=at)
    for person in (city.system, city.security, city.audit):
        with pytest.raises(Forbidden):
            rules.declare(round_id=found.pk, words=None, by=person, at=at)


# -- one tap, and the last time ----------------------------------------------------------------------------------


def test_nil_is_one_tap(city, asked):
    client = a_client(city.officer)
    assert "没有需要申报的" in words(client.get(to("declarations")))
    client.post(to("declare", asked.pk), {"nil": "1"})
    made = Declaration.objects.get(person=city.officer)
    assert made.nil
    assert made.sealed is None
    assert "已申报" in words(client.get(to("declarations")))


def test_the_words_of_the_last_time_stand_in_the_form_and_not_in_the_database(city, at, asked):
    client = a_client(city.officer)
    client.post(to("declare", asked.pk), {"words": SECRET})
    assert SECRET.encode() not in bytes(Declaration.objects.get().sealed)
    with clock.stopped_at(at + timedelta(days=40)):
        again = a_round(city, at + timedelta(days=40))
        assert SECRET in words(a_client(city.officer).get(to("declare", again.pk)))
        assert queries.due(city.constable, at + timedelta(days=40))[0].last_words == ""


def test_it_may_be_mended_until_it_is_due(city, at, asked):
    rules.declare(round_id=asked.pk, words=SECRET, by=city.officer, at=at)
    rules.declare(round_id=asked.pk, words=None, by=city.officer, at=at)
    assert Declaration.objects.get().nil
    from qingyuan.discipline.errors import CannotAnswer

    with pytest.raises(CannotAnswer) as refusal:
        rules.declare(round_id=asked.pk, words=SECRET, by=city.officer, at=at + timedelta(days=20))
    assert codes(refusal) == {"over"}
    late = rules.declare(round_id=asked.pk, words=None, by=city.constable, at=at + timedelta(days=20))
    assert late.nil, "who is late still declares"


# -- who sees what ---------------------------------------------------------------------------------------------


def test_the_unit_sees_who_has_not_answered_and_never_what_others_said(city, at, asked):
    rules.declare(round_id=asked.pk, words=SECRET, by=city.officer, at=at)
    for person in (city.head, city.clerk):
        page = words(a_client(person).get(to("round", asked.pk)))
        assert "民警乙" in page
        assert "民警甲" not in page
        assert SECRET not in page
        assert "申报有" not in page
    page = words(a_client(city.handler).get(to("round", asked.pk)))
    assert SECRET in page
    assert "民警甲" in page
    for person in (city.officer, city.system, city.security, city.audit, city.office, city.guidance):
        assert a_client(person).get(to("round", asked.pk)).status_code in (403, 404), person


def test_nobody_below_a_head_reads_what_he_declared(city, at, asked):
    rules.declare(round_id=asked.pk, words=SECRET, by=city.head, at=at)
    assert not queries.declared(asked, city.local, at=at).exists()
    assert queries.declared(asked, city.handler, at=at).exists()
    rules.declare(round_id=asked.pk, words=SECRET, by=city.constable, at=at)
    assert queries.declared(asked, city.local, at=at).count() == 1


def test_another_county_has_no_such_round(city, at, asked):
    other = a_person(city.theirs, "clerk", name="外局内勤")
    assert not queries.rounds(other, at=at).exists()
    assert not queries.due(other, at)


def test_the_figures_have_their_parts(city, at, asked):
    rules.declare(round_id=asked.pk, words=SECRET, by=city.officer, at=at)
    rules.declare(round_id=asked.pk, words=None, by=city.constable, at=at)
    seen = queries.round_figures(asked, city.handler, at=at)
    assert (seen.answered, seen.told, seen.nil) == (2, 1, 1)
    assert seen.asked == queries.asked_of(asked, at).count()
    seen = queries.round_figures(asked, city.clerk, at=at)
    assert (seen.answered, seen.told, seen.nil) == (2, None, None)


def test_queries_do_not_grow(city, at, asked):
    def counted():
        client = a_client(city.handler)
        client.get(to("round", asked.pk))
        with CaptureQueriesContext(connection) as seen:
            client.get(to("round", asked.pk))
        return len(seen)

    rules.declare(round_id=asked.pk, words=SECRET, by=city.officer, at=at)
    before = counted()
    for _n in range(5):
        a_person(city.ours, name="民警")
        rules.declare(round_id=asked.pk, words=SECRET, by=a_person(city.station, name="民警"), at=at)
    assert counted() == before


# -- talks -------------------------------------------------------------------------------------------------------


def test_a_talk_has_no_place_for_what_was_said(city):
    names = {field.name for field in Talk._meta.get_fields()}
    assert names == {"id", "asker", "other", "on", "state", "again", "at"}


def test_a_talk_is_booked_agreed_held_and_seen_by_the_two_alone(city, at):
    a_policy(city.root, city.handler, at)
    client = a_client(city.officer)
    page = words(client.get(to("talks")))
    assert "纪检监察室 000-1001" in page
    client.post(to("talks"), {"other": city.head.pk, "on": "2021-03-19"})
    made = Talk.objects.get()
    for person in (city.clerk, city.handler, city.office, city.constable):
        page = words(a_client(person).get(to("talks")))
        assert f"/talks/{made.pk}/" not in page, person
        assert a_client(person).post(to("talk", made.pk), {"act": "agree"}).status_code == 404
    for person in (city.system, city.security, city.audit):
        assert a_client(person).get(to("talks")).status_code == 403
        assert f"talk:{made.pk}" not in words(a_client(person).get("/record/"))
    with pytest.raises(CannotBook):
        talks.agree_to_talk(talk_id=made.pk, by=city.officer, at=at)
    a_client(city.head).post(to("talk", made.pk), {"act": "agree"})
    client.post(to("talk", made.pk), {"act": "again"})
    made.refresh_from_db()
    assert (made.state, made.again) == (Booked.HELD, True)


def test_one_books_with_heads_above_and_discipline_and_a_head_with_his_people(city, at):
    able = set(queries.partners(city.constable, at))
    assert {city.head, city.local, city.handler} <= able
    assert city.officer not in able
    assert city.constable in set(queries.partners(city.head, at))
    with pytest.raises(CannotBook) as refusal:
        talks.book_talk(other=city.officer, on=date(2021, 3, 1), by=city.constable, at=at)
    assert codes(refusal) == {"partner", "past"}
