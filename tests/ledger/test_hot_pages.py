"""The fast lane on pages: mark, respond, the list with the late first and the median with its n, the clock."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.kit import clock
from qingyuan.matters.api import Hot, rules
from qingyuan.org.testing import a_client
from tests.ledger.conftest import AT


def to(name, *args):
    return reverse(f"ledger:{name}", args=args)


def words(answer):
    return answer.content.decode()


def post(by, name, *args, **data):
    return a_client(by).post(to(name, *args), data, follow=True)


@pytest.fixture
def marked(city):
    found = city.working()
    rules.mark_hot(matter_id=found.pk, reason="窗口排队三小时", place="市长热线", by=city.office, at=AT)
    return found


def test_the_office_marks_on_the_matter_s_page_and_the_owner_responds_there(city):
    found = city.working()
    assert "列入快速通道" in words(a_client(city.office).get(to("matter", found.pk)))
    assert "列入快速通道" not in words(a_client(city.clerk).get(to("matter", found.pk)))
    page = words(post(city.office, "mark_hot", found.pk, reason="", place="", version=found.version))
    assert "请写明群众反映了什么" in page
    assert "请写明群众在哪里反映的" in page
    page = words(
        post(city.office, "mark_hot", found.pk, reason="排队三小时", place="热线", version=found.version)
    )
    assert "等待首次答复" in page
    page = words(a_client(city.owner).get(to("matter", found.pk)))
    assert "先把正在怎么办告诉群众" in page
    found.refresh_from_db()
    page = words(post(city.owner, "respond", found.pk, words="已电话告知增开窗口", version=found.version))
    assert "已首次答复" in page
    assert Hot.objects.get().responded_by == city.owner


@pytest.mark.parametrize(("name", "who"), [("mark_hot", "clerk"), ("respond", "inspector")])
def test_an_act_is_refused_to_who_may_not_and_not_there_for_another_unit(city, marked, name, who):
    assert post(getattr(city, who), name, marked.pk).status_code == 403
    assert post(city.stranger, name, marked.pk).status_code in (403, 404)
    assert a_client(city.office).get(to(name, marked.pk)).status_code == 405


def test_the_list_puts_the_late_first_and_shows_the_median_with_its_n(city, marked):
    quick = city.registered(statement="另一件")
    rules.mark_hot(matter_id=quick.pk, reason="答复不清", place="社区座谈", by=city.office, at=AT)
    rules.respond(matter_id=quick.pk, words="已当面说明", by=city.clerk, at=AT + timedelta(hours=5))
    with clock.stopped_at(AT + timedelta(days=7)):
        page = words(a_client(city.office).get(to("hot")))
        elsewhere = words(a_client(city.stranger).get(to("hot")))
    assert page.index("窗口排队三小时") < page.index("答复不清")
    assert "5.0 小时" in page
    assert "n = 1" in page
    assert "1/2 · 50.0%" in page
    assert "超时未答复" in page
    assert "没有群众反映强烈的问题" in elsewhere
    assert "n = 0" in elsewhere


def test_the_clock_is_set_by_the_office_and_said_to_be_a_default(city):
    page = words(a_client(city.office).get(to("hot")))
    assert "不是法定期限" in page
    assert "默认的 2 个工作日" in page
    assert "调整首次答复时限" not in words(a_client(city.clerk).get(to("hot")))
    assert post(city.clerk, "change_hot_clock", days=1).status_code == 403
    assert "1 个工作日内首次答复" in words(post(city.office, "change_hot_clock", days=1))
    assert "请更正以下 1 处" in words(post(city.office, "change_hot_clock", days=99))


def test_queries_do_not_grow_with_the_rows(city, marked):
    def asked():
        client = a_client(city.office)
        client.get(to("hot"))
        with CaptureQueriesContext(connection) as told:
            client.get(to("hot"))
        return len(told)

    few = asked()
    for n in range(5):
        more = city.registered(statement=f"第{n}件")
        rules.mark_hot(matter_id=more.pk, reason="排队", place="热线", by=city.office, at=AT)
        rules.respond(matter_id=more.pk, words="已说明", by=city.clerk, at=AT)
    assert asked() == few
