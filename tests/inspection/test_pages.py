"""Every page: it works for whom it is for, does not exist for others, says in words why not, in a few queries."""

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.inspection import testing
from qingyuan.inspection.kinds import ListKind, ListState, Result
from qingyuan.inspection.models import Answer, CheckList, Topic
from qingyuan.inspection.queries.shipped import templates
from qingyuan.kit import clock
from qingyuan.matters.api import Matter
from qingyuan.org.testing import a_client, a_unit

from .conftest import more_room

SECRET = "三台终端隐语甲乙"


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


def to(name, /, *args):
    return reverse(f"inspection:{name}", args=args)


def get(by, name, /, *args, **query):
    return a_client(by).get(to(name, *args), query)


def post(by, name, /, *args, **data):
    return a_client(by).post(to(name, *args), data, follow=True)


def words(answer):
    return answer.content.decode()


def a_form(asked, **said):
    """An answer page's form: ``said`` by the number of the item, as result or as fields."""
    items = list(asked.check_list.items.all())
    filled = {}
    for number, given in said.items():
        prefix = f"i{items[int(number.removeprefix('n'))].pk}-"
        fields = given if isinstance(given, dict) else {"result": given}
        filled |= {prefix + name: value for name, value in fields.items()}
    return filled


def test_the_whole_way_of_a_list_through_the_pages(city):
    maker, second = city.inspector, city.approver
    assert "没有问到本单位的清单" in words(get(city.clerk, "lists"))
    page = words(get(maker, "make", template="cameras"))
    assert "带入“对照“违规设置电子监控”案例自查”的5项" in page
    head = {
        "unit": city.root.pk, "topic": "cameras", "title": "对照案例自查", "source": "通报", "grade": "B",
        "failed": "没有审核", "function": "使用监控设备", "due_on": "2021-03-31",
    }  # fmt: skip
    page = words(a_client(maker).post(to("make") + "?template=cameras", head, follow=True))
    made = CheckList.objects.get()
    assert made.items.count() == 5
    assert "请选择有这项职能的单位" in page
    assert "下发前还差这些" in page
    assert "请用一句话写明想达到的效果" in page
    post(maker, "change", made.pk, **head, effect="设备都经过审核", version=made.version)
    page = words(post(maker, "units", made.pk, units=[city.ours.pk, city.theirs.pk]))
    assert "2/4 · 50.0%" in page
    assert "下发前还差这些" not in page
    item = made.items.first()
    post(maker, "change_item", made.pk, item.pk, what=item.what, how="逐台", basis=item.basis, grade="A",
         criterion=item.criterion, category="profit_driven_enforcement")  # fmt: skip
    made.refresh_from_db()
    page = words(post(maker, "submit", made.pk, version=made.version))
    assert "须由第二人批准" in page
    assert "批准并下发" not in page
    assert "没有找到" in words(get(city.clerk, "list", made.pk))
    page = words(post(second, "return", made.pk, words="补一项"))
    assert "已退回：补一项" in page
    post(maker, "submit", made.pk, version=made.version)
    page = words(post(second, "approve", made.pk, version=made.version))
    assert "已批准并下发" in page
    made.refresh_from_db()
    assert made.state == ListState.SENT
    asked = testing.asked_of(made, city.ours)
    page = words(get(city.clerk, "lists"))
    assert to("asked", asked.pk) in page
    said = a_form(
        asked,
        n0="fine",
        n1={"result": "problem", "words": SECRET},
        n2={"result": "not_applicable", "words": "无测速点"},
    )
    page = words(post(city.clerk, "asked", asked.pk, **said))
    assert "已登记到本单位台账" in page
    assert Matter.objects.get().number in page
    assert "3/5" in page
    answer = Answer.objects.get(result="fine")
    page = words(
        post(city.clerk, "correct", answer.pk, result="not_applicable", words="设备已拆除", reason="看错")
    )
    assert "原来的答复留有记录" in page
    assert "看错" in page
    page = words(get(second, "list", made.pk))
    assert "没有被问的单位" in page
    assert "2/4 · 50.0%" in page
    assert "3/10" in page
    assert "检查次数" in words(get(second, "counted"))
    post(second, "withdraw", made.pk, words="另行部署")
    assert "另行部署" in words(get(city.clerk, "list", made.pk))
    page = words(post(maker, "again", made.pk, due_on="2021-04-30"))
    assert "请重新选择单位" in page


def test_a_page_names_the_earlier_list_that_bars_a_unit(city, sent, at):
    made = testing.a_draft(city.campaign, by=city.office, at=at, title="又一次")
    page = words(get(city.office, "units", made.pk))
    assert "近期问过，现在不能再问" in page
    assert sent.title in page
    page = words(post(city.office, "units", made.pk, units=[city.ours.pk]))
    assert "2021-04-18以前不再重复问" in page
    assert not made.units.exists()


def test_an_item_about_private_life_comes_back_with_the_reason(city, at):
    made = testing.a_draft(city.campaign, by=city.inspector, at=at)
    page = words(post(
        city.inspector, "add_item", made.pk, what="家访情况", grade="U", category="other", example="on",
    ))  # fmt: skip
    assert "“家访”涉及私人生活" in page
    assert "家访情况" in page


def test_a_form_that_lacks_something_comes_back_with_what_was_written(city, asked):
    said = a_form(asked, n0={"words": "写了没选"}, n1={"result": "problem"}, n2="fine")
    page = words(post(city.clerk, "asked", asked.pk, **said))
    assert "请选择结果" in page
    assert "写了没选" in page
    assert not Answer.objects.exists()
    page = words(post(city.clerk, "asked", asked.pk, **a_form(asked, n1={"result": "problem"})))
    assert "第2项：请写明发现了什么问题" in page
    assert "至少答复一项" in words(post(city.clerk, "asked", asked.pk))


def test_last_times_answers_are_filled_in_but_not_saved_and_a_problem_is_told_anew(city, asked, at):
    more_room(city, at)
    testing.answered(asked, Result.FINE, Result.PROBLEM, Result.NOT_APPLICABLE, by=city.clerk, at=at)
    CheckList.objects.filter(pk=asked.check_list_id).update(sent_on="2021-01-10")
    asked.asked_on = "2021-01-10"
    asked.save()
    again = testing.a_sent_list(city.campaign, [city.ours], by=city.inspector, approver=city.approver, at=at)
    pk = testing.asked_of(again, city.ours).pk
    page = words(get(city.clerk, "asked", pk))
    assert "填入上次的答复" in page
    assert page.count("checked") == 0
    page = words(get(city.clerk, "asked", pk, copy=1))
    assert page.count("checked") == 2
    assert not Answer.objects.filter(asked=pk).exists()


def test_who_may_read_but_not_answer_has_no_form(city, asked):
    for person in (city.office, city.local, city.guidance):
        page = words(get(person, "asked", asked.pk))
        assert "保存已填的答复" not in page
        assert a_client(person).post(to("asked", asked.pk), a_form(asked, n0="fine")).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "list",
        "asked",
        "export",
        "units",
        "change",
        "again",
        "submit",
        "approve",
        "return",
        "withdraw",
        "correct",
    ],
)
def test_what_is_another_units_does_not_exist(city, sent, asked, at, name):
    (answer,) = testing.answered(asked, Result.FINE, by=city.clerk, at=at)
    pk = {"asked": asked.pk, "correct": answer.pk}.get(name, sent.pk)
    person = city.stranger if name in ("asked", "correct") else city.spared
    address = to(name, pk)
    for status in (a_client(person).get(address).status_code, a_client(person).post(address).status_code):
        assert status in (403, 404, 405)
    for person in (city.system, city.security, city.audit, city.officer):
        assert a_client(person).get(address).status_code in (403, 405)
    assert a_client(city.inspector).put(address).status_code in (403, 405)


def test_the_export_holds_the_answers_in_reach_and_stands_in_the_record(city, sent, asked, at):
    testing.answered(asked, Result.FINE, Result.PROBLEM, by=city.clerk, at=at)
    testing.answered(testing.asked_of(sent, city.theirs), Result.FINE, by=city.stranger, at=at)
    for person, units in ((city.clerk, {"源河分局"}), (city.office, {"源河分局", "郾川分局"})):
        answer = get(person, "export", sent.pk)
        rows = list(openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
        assert rows[0][:3] == ("单位", "序号", "看什么")
        assert {row[0] for row in rows[1:]} == units
        assert {row[6] for row in rows[1:]} == {"合格", "发现问题", "未答复"}
        assert Matter.objects.get().number in {row[8] for row in rows}
    assert get(city.guidance, "export", sent.pk).status_code == 403


def test_topics_are_kept_by_the_office_at_the_top(city):
    assert "不重复检查" in words(get(city.office, "topics"))
    assert get(city.local, "topics").status_code == 403
    said = {"code": "parking", "kind": "other", "name": "涉案车辆停放", "days": 45, "active": "on"}
    assert "已添加专题" in words(post(city.office, "add_topic", **said))
    assert "已经有了" in words(post(city.office, "add_topic", **said))
    post(
        city.office, "change_topic", "parking", name="涉案车辆", days=10, active="on", code="x", kind="alert"
    )
    topic = Topic.objects.get(pk="parking")
    assert (topic.kind, topic.days, topic.name) == (ListKind.OTHER, 10, "涉案车辆")
    assert get(city.office, "change_topic", "none").status_code == 404


def test_every_shipped_template_makes_a_draft(city):
    for code, one in templates().items():
        page = words(get(city.inspector, "make", template=code))
        assert one.source in page.replace("&quot;", '"')


def asked_in(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_no_page_asks_more_for_more_units_or_items(city, at):
    more_room(city, at)
    few = testing.a_sent_list(city.campaign, [city.ours], by=city.inspector, approver=city.approver, at=at)
    client, clerk = a_client(city.office), a_client(city.clerk)
    pages = lambda made: (  # noqa: E731
        (client, to("list", made.pk)), (client, to("lists")), (client, to("counted")),
        (clerk, to("asked", testing.asked_of(made, city.ours).pk)), (clerk, to("lists")),
    )  # fmt: skip
    before = [asked_in(*one) for one in pages(few)]
    root = city.root
    root.refresh_from_db()
    campaign = city.campaign
    from qingyuan.campaign.rules import frame

    more = [a_unit(root) for _n in range(6)]
    frame.cover_units(
        campaign=campaign, units=[city.ours, city.theirs, city.third, *more], by=city.office, at=at
    )
    items = [testing.an_item(f"看第{n}件") for n in range(12)]
    many = testing.a_sent_list(
        campaign,
        [city.ours, *more],
        by=city.inspector,
        approver=city.approver,
        at=at,
        topic="guns",
        items=items,
    )
    testing.answered(testing.asked_of(many, city.ours), *[Result.PROBLEM] * 12, by=city.clerk, at=at)
    after = [asked_in(*one) for one in pages(many)]
    assert all(late <= early + 3 for early, late in zip(before, after, strict=True)), (before, after)
    assert max(after) < 45, after
