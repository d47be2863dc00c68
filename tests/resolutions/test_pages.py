"""Every page: it works, the wrong method fails, it is not there for another unit, it is refused to who may not."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.kit import clock
from qingyuan.matters.api import Matter
from qingyuan.org.testing import a_client
from qingyuan.resolutions import rules
from qingyuan.resolutions.kinds import OccasionKind, SaidKind
from qingyuan.resolutions.models import Occasion, Said
from qingyuan.resolutions.testing import an_occasion, resolved

SECRET, OPINION = "例会隐语甲乙", "意见隐语丙丁"


def to(name, *args):
    return reverse(f"resolutions:{name}", args=args)


def get(by, name, *args, **query):
    return a_client(by).get(to(name, *args), query)


def post(by, name, *args, **data):
    return a_client(by).post(to(name, *args), data, follow=True)


def words(answer):
    return answer.content.decode()


@pytest.fixture
def said(city, meeting, at):
    rules.note_lines(occasion_id=meeting.pk, kind=SaidKind.OPINION, lines=[OPINION], by=city.clerk, at=at)
    return rules.note_criticism(
        occasion_id=meeting.pk, speaker=city.deputy, about=city.second, fact=SECRET,
        happened_on=date(2021, 3, 2), by=city.clerk, at=at,
    )  # fmt: skip


def test_what_was_said_stands_on_no_page_of_who_does_not_hear_it(city, meeting, said, at):
    resolved(meeting, owner=city.deputy, due_on=date(2021, 6, 1), by=city.clerk, at=at)
    matter = Matter.objects.get()
    hearing = {city.head, city.deputy, city.second, city.clerk, city.chief, city.discipline}
    for person in city.everybody():
        client = a_client(person)
        whole = [
            client.get(address)
            for address in (
                to("occasions"), to("occasion", meeting.pk), to("criticism", meeting.pk), to("measures"),
                to("opinions", meeting.pk), to("resolve", meeting.pk), to("word", meeting.pk), "/", "/ledger/",
                f"/ledger/{matter.pk}/", f"/ledger/?q={SECRET[:4]}&state=all", to("occasions") + f"?q={SECRET[:4]}",
            )
        ]  # fmt: skip
        text = "".join(words(page) for page in whole if not page.streaming and "html" in page["Content-Type"])
        assert (SECRET in text) == (person in hearing), person
        assert (OPINION in text) == (person in hearing), person


def test_the_whole_way_through_the_pages(city):
    page = words(post(
        city.clerk, "hold", kind="democratic_life_meeting", title="专题民主生活会", unit=city.ours.pk,
        held_on="2021-03-18", chair=city.head.police_no, recorder=city.clerk.police_no,
        members=f"{city.deputy.police_no}、副局长乙",
    ))  # fmt: skip
    assert "已登记" in page
    pk = Occasion.objects.get().pk
    assert "已记录 2 条" in words(post(city.clerk, "opinions", pk, words="会议太长\n下基层少\n\n会议太长"))
    page = words(post(
        city.clerk, "criticism", pk, speaker=city.deputy.pk, about=city.deputy.pk, happened_on="2021-03-02",
        fact="两次例会迟到",
    ))  # fmt: skip
    assert "自我批评" in page
    assert "两次例会迟到" in page
    rows = {"rows": 3}
    for row in range(2):
        rows |= {
            f"r{row}-statement": f"第{row}项承诺", f"r{row}-unit": city.ours.pk, f"r{row}-due_on": "2021-06-01",
            f"r{row}-owner": city.second.police_no,
        }  # fmt: skip
    rows |= {"r2-unit": city.ours.pk, "r2-due_on": "2021-06-01"}
    page = words(post(city.clerk, "resolve", pk, **rows))
    assert "已登记 2 项" in page
    assert "0/2 · 0.0%" in page
    assert set(Matter.objects.values_list("source_ref", "state", "measures")) == {
        (str(pk), "working", "第0项承诺"), (str(pk), "working", "第1项承诺"),
    }  # fmt: skip


def test_a_row_that_lacks_its_person_comes_back_and_nothing_is_registered(city, meeting):
    page = words(post(
        city.clerk, "resolve", meeting.pk, rows=2,
        **{"r0-statement": "精简会议", "r0-unit": city.ours.pk, "r0-due_on": "2021-06-01", "r0-owner": ""},
    ))  # fmt: skip
    assert "精简会议" in page
    assert "请更正以下 1 处" in page
    past = {"r0-statement": "精简会议", "r0-unit": city.ours.pk, "r0-due_on": "2021-03-01"}
    page = words(
        post(city.clerk, "resolve", meeting.pk, rows=1, **past, **{"r0-owner": city.second.police_no})
    )
    assert "时限不能早于登记日期" in page
    assert "请至少写一项" in words(post(city.clerk, "resolve", meeting.pk, rows=1))
    assert not Matter.objects.exists()


def test_a_form_that_lacks_something_comes_back_with_every_reason(city):
    data = {"kind": "summoned_talk", "title": "约谈", "unit": city.ours.pk, "held_on": "2021-03-25"}
    page = words(post(city.clerk, "hold", **data, chair="局长", members="查无此人"))
    assert "名册里没有“查无此人”" in page
    page = words(post(city.clerk, "hold", **data, chair="局长", members="副局长甲"))
    for reason in ("不能晚于今天", "须写明事由", "约谈由上级进行"):
        assert reason in page
    assert not Occasion.objects.exists()


def test_a_belief_is_refused_in_words(city, meeting):
    page = words(post(
        city.clerk, "criticism", meeting.pk, speaker=city.deputy.pk, about=city.second.pk,
        happened_on="2021-03-02", fact="对组织不忠诚",
    ))  # fmt: skip
    assert "请改写带有“忠诚”的话" in page
    assert not Said.objects.exists()


@pytest.mark.parametrize("name", ["occasion", "word", "opinions", "criticism", "resolve"])
def test_a_page_is_not_there_for_another_unit_and_refused_to_who_may_not(city, meeting, name):
    assert get(city.their_head, name, meeting.pk).status_code == 404
    assert get(city.clerk, name, meeting.pk).status_code == 200
    assert get(city.system, name, meeting.pk).status_code == 403
    assert a_client(city.clerk).put(to(name, meeting.pk)).status_code == 405
    if name in ("opinions", "criticism"):
        assert get(city.other_clerk, name, meeting.pk).status_code == 404
        assert get(city.deputy, name, meeting.pk).status_code == 403
    if name == "resolve":
        assert get(city.deputy, name, meeting.pk).status_code == 403
    assert get(city.clerk, "demands", meeting.pk).status_code == 404, "a meeting demands nothing"


def test_what_was_noted_is_struck_out_by_who_notes_and_by_nobody_else(city, meeting, said):
    assert a_client(city.clerk).get(to("remove", said.pk)).status_code == 405
    for person, status in ((city.other_clerk, 404), (city.their_clerk, 404), (city.deputy, 403)):
        assert post(person, "remove", said.pk).status_code == status
    assert "已删除" in words(post(city.clerk, "remove", said.pk))
    assert not Said.objects.filter(pk=said.pk).exists()


def test_the_reason_of_a_talk_is_for_those_who_hear_it(city, at):
    talk = an_occasion(
        campaign=city.campaign, unit=city.ours, chair=city.chief, members=(city.head, city.deputy), by=city.office,
        at=at, kind=OccasionKind.SUMMONED_TALK, title="约谈源河分局班子", reason=SECRET,
    )  # fmt: skip
    for person in (city.head, city.deputy, city.chief, city.discipline):
        assert SECRET in words(get(person, "occasion", talk.pk))
    for person in (city.office, city.other_clerk, city.guidance):
        page = words(get(person, "occasion", talk.pk))
        assert SECRET not in page
        assert "只有参加的人" in page


def test_lists_are_empty_in_words_and_say_what_to_do(city, meeting):
    assert "还没有登记会议和约谈" in words(get(city.their_clerk, "occasions"))
    assert "还没有您参加的" in words(get(city.officer, "occasions"))
    assert "没有符合条件" in words(get(city.clerk, "occasions", kind="summoned_talk"))
    assert "还没有公布班子措施" in words(get(city.officer, "measures"))
    assert "专题民主生活会" in words(get(city.clerk, "occasions", q="民主"))


def test_the_list_to_print_holds_what_was_resolved_and_nothing_that_was_said(city, meeting, said, at):
    resolved(meeting, owner=city.deputy, due_on=date(2021, 6, 1), by=city.clerk, at=at)
    answer = get(city.clerk, "word", meeting.pk)
    assert answer["Content-Disposition"].startswith("attachment")
    inside = ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()
    assert "每月下基层一次" in inside
    assert SECRET not in inside
    assert OPINION not in inside


def test_everybody_reads_the_progress_of_own_measures_with_numerator_and_denominator(city, at):
    listed = an_occasion(
        campaign=city.campaign, unit=city.root, chair=city.chief, members=(city.head,), by=city.office, at=at,
        kind=OccasionKind.OWN_MEASURES, title="十项措施",
    )  # fmt: skip
    resolved(
        listed, owner=city.head, due_on=date(2021, 3, 26), by=city.office, at=at,
        statements=tuple(f"措施{n}" for n in range(10)),
    )  # fmt: skip
    with clock.stopped_at(at + timedelta(days=14)):
        page = words(get(city.constable, "measures"))
    assert "0/10 · 0.0%" in page
    assert "10 项超期" in page
    assert "/ledger/" not in page.partition('id="list-')[2].partition("</section>")[0]
    assert get(city.audit, "measures").status_code == 403


def asked(by, name, *args):
    client = a_client(by)
    client.get(to(name, *args))
    with CaptureQueriesContext(
        connection,
    ) as told:
        client.get(to(name, *args))
    return len(told)


def test_queries_do_not_grow_with_the_rows(city, meeting, at):
    resolved(meeting, owner=city.deputy, due_on=date(2021, 6, 1), by=city.clerk, at=at)
    few = [
        asked(city.head, "occasions"),
        asked(city.head, "occasion", meeting.pk),
        asked(city.head, "measures"),
    ]
    for n in range(6):
        own = an_occasion(
            campaign=city.campaign, unit=city.ours, chair=city.head, members=(city.deputy, city.second),
            by=city.clerk, at=at, title=f"措施{n}", kind=OccasionKind.OWN_MEASURES,
        )  # fmt: skip
        resolved(
            own, owner=city.deputy, due_on=date(2021, 6, 1), by=city.clerk, at=at, statements=("甲", "乙")
        )
        resolved(meeting, owner=city.second, due_on=date(2021, 6, 1), by=city.clerk, at=at)
    rules.note_lines(
        occasion_id=meeting.pk, kind=SaidKind.OPINION, lines=["一", "二", "三"], by=city.clerk, at=at
    )
    many = [
        asked(city.head, "occasions"),
        asked(city.head, "occasion", meeting.pk),
        asked(city.head, "measures"),
    ]
    assert many[:2] == few[:2]
    assert many[2] <= few[2] + 3, "an empty page asks less"
