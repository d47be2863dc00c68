"""Every page: it works for whom it is for, does not exist for others, says in words why not, in a few queries."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from qingyuan.burden import testing
from qingyuan.burden.kinds import Cap, Filler, Spending
from qingyuan.burden.models import Ask, BurdenItem, Field, FormRequest, Passport, Survey
from qingyuan.burden.rules import spending
from qingyuan.kit import clock
from qingyuan.org.api import Role
from qingyuan.org.testing import a_client, a_person, a_unit
from qingyuan.trail.api import Entry

SECRET = "三台终端隐语甲乙"


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


def to(name, /, *args):
    return reverse(f"burden:{name}", args=args)


def get(by, name, /, *args, **query):
    return a_client(by).get(to(name, *args), query)


def post(by, name, /, *args, **data):
    return a_client(by).post(to(name, *args), data, follow=True)


def words(answer):
    return answer.content.decode()


HEAD = {
    "name": "枪支管理月报", "number": "示公001", "level": "city", "basis": "方案第三条", "approval": "示公批1号",
    "purpose": "安排检查", "filler": "clerk", "frequency": "monthly", "minutes": 10, "valid_until": "2022-03-01",
}  # fmt: skip


def test_the_whole_way_of_a_form_through_the_pages(city, at):
    maker, second = city.office, city.second
    assert "没有这样的表单" in words(get(city.officer, "register"))
    page = words(post(maker, "make", unit=city.root.pk, **HEAD))
    made = Passport.objects.get()
    assert "已有的字段直接选" in page
    page = words(post(maker, "ask_for", made.pk, words="在库枪支数", source="装备系统"))
    assert "已加上" in page
    post(maker, "ask_for", made.pk, words="弹药数", source="装备系统", more="1")
    field = Field.objects.get(words="弹药数")
    post(maker, "drop_field", made.pk, field.pk)
    assert "已有字段“在库枪支数”" in words(
        post(maker, "ask_for", made.pk, words="本单位在库枪支数", source="装备")
    )
    made.refresh_from_db()
    page = words(post(maker, "change", made.pk, **HEAD | {"minutes": 8}, version=made.version))
    assert "约8分钟" in page
    assert "没有找到" in words(get(city.clerk, "passport", made.pk))
    made.refresh_from_db()
    post(maker, "submit", made.pk, version=made.version)
    assert "须由第二人批准" in words(get(maker, "passport", made.pk))
    assert "已退回：补依据" in words(post(second, "return", made.pk, words="补依据"))
    post(maker, "submit", made.pk, version=made.version)
    assert "已批准，可以下发" in words(post(second, "approve", made.pk, version=made.version))
    assert "枪支管理月报" in words(get(city.officer, "register"))
    assert "《中华人民共和国统计法》" in words(get(city.officer, "paper", made.pk))
    assert "在库枪支数" in words(get(city.officer, "fields", q="枪支"))
    assert "已保存" in words(post(maker, "change_field", field.pk, source="枪管系统", active="on"))
    sent = {"passport": made.pk, "unit": city.root.pk, "due_on": "2021-03-26", "words": "月底前"}
    page = words(post(maker, "send", **sent, units=[city.ours.pk, city.theirs.pk]))
    assert "待填" in page
    request = FormRequest.objects.get()
    ask = Ask.objects.get(unit=city.ours)
    assert to("ask", ask.pk) in words(get(city.clerk, "asks"))
    assert "要填的表" in words(a_client(city.clerk).get("/")).split("<h1>")[1]
    assert "没有要填的表" in words(get(a_person(a_unit(city.root), Role.CLERK), "asks"))
    page = get(city.clerk, "ask", ask.pk)
    assert "示公001" in words(page)
    gun = made.asks_for.get().field_id
    opened = page.context["form"]["opened"].value()
    assert "还没有填" in words(post(city.clerk, "ask", ask.pk, opened=opened))
    assert "已填报" in words(post(city.clerk, "ask", ask.pk, opened=opened, **{f"f{gun}": SECRET}))
    assert SECRET in words(get(maker, "ask", ask.pk))
    assert get(city.stranger, "ask", ask.pk).status_code == 404
    assert "枪支管理月报" in words(get(maker, "requests"))
    assert "已延期" in words(post(maker, "postpone", request.pk, due_on="2021-04-02"))
    assert "已延期" in words(post(second, "prolong", made.pk, valid_until="2022-03-10", approval="示公批2号"))
    assert "一键拒绝" in words(post(second, "retire", made.pk, why="known"))
    page = words(get(city.stranger, "asks"))
    assert "拒绝填报" in page
    other = Ask.objects.get(unit=city.theirs)
    assert "第十七条" in words(get(city.stranger, "ask", other.pk))
    assert "已拒绝填报并告知" in words(post(city.stranger, "refuse", other.pk))
    assert "表单已停用" in words(get(maker, "request", request.pk))
    assert "已经结束" in words(post(maker, "cancel", request.pk))
    assert not any(SECRET in str(entry.detail) for entry in Entry.objects.all())
    text = words(get(maker, "register", state="retired"))
    assert "数据系统里已有" in words(get(maker, "passport", made.pk))
    assert "清理完毕" in text
    assert "只减不增" in words(post(maker, "close_stock", "city"))
    draft = testing.a_draft(city.root, by=maker, at=at)
    assert "草稿已删除" in words(post(maker, "discard", draft.pk))


def test_at_a_cap_the_page_says_who_used_it_and_offers_three_ways(city, at):
    said = {"by": city.office, "second": city.second, "at": at, "filler": Filler.OFFICER}
    first = testing.a_passport(city.root, minutes=10, **said)
    other = testing.a_passport(city.root, minutes=10, **said)
    held = testing.a_request(first, [city.ours], by=city.office, at=at)
    sent = {"passport": other.pk, "unit": city.root.pk, "due_on": "2021-03-19"}
    page = words(post(city.office, "send", **sent, units=[city.ours.pk, city.theirs.pk]))
    assert f"{first.name}（示例市公安局）" in page
    assert to("merge", held.pk) in words(post(city.office, "send", **sent, units=[city.ours.pk]))
    assert "期限改到2021-03-26" in page
    assert "不发</button><span>源河分局</span>" in page
    assert FormRequest.objects.count() == 1
    page = words(post(city.office, "merge", held.pk, passport=other.pk))
    assert "上限15" in page  # different fields: together they do not fit either
    post(city.office, "send", **sent | {"due_on": "2021-03-26"}, units=[city.ours.pk])
    assert FormRequest.objects.count() == 2
    assert first.name in words(get(city.head, "unit", city.ours.pk))


def test_the_meter_shows_groups_and_never_the_few(city, at, django_assert_max_num_queries):
    people = {a_person(city.station).pk: minutes for minutes in (10, 20, 30, 40, 50, 60)}
    leaders = {a_person(city.station, rank="leader").pk: 77 for _turn in range(4)}
    for unit, rank in ((city.theirs, "leader"), (city.theirs, "leader"), (city.ours, ""), (city.ours, "")):
        a_person(unit, rank=rank or "officer")  # nobody is left over whom a sum would give away
    spending.spend(
        kind=Spending.FORM,
        people=people | leaders,
        on=date(2021, 3, 10),
        source="x.y",
        at=at - timedelta(days=9),
    )
    spending.add_up_weeks(at=at)
    page = words(get(city.office, "meter"))
    assert "人少不显示" in page
    assert "77 / 77" not in words(get(city.head, "meter"))
    assert (
        words(get(city.head, "unit", city.station.pk)).count("518") == 1
    )  # minutes on forms in all, of ten people
    assert "超过上限" in page
    for _turn in range(8):
        a_unit(city.root)
    with django_assert_max_num_queries(43):
        assert get(city.office, "meter").status_code == 200
    assert get(city.head, "unit", city.theirs.pk).status_code == 404
    assert get(city.officer, "meter").status_code == 403


def test_caps_are_lowered_by_the_office_and_raised_by_the_head_with_a_reason(city):
    code = Cap.OFFICER_FORM_MINUTES
    assert "已降低" in words(post(city.office, "change_cap", code, value=12))
    assert "只有市局主要负责人" in words(post(city.office, "change_cap", code, value=13, reason="忙"))
    assert "提高上限请写明理由" in words(post(city.chief, "change_cap", code, value=20))
    page = words(post(city.chief, "change_cap", code, value=20, reason="集中清查两周"))
    assert "集中清查两周" in page
    assert "已提高" in page
    assert get(city.head, "change_cap", code).status_code == 403
    assert get(city.office, "change_cap", "nothing").status_code == 404
    assert (
        list(Entry.objects.filter(subject=f"cap:{code}").values_list("act", flat=True))
        == ["burden.set_cap"] * 2
    )


def test_whoever_is_asked_too_much_says_so_and_is_answered(city):
    page = words(get(city.officer, "complain", page="https://x.example/ledger/5/?q=1"))
    assert "所在页面：/ledger/5/" in page
    assert to("complain") + "?page=" in words(get(city.officer, "register"))
    page = words(post(city.officer, "complain", sign="repeated", words=SECRET, page="/ledger/5/"))
    assert "5个工作日内答复" in page
    item = BurdenItem.objects.get()
    assert item.due_on == date(2021, 3, 26)
    page = words(get(city.office, "items"))
    assert SECRET in page
    assert city.officer.name not in page
    assert SECRET not in words(get(city.head, "items"))
    assert get(city.head, "answer", item.pk).status_code == 404
    post(city.office, "hand_over", item.pk, owner=city.ours.pk)
    assert SECRET in words(get(city.head, "items"))
    post(city.head, "answer", item.pk, outcome="stopped", words="从下月起取消")
    assert "从下月起取消" in words(get(city.officer, "complain"))
    assert "从下月起取消" in words(get(city.stranger, "items"))
    assert get(city.office, "answer", item.pk).status_code == 404
    entry = Entry.objects.filter(subject=f"complaint:{item.pk}").order_by("index").last()
    assert entry.act == "burden.answer_item"
    assert get(city.audit, "complain").status_code == 403


def test_the_yearly_survey_makes_a_list_of_which_each_item_is_answered(city):
    assert get(city.officer, "answer_survey").status_code == 404
    held = {"year": 2021, "opens_on": "2021-03-19", "closes_on": "2021-03-30"}
    assert "截止日期不能早于开始日期" in words(
        post(city.office, "hold_survey", **held | {"opens_on": "2021-03-31"})
    )
    assert "已开放排查" in words(post(city.office, "hold_survey", **held))
    assert "一年一次" in words(post(city.office, "hold_survey", **held))
    assert "正在进行" in words(get(city.officer, "items"))
    assert "已记下" in words(post(city.officer, "answer_survey", sign="traces", words="每天拍照"))
    item = BurdenItem.objects.get()
    assert item.survey == Survey.objects.get()
    assert item.due_on > date(2021, 4, 20)
    assert get(city.head, "hold_survey").status_code == 403


def test_the_register_leaves_as_a_file_and_the_record_says_how_many_rows(city, at):
    testing.a_passport(city.root, by=city.office, second=city.second, at=at, name="月报")
    answer = get(city.office, "export")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[1]][:2] == ["表号", "表单名称"]
    assert sheet.cell(2, 2).value == "月报"
    assert Entry.objects.get(act="burden.export_register").detail == '{"rows":1}'
    assert get(city.officer, "export").status_code == 403


def test_lists_cost_no_more_queries_when_they_are_long(city, at, django_assert_max_num_queries):
    forms = [
        testing.a_passport(city.root, by=city.office, second=city.second, at=at, minutes=1)
        for _turn in range(6)
    ]
    for form in forms:
        testing.a_request(form, [city.ours], by=city.office, at=at)
    for name, most in (("register", 16), ("asks", 15), ("requests", 13), ("fields", 13), ("items", 15)):
        with django_assert_max_num_queries(most):
            assert get(city.office, name).status_code == 200


@pytest.mark.parametrize("name", ["register", "items", "meter", "caps", "asks", "fields"])
def test_an_administrator_sees_nothing_of_it(city, name):
    assert get(city.audit, name).status_code == 403


@pytest.mark.parametrize(
    "name", ["register", "items", "meter", "caps", "asks", "fields", "requests", "send", "make"]
)
def test_pages_are_there_in_english(city, name):
    client = a_client(city.office)
    client.cookies["django_language"] = "en"
    page = client.get(to(name))
    assert page.status_code == 200
