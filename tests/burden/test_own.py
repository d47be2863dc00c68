"""Forms that came with the rooms: asked with a passport, for sixty days without one, and then not any more."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.burden import policy, testing
from qingyuan.burden.errors import CannotFill, Missing
from qingyuan.burden.jobs import meet_own_forms
from qingyuan.burden.kinds import PassportState, Retired, Unfit
from qingyuan.burden.models import OwnRefusal, OwnSeen
from qingyuan.burden.queries import meter
from qingyuan.burden.queries import own as queries
from qingyuan.burden.rules import approving, own
from qingyuan.burden.shelves import own_forms
from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.org.testing import a_client
from qingyuan.trail.api import acts

CODE = "ledger.register"
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
PASSPORTS = st.one_of(
    st.just((None, None, None)),
    st.tuples(
        st.sampled_from([PassportState.DRAFT, PassportState.SUBMITTED, PassportState.IN_FORCE]),
        DAYS,
        st.none(),
    ),
    st.tuples(st.just(PassportState.RETIRED), DAYS, DAYS),
)


@given(PASSPORTS, st.none() | DAYS, DAYS)
def test_a_form_in_order_is_asked_and_one_that_is_stopped_may_be_refused_under_the_law(passport, seen, today):
    state, until, retired = passport
    stands = policy.own_standing(state, until, retired, seen)
    unfit = policy.unfit(state, until, today)
    if unfit is None:
        assert not stands.stopped(today)
    if stands.stopped(today):
        assert stands.why is unfit is not None
        assert not stands.warned(today)
    if unfit in (Unfit.EXPIRED,):
        assert stands.stopped(today)


@given(PASSPORTS, st.none() | DAYS)
def test_nothing_stops_by_surprise_the_office_is_told_for_a_month_before(passport, seen):
    stands = policy.own_standing(*passport, seen)
    if stands.stops_on is None or stands.why is Unfit.RETIRED:
        return
    for ahead in range(1, 31):
        day = stands.stops_on - timedelta(days=ahead)
        assert stands.warned(day) and not stands.stopped(day)
    assert stands.stopped(stands.stops_on)


def test_a_form_that_the_house_never_met_is_asked(db):
    assert queries.stopped(CODE, at=clock.now()) is None
    assert queries.to_settle(date(2021, 3, 19)) == 0


def test_reports_self_reports_and_clocks_of_the_law_are_no_forms_and_never_stop(db):
    assert set(own_forms) == {
        *("campaign.deployment", "inspection.answer", "ledger.register"),
        *("study.record", "study.write_essay"),
    }
    assert own_forms[CODE].still
    assert own_forms["inspection.answer"].still


def registered(city, at, **given):
    return testing.a_passport(city.root, by=city.office, second=city.second, at=at, own=CODE, **given)


def test_sixty_days_after_it_was_met_a_form_without_passport_is_refused_in_one_tap(city, at):
    assert meet_own_forms(at) == len(list(own_forms))
    assert meet_own_forms(at) == 0
    assert queries.to_settle(local_day(at)) == len(list(own_forms))
    before, then = at + timedelta(days=59), at + timedelta(days=60)
    assert queries.stopped(CODE, at=before) is None
    with pytest.raises(CannotFill):
        own.refuse_own(code=CODE, by=city.clerk, at=before)
    made = own.refuse_own(code=CODE, by=city.clerk, at=then)
    assert (made.unit, made.why, made.stopped_on) == (city.ours, Unfit.NO_PASSPORT, local_day(then))
    with pytest.raises(CannotFill):
        own.refuse_own(code=CODE, by=city.head, at=then)
    own.refuse_own(code=CODE, by=city.officer, at=then)
    with pytest.raises(Missing):
        own.refuse_own(code="reports.tell", by=city.clerk, at=then)
    assert dict(meter.counts(city.office, at=then).refusals)[Unfit.NO_PASSPORT] == 2
    assert dict(meter.counts(city.stranger, at=then).refusals)[Unfit.NO_PASSPORT] == 0
    rows = [row for row in acts().order_by("index") if row.act.startswith("burden.")]
    assert [row.act for row in rows] == ["burden.meet_own_forms", *["burden.refuse_own"] * 2]


def test_a_form_that_ran_out_comes_back_when_it_is_prolonged_and_one_switched_off_with_another(city, at):
    form = registered(city, at, valid_until=date(2021, 4, 30))
    meet_own_forms(at)
    may = at.replace(month=5, day=1)
    assert queries.stopped(CODE, at=may - timedelta(days=1)) is None
    assert queries.stopped(CODE, at=may).stands.why is Unfit.EXPIRED
    approving.prolong_passport(
        passport_id=form.pk, valid_until=date(2022, 4, 1), approval="示公批2号", by=city.second, at=may
    )
    assert queries.stopped(CODE, at=may) is None
    approving.retire_passport(passport_id=form.pk, why=Retired.IDLE, by=city.second, at=may)
    assert queries.stopped(CODE, at=may).stands.why is Unfit.RETIRED
    registered(city, may, valid_until=date(2022, 4, 1))
    assert queries.stopped(CODE, at=may) is None


def test_the_pages_warn_the_office_and_refuse_with_the_article(city, at):
    OwnSeen.objects.bulk_create(OwnSeen(code=code, on=date(2021, 1, 1)) for code in own_forms)
    registered(city, at, valid_until=date(2021, 4, 1))
    with clock.stopped_at(at):
        page = a_client(city.office).get(reverse("burden:own")).content.decode()
        assert "14天后停止" in page
        assert "没有经批准的表单护照" in page
        assert "已停止和将停止的自带表单" in a_client(city.office).get("/").content.decode()
        assert "已停止和将停止的自带表单" not in a_client(city.clerk).get("/").content.decode()
        refuse = reverse("burden:refuse_own", args=["study.record"])
        page = a_client(city.secretary).post(refuse, follow=True).content.decode()
        assert "第十七条" in page
        page = a_client(city.secretary).post(refuse, follow=True).content.decode()
        assert "已经拒绝过" in page
        assert OwnRefusal.objects.get().by == city.secretary
        assert a_client(city.secretary).get(refuse).status_code == 405
