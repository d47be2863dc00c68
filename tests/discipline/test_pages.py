"""Every page: it works for who handles, does not exist for whom it concerns, and says in words why not."""

import io
from datetime import timedelta

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.discipline import testing
from qingyuan.discipline.kinds import DisposalKind, Result
from qingyuan.discipline.models import Clock, Lead
from qingyuan.discipline.rules import clocks
from qingyuan.discipline.views.acts import ACTS
from qingyuan.kit import clock
from qingyuan.matters.api import Matter, kinds
from qingyuan.org.testing import a_client

SECRET = "接受吃请隐语甲乙丙"


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


@pytest.fixture
def lead(city, at):
    return testing.a_lead(
        campaign=city.campaign,
        by=city.handler,
        at=at,
        at_unit=city.root,
        people=(city.officer,),
        statement=SECRET,
    )


def to(name, *args):
    return reverse(f"discipline:{name}", args=args)


def get(by, name, *args, **query):
    return a_client(by).get(to(name, *args), query)


def post(by, name, *args, **data):
    return a_client(by).post(to(name, *args), data, follow=True)


def words(answer):
    return answer.content.decode()


def everybody(city):
    return [one for one in vars(city).values() if hasattr(one, "police_no")]


def test_a_lead_stands_nowhere_for_those_who_do_not_handle_it(city, lead, at):
    seeing = {city.handler, city.helper, city.approver, city.resident, city.third}
    for person in everybody(city):
        client = a_client(person)
        pages = [
            client.get(address)
            for address in (
                to("leads"), to("lead", lead.pk), to("silent"), to("figures"), f"/ledger/{lead.matter_id}/",
                "/ledger/?state=all", "/ledger/?state=all&q=吃请", "/ledger/export/?state=all", "/", "/ledger/wall/",
                f"/discipline/leads/?q={SECRET[:4]}&state=all",
            )
        ]  # fmt: skip
        found = any(
            SECRET in words(page) or lead.matter.number in words(page) for page in pages if not page.streaming
        )
        assert found == (person in seeing), person
        assert (pages[1].status_code == 200) == (person in seeing)


@pytest.mark.parametrize("act", [act.name for act in ACTS])
def test_no_act_of_a_lead_opens_for_whom_it_concerns_or_who_does_not_handle(city, lead, act):
    for person, status in ((city.local, 404), (city.head, 403), (city.office, 403), (city.system, 403)):
        assert get(person, act, lead.pk).status_code == status
        assert a_client(person).post(to(act, lead.pk), {}).status_code == status
    assert get(city.handler, act, lead.pk).status_code == 200
    assert a_client(city.handler).put(to(act, lead.pk)).status_code == 405


def test_the_list_is_empty_in_words_and_says_what_to_do(city):
    assert "没有办理中的线索" in words(get(city.handler, "leads"))
    assert "没有符合条件的线索" in words(get(city.handler, "leads", state="closed"))
    assert "还没有线索" in words(get(city.handler, "figures"))
    assert "没有沉默的线索" in words(get(city.handler, "silent"))
    assert "没有对您的处理" in words(get(city.officer, "own"))


def test_a_lead_that_goes_past_the_one_who_typed_it_is_gone_for_him_and_he_is_told(city):
    data = {
        "channel": "letter", "received_on": "2021-03-18", "at_unit": city.ours.pk, "statement": SECRET,
        "people": f"{city.head.police_no}",
    }  # fmt: skip
    page = words(post(city.local, "register", **data))
    assert "不涉及的一级" in page
    assert SECRET not in page
    assert Lead.objects.get().matter.unit == city.supervision


def test_a_form_that_lacks_something_comes_back_with_every_reason(city):
    data = {
        "channel": "assigned", "received_on": "2021-03-29", "at_unit": city.root.pk, "statement": SECRET,
        "people": "查无此人",
    }  # fmt: skip
    page = words(post(city.handler, "register", **data))
    assert "名册里没有" in page
    page = words(post(city.handler, "register", **data | {"people": ""}))
    assert "不能晚于今天" in page
    assert "交办单位" in page
    assert not Lead.objects.exists()


def test_the_whole_way_of_a_lead_through_the_pages(city, lead):
    pk, handler, second = lead.pk, city.handler, city.approver
    post(handler, "accept", pk, handler=handler.pk, due_on="2021-06-01", plan="核对案卷")
    post(handler, "note_event", pk, event="told_acceptance", on="2021-03-19", words="电话告知")
    post(handler, "propose", pk, kind="preliminary_verification", opinion="具体可查")
    assert "批准或退回处置意见" not in words(get(handler, "lead", pk))
    assert "批准或退回处置意见" in words(get(second, "lead", pk))
    page = words(post(handler, "decide", pk, answer="yes", words=""))
    assert "第二人批准" in page
    post(second, "decide", pk, answer="yes", words="同意")
    page = words(get(handler, "join", pk))
    assert city.helper.police_no in page
    assert city.local.police_no not in page
    for person in (handler, city.helper):
        post(handler, "join", pk, person=person.pk)
    post(handler, "report", pk, words="走访三人，调阅监控", result="founded")
    post(second, "conclude", pk, answer="yes", words="")
    page = words(post(
        handler, "handle", pk, person=city.officer.pk, measure="sanction_warning", basis="政务处分法第三十九条",
        facts="吃请一次",
    ))  # fmt: skip
    assert "待听取申辩" in page
    made = lead.handlings.get()
    assert "不能跳过" in words(post(second, "settle", made.pk, decided_on="2021-03-19"))
    post(handler, "hear", made.pk, on="2021-03-19", words="没有意见")
    page = words(post(second, "settle", made.pk, decided_on="2021-03-19"))
    assert "2021-09-19 期满" in page
    assert "政务警告" in words(get(city.officer, "own"))
    assert SECRET not in words(get(city.officer, "own"))
    post(city.officer, "appeal", made.pk, words="请求从轻")
    page = words(post(city.resident, "answer_appeal", made.pk, answer="upheld", words="复核无误", measure=""))
    assert "维持" in page
    post(
        handler, "ask_close", pk, ground="fixed", effect="已处理", cause="duty", cause_words="责任心",
        rule_change="none", rule_words="制度健全",
    )  # fmt: skip
    assert "您现在不能验收这条线索" in words(get(second, "lead", pk))
    post(city.resident, "close", pk, words="同意")
    assert Matter.objects.get(pk=lead.matter_id).state == kinds.State.CLOSED


def test_already_investigated_is_said_on_the_page_and_refused_without_note_and_reviewer(city, lead, at):
    testing.accepted(lead, handler=city.handler, by=city.handler, at=at)
    testing.disposed(lead, DisposalKind.CONCLUDE, by=city.handler, approver=city.approver, at=at)
    post(city.handler, "ask_close", lead.pk, ground="already_investigated", effect="查过", cause="other",
         cause_words="同一件事", rule_change="none", rule_words="无")  # fmt: skip
    assert "这次新查了什么" in words(get(city.resident, "lead", lead.pk))
    assert "须有另一名复核人" in words(post(city.resident, "close", lead.pk, words=""))
    post(city.resident, "close", lead.pk, review_note="新调监控", reviewer=city.third.pk)
    assert Matter.objects.get(pk=lead.matter_id).reviewer == city.third


def test_a_late_lead_says_so_and_where_it_went(city, at):
    near = testing.a_lead(
        campaign=city.campaign, by=city.local, at=at, at_unit=city.ours, people=(city.constable,)
    )
    later = at + timedelta(days=12)
    clocks.raise_late(at=later)
    with clock.stopped_at(later):
        page = words(get(city.handler, "lead", near.pk))
        assert "已自动升级到 示例市公安局 督办" in page
        assert near.matter.number in words(get(city.handler, "leads", watched="on", state="open"))
        assert near.matter.number in words(get(city.handler, "silent", days="5"))


def test_the_clocks_are_changed_by_the_office_and_say_source_and_grade(city):
    assert get(city.local, "clocks").status_code == 403
    page = words(get(city.office, "clocks"))
    assert "信访工作条例（2022）第二十三条" in page
    data = {
        "amount": 10,
        "measure": "days",
        "more": 0,
        "source": "市局规定第三条",
        "grade": "A",
        "active": "on",
    }
    post(city.office, "change_clock", "petition_told", **data)
    assert Clock.objects.get(pk="petition_told").amount == 10
    unsure = data | {"grade": "U", "amount": 1}
    assert "须经确认才能启用" in words(post(city.office, "change_clock", "national_opinion", **unsure))
    assert get(city.office, "change_clock", "no_such").status_code == 404


def test_the_notice_is_a_word_file_for_handlers_only(city, lead, at):
    testing.accepted(lead, handler=city.handler, by=city.handler, at=at)
    testing.disposed(lead, DisposalKind.VERIFY, by=city.handler, approver=city.approver, at=at)
    testing.reported(
        lead,
        Result.UNFOUNDED,
        by=city.handler,
        team=(city.helper, city.handler),
        approver=city.approver,
        at=at,
    )
    post(city.handler, "clear", lead.pk, person=city.officer.pk, reach="unit", told="问题不存在。")
    made = lead.clarifications.get()
    answer = get(city.handler, "notice", made.pk)
    assert answer.content[:2] == b"PK"
    assert get(city.local, "notice", made.pk).status_code == 404
    assert get(city.officer, "notice", made.pk).status_code == 403


# -- many at once ------------------------------------------------------------------------------------------------------


def a_sheet(
    *rows, heads=("来源渠道", "收到时间", "反映的问题", "被反映人", "是否实名", "举报人", "交办单位")
):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("线索.xlsx", out.getvalue())


def test_a_list_is_looked_at_first_and_taken_over_whole_without_the_reporter(city):
    sheet = a_sheet(
        ["12389", "2021-03-15", SECRET, city.constable.police_no, "是", "张某某", ""],
        ["12337平台", "2021年3月16日", "窗口收费不开票", "", "否", "", ""],
        ["上级交办", "2021-03-17", "交办一件", "", "", "", "省厅"],
    )
    page = words(
        a_client(city.handler).post(to("import"), {"unit": city.root.pk, "file": sheet}, follow=True)
    )
    assert "将登记 3 条线索" in page
    assert "没有读入“举报人”" in page
    assert "张某某" not in page
    assert not Lead.objects.exists()
    post(city.handler, "import", do="take")
    assert sorted(Lead.objects.values_list("channel", "real_name")) == [
        ("12337", False), ("12389", True), ("assigned", False),
    ]  # fmt: skip
    assert Lead.objects.get(channel="12389").matter.unit == city.ours


def test_one_wrong_cell_keeps_the_whole_list_out_and_says_which(city):
    sheet = a_sheet(
        ["12389", "2021-03-15", SECRET, "", "", "", ""],
        ["小道消息", "三月", "", "查无此人", "也许", "", ""],
        ["上级交办", "2021-03-17", "交办一件", "", "", "", ""],
    )
    page = words(
        a_client(city.handler).post(to("import"), {"unit": city.root.pk, "file": sheet}, follow=True)
    )
    for place in ("A3", "C3", "D3"):
        assert place in page
    assert 'value="take"' not in page
    post(city.handler, "import", do="take")
    assert not Lead.objects.exists()


def test_a_file_that_is_no_table_is_said_in_words(city):
    bad = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 nothing")
    answer = a_client(city.handler).post(to("import"), {"unit": city.root.pk, "file": bad}, follow=True)
    assert answer.status_code == 200
    assert "没有登记任何线索" in words(answer)
    post(city.handler, "import", do="drop")
    assert "换一个文件" not in words(get(city.handler, "import"))


def test_the_number_of_queries_does_not_grow_with_the_leads(city, at):
    def asked():
        client = a_client(city.handler)
        client.get(to("leads"))
        with CaptureQueriesContext(connection) as seen:
            client.get(to("leads"))
            client.get(to("figures"))
            client.get(to("silent"))
        return sum("org_dayoff" not in query["sql"] for query in seen)  # the calendar is kept in real life

    testing.a_lead(campaign=city.campaign, by=city.handler, at=at, at_unit=city.root)
    few = asked()
    for number in range(6):
        testing.a_lead(
            campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, statement=f"另一件{number}"
        )
    assert asked() <= few
