"""Every page: it works, the wrong method is refused, another unit sees nothing, and who may not is told so."""

import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.kit import clock
from qingyuan.kit.errors import Missing
from qingyuan.matters.testing import a_matter
from qingyuan.org.testing import a_client
from qingyuan.publication import queries, rules
from qingyuan.publication.kinds import OutcomeKind, State
from qingyuan.publication.models import Bulletin, Objection, Outcome, Weekly
from qingyuan.publication.testing import a_draft, an_issued, an_outcome, some_findings


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


@pytest.fixture
def draft(city, at):
    some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=4)
    return a_draft(city.campaign, by=city.office, at=at)


@pytest.fixture
def issued(city, at):
    some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=4)
    return an_issued(city.campaign, by=city.office, issuer=city.head, at=at)


def to(name, *args):
    return reverse(f"publication:{name}", args=args)


def get(person, name, *args, **query):
    return a_client(person).get(to(name, *args), query)


def post(person, name, *args, **data):
    return a_client(person).post(to(name, *args), data, follow=True)


def words(answer):
    return answer.content.decode()


def test_the_list_is_empty_in_words_and_then_drafts_with_one_click(city, at):
    assert "还没有印发过通报" in words(get(city.officer, "bulletins"))
    some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=3)
    page = words(get(city.office, "bulletins"))
    form = re.search(r"<form method=\"post\" action=\"/publication/draft/[^\"]*\".*?</form>", page, re.S)[0]
    data = dict(re.findall(r'name="(\w+)" value="([^"]+)"', form))
    data["kinds"] = re.findall(r'name="kinds" value="(\w+)"', form)
    data.pop("csrfmiddlewaretoken", None)
    answer = a_client(city.office).post(to("draft"), data, follow=True)
    made = Bulletin.objects.get()
    assert answer.redirect_chain == [(to("bulletin", made.pk), 302)]
    assert made.items.count() == 3 and made.period_from == city.campaign.starts_on


def test_drafting_shows_what_will_be_in_it_before_it_is_drafted(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=2)
    page = words(get(city.office, "draft"))
    assert "值班记录漏填第1处" in page and re.search(r"\d+<small> / 4000</small>", page)
    day = at.date().isoformat()
    asked = {
        "unit": city.root.pk,
        "period_from": "2021-03-01",
        "period_to": "2021-03-02",
        "kinds": ["finding"],
    }
    assert "这个期间没有可以通报的事项" in words(get(city.office, "draft", **asked))
    answer = post(city.office, "draft", **asked)
    assert answer.status_code == 200 and "请换一个期间" in words(answer) and not Bulletin.objects.exists()
    asked |= {"period_from": "0001-01-01", "period_to": day}
    assert post(city.office, "draft", **asked).status_code == 200
    assert get(city.office, "draft", **asked).status_code == 200
    asked |= {"period_from": day, "units": [city.theirs.pk]}
    assert "值班记录漏填" not in words(get(city.office, "draft", **asked))


def test_drafting_is_not_for_everybody_and_other_methods_are_refused(city):
    for nobody in (city.officer, city.guidance, city.admin, city.head, city.discipline):
        assert get(nobody, "draft").status_code == 403
    assert a_client(city.office).put(to("draft")).status_code == 405
    assert a_client(city.office).post(to("bulletins")).status_code == 405


def test_a_draft_exists_only_for_those_who_work_on_it(city, draft):
    for person, status in (
        (city.office, 200),
        (city.second, 200),
        (city.head, 200),
        (city.clerk, 404),
        (city.their_clerk, 404),
        (city.guidance, 404),
        (city.officer, 404),
        (city.stranger, 404),
        (city.admin, 403),
    ):
        for page in ("bulletin", "word", "pdf"):
            assert get(person, page, draft.pk).status_code == status, (person.name, page)
    assert get(city.clerk, "change", draft.pk).status_code == 404
    assert get(city.officer, "change", draft.pk).status_code == 403
    for page in ("upload", "issue", "discard", "withdraw", "remove_file", "record_outcome"):
        assert a_client(city.office).get(to(page, draft.pk)).status_code == 405
        assert a_client(city.clerk).post(to(page, draft.pk)).status_code in (403, 404)
        assert a_client(city.officer).post(to(page, draft.pk)).status_code == 403
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_items_are_left_out_and_included_with_a_button(city, draft):
    item = draft.items.first()
    assert "已移出" in words(post(city.office, "leave_out", draft.pk, item.pk))
    assert "已重新列入" in words(post(city.office, "include", draft.pk, item.pk))
    for name in ("leave_out", "include"):
        assert a_client(city.office).get(to(name, draft.pk, item.pk)).status_code == 405
        assert post(city.clerk, name, draft.pk, item.pk).status_code == 404
        assert post(city.guidance, name, draft.pk, item.pk).status_code == 403
    assert post(city.office, "leave_out", draft.pk, 10**6).status_code == 404


def test_the_words_around_the_facts_are_changed_and_markup_stays_text(city, draft):
    data = {
        "title": "关于<b>督导</b>的通报",
        "code": "示公督",
        "praise": "源河分局：<script>x</script>",
        "groups": 5,
    }
    page = words(post(city.office, "change", draft.pk, **data))
    assert "关于&lt;b&gt;督导&lt;/b&gt;的通报" in page and "<script>x" not in page
    opened = docx.Document(io.BytesIO(get(city.office, "word", draft.pk).content))
    assert "<script>x</script>" in "\n".join(paragraph.text for paragraph in opened.paragraphs)
    page = words(post(city.office, "change", draft.pk, title="关于督导的报告", code="1"))
    assert "文种“通报”" in page and "机关代字只写文字" in page


def test_the_word_file_of_a_draft_carries_the_number_to_come_and_links_to_this_site(city, draft):
    answer = get(city.office, "word", draft.pk)
    assert (
        answer["Content-Disposition"].startswith("attachment;")
        and answer["X-Content-Type-Options"] == "nosniff"
    )
    opened = docx.Document(io.BytesIO(answer.content))
    said = "\n".join(paragraph.text for paragraph in opened.paragraphs)
    assert "示公通〔2021〕1号" in said and "关于3月18日教育整顿督导情况的通报" in said.replace("\n", "")
    targets = {rel.target_ref for rel in opened.part.rels.values() if rel.reltype.endswith("/hyperlink")}
    assert targets == {f"http://testserver/ledger/{item.matter_id}/" for item in draft.items.all()}
    assert get(city.office, "pdf", draft.pk).content[:5] == b"%PDF-"


def test_an_edited_word_file_is_taken_a_bad_one_is_refused_in_words(city, draft):
    def upload(content, name="改好.docx"):
        return a_client(city.office).post(
            to("upload", draft.pk), {"file": SimpleUploadedFile(name, content)}, follow=True
        )

    page = words(upload(b"not a word file"))
    assert "这不是 .docx 格式的 Word 文件" in page and not draft.files.exists()
    good = get(city.office, "word", draft.pk).content
    assert "签发时以它为准" in words(upload(good))
    assert get(city.office, "word", draft.pk).content == good
    assert draft.files.get().edited
    assert "已移除" in words(post(city.office, "remove_file", draft.pk)) and not draft.files.exists()


def test_outcomes_are_recorded_decided_and_removed_on_the_page(city, draft):
    item = draft.items.first()
    data = {"item": item.pk, "kind": "party_warning", "persons": 2}
    assert "未决定，不写入通报" in words(post(city.office, "record_outcome", draft.pk, **data))
    made = Outcome.objects.get()
    assert (made.matter_id, made.unit_id) == (item.matter_id, item.matter.unit_id)
    decided = {"decided_on": "2021-03-17", "decided_by": "市公安局党委", "basis": "第十条"}
    assert "须先听取本人陈述申辩" in words(post(city.office, "decide_outcome", draft.pk, made.pk, **decided))
    assert get(city.office, "decide_outcome", draft.pk, made.pk).status_code == 200
    post(city.office, "decide_outcome", draft.pk, made.pk, **decided, heard_on="2021-03-16")
    made.refresh_from_db()
    assert made.decided_on is not None
    assert "请写明依据的条款" in words(
        post(city.office, "record_outcome", draft.pk, **data, decided_on="2021-03-17", heard_on="2021-03-16")
    )
    for name in ("decide_outcome", "remove_outcome"):
        assert post(city.clerk, name, draft.pk, made.pk).status_code == 404
        assert post(city.guidance, name, draft.pk, made.pk).status_code == 403
    assert a_client(city.office).get(to("remove_outcome", draft.pk, made.pk)).status_code == 405
    post(city.office, "remove_outcome", draft.pk, made.pk)
    assert not Outcome.objects.exists()


def test_discipline_records_outcomes_of_matters_and_writes_in_no_draft(city, draft, at):
    """It holds the permission for what followed from a matter; a draft is the desk's, whichever address is tried."""
    item = draft.items.first()
    said = {"item": item.pk, "kind": "party_warning", "persons": 2}
    made = an_outcome(draft, by=city.office, at=at)
    assert post(city.discipline, "record_outcome", draft.pk, **said).status_code == 403
    for name in ("decide_outcome", "remove_outcome"):
        assert post(city.discipline, name, draft.pk, made.pk).status_code == 403
    assert post(city.discipline, "record_outcome", 10**6, **said).status_code == 403
    decided = rules.Decision(OutcomeKind.REMINDER_TALK, 1, at.date(), "市公安局党委", "条令第二十条")
    told = {"said": decided, "matter_id": item.matter_id, "by": city.discipline, "at": at}
    with pytest.raises(Missing):
        rules.record_outcome(**told, bulletin_id=draft.pk)
    assert rules.record_outcome(**told).matter_id == item.matter_id


def test_issuing_by_the_drafter_is_refused_in_words_and_by_another_it_gets_its_number(city, draft):
    assert "须由第二人签发" in words(post(city.office, "issue", draft.pk))
    assert post(city.discipline, "issue", draft.pk).status_code == 403
    page = words(post(city.head, "issue", draft.pk))
    assert "示公通〔2021〕1号" in page and "已印发" in page


def test_an_issued_bulletin_is_read_by_all_units_covered_and_by_no_administrator(city, issued):
    for person, status in (
        (city.clerk, 200),
        (city.their_clerk, 200),
        (city.officer, 200),
        (city.guidance, 200),
        (city.discipline, 200),
        (city.stranger, 404),
        (city.admin, 403),
    ):
        for page in ("bulletin", "word", "pdf"):
            assert get(person, page, issued.pk).status_code == status, (person.name, page)
    listed = words(get(city.officer, "bulletins"))
    assert "示公通〔2021〕1号" in listed and "起草本期通报" not in listed
    assert "示公通〔2021〕1号" not in words(get(city.stranger, "bulletins"))


def test_a_unit_reads_all_facts_but_finds_links_only_to_matters_that_it_may_see(city, issued):
    page = words(get(city.clerk, "bulletin", issued.pk))
    mine = {item.matter_id for item in issued.items.all() if item.matter.unit_id == city.ours.pk}
    assert {int(pk) for pk in re.findall(r'href="/ledger/(\d+)/"', page)} == mine
    assert all(item.told in page for item in issued.items.all())
    assert not re.findall(r'href="/ledger/\d+/"', words(get(city.officer, "bulletin", issued.pk)))


def test_the_unit_objects_and_another_than_the_authors_answers(city, issued):
    item = issued.items.filter(matter__unit=city.ours).first()
    other = issued.items.filter(matter__unit=city.theirs).first()
    assert "异议由被通报单位自己的人提出" not in words(
        post(city.clerk, "object", issued.pk, item.pk, words="系统故障")
    )
    asked = Objection.objects.get()
    assert post(city.clerk, "object", issued.pk, other.pk, words="不属实").status_code == 403
    assert "自己的人提出" in words(post(city.head, "object", issued.pk, item.pk, words="不属实"))
    assert post(city.stranger, "object", issued.pk, item.pk, words="x").status_code == 404
    assert post(city.guidance, "object", issued.pk, item.pk, words="x").status_code == 403
    assert a_client(city.clerk).get(to("object", issued.pk, item.pk)).status_code == 405
    assert "系统故障" in words(get(city.clerk, "bulletin", issued.pk))
    assert "系统故障" not in words(get(city.their_clerk, "bulletin", issued.pk))
    data = {"answer": "corrected", "words": "经复核，予以更正"}
    assert "应当回避" in words(post(city.office, "answer", issued.pk, asked.pk, **data))
    assert post(city.clerk, "answer", issued.pk, asked.pk, **data).status_code == 403
    assert a_client(city.discipline).get(to("answer", issued.pk, asked.pk)).status_code == 405
    assert post(city.discipline, "answer", issued.pk, asked.pk).status_code == 200
    asked.refresh_from_db()
    assert asked.answer == ""
    post(city.discipline, "answer", issued.pk, asked.pk, **data)
    assert "经复核，予以更正" in words(get(city.their_clerk, "bulletin", issued.pk))


def test_withdrawing_and_discarding_ask_for_what_they_need(city, issued, at):
    assert post(city.clerk, "withdraw", issued.pk, reason="x").status_code == 403
    page = words(post(city.head, "withdraw", issued.pk, reason="事实有误"))
    assert "撤回：事实有误" in page
    made = a_draft(city.campaign, by=city.office, at=at)
    assert "草稿已删除" in words(post(city.office, "discard", made.pk))
    assert "只能撤回" in words(post(city.office, "discard", issued.pk))


def test_the_weekly_page_shows_figures_files_and_a_number(city, at):
    some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=4)
    page = words(get(city.office, "weekly"))
    assert "问题新增" in page and "0/4 · 0.0%" in page and "源河分局" in page
    asked = {"unit": city.root.pk, "first": "2021-03-15", "last": "2021-03-18"}
    assert get(city.office, "weekly_word", **asked).content[:2] == b"PK"
    assert get(city.office, "weekly_pdf", **asked).content[:5] == b"%PDF-"
    assert "第 1 期周报已印发" in words(post(city.office, "issue_weekly", **asked))
    assert "已经印发" in words(post(city.office, "issue_weekly", **asked))
    assert Weekly.objects.count() == 1
    for wrong in ({"last": "2021-12-31"}, {"first": "0001-01-01"}, {"first": "x"}, {"unit": 10**6}):
        assert get(city.office, "weekly", **{**asked, **wrong}).status_code == 200
        assert get(city.office, "weekly_word", **{**asked, **wrong}).status_code == 404
    mine = words(get(city.clerk, "weekly"))
    assert "郾川分局" not in mine and "0/2 · 0.0%" in mine
    assert words(get(city.clerk, "weekly", unit=city.theirs.pk)).count("郾川分局") == 0
    for page in ("weekly", "weekly_word", "weekly_pdf"):
        assert get(city.officer, page).status_code == 403
        assert get(city.guidance, page).status_code == 200
        assert a_client(city.office).post(to(page)).status_code == 405
    assert post(city.guidance, "issue_weekly", **asked).status_code == 403
    assert a_client(city.office).get(to("issue_weekly")).status_code == 405


def test_nobody_who_is_not_signed_in_reads_anything(client, issued):
    for page, args in (
        ("bulletins", ()),
        ("draft", ()),
        ("bulletin", (issued.pk,)),
        ("word", (issued.pk,)),
        ("weekly", ()),
    ):
        assert client.get(to(page, *args)).status_code == 302


def test_pages_ask_the_database_the_same_number_of_questions_whatever_they_show(city, at):
    def asked(person, name, *args):
        client = a_client(person)
        client.get(to(name, *args))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(to(name, *args)).status_code == 200
        return len(captured)

    some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=2)
    small = a_draft(city.campaign, by=city.office, at=at)
    few = [
        asked(city.office, name, *args)
        for name, args in (("bulletins", ()), ("draft", ()), ("bulletin", (small.pk,)), ("weekly", ()))
    ]
    some_findings(
        city.campaign, [city.ours, city.theirs, city.third], by=city.office, at=at, count=20, words="又"
    )
    large = a_draft(city.campaign, by=city.second, at=at)
    for n in range(5):
        an_outcome(large, by=city.office, at=at, persons=n + 1, matter=large.items.all()[n].matter)
    many = [
        asked(city.office, name, *args)
        for name, args in (("bulletins", ()), ("draft", ()), ("bulletin", (large.pk,)), ("weekly", ()))
    ]
    assert many == few
    assert max(many) <= 45
    issued = rules.issue_bulletin(bulletin_id=large.pk, by=city.head, at=at)
    assert asked(city.clerk, "bulletin", issued.pk) <= 30


def test_every_page_is_there_in_english(city, draft, at):
    client = a_client(city.second)
    client.cookies["qingyuan_language"] = "en"
    an_outcome(draft, by=city.office, at=at, kind=OutcomeKind.PARTY_WARNING, decided=False)
    page = client.get(to("bulletin", draft.pk)).content.decode()
    assert "Checks before issuing" in page and "Intra-party warning" in page and "Leave out" in page
    assert "1 outcomes are not yet decided" in page
    assert "Weekly figures" in client.get(to("weekly")).content.decode()
    assert "Clearance rate" in client.get(to("weekly")).content.decode()
    page = client.get(to("draft")).content.decode()
    assert "Draft a bulletin" in page
    rules.issue_bulletin(bulletin_id=draft.pk, by=city.head, at=at)
    page = client.get(to("bulletin", draft.pk)).content.decode()
    assert "Fact told" in page and "Withdraw the bulletin" in page
    opened = docx.Document(io.BytesIO(client.get(to("word", draft.pk)).content))
    assert "督导基本情况" in "\n".join(paragraph.text for paragraph in opened.paragraphs)
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1, words="再")
    assert "Draft this bulletin" in client.get(to("bulletins")).content.decode()


def test_a_matter_that_names_someone_is_in_no_page_or_file_even_for_those_who_may_see_it(city, at):
    a_matter(
        campaign=city.campaign,
        unit=city.ours,
        by=city.office,
        at=at,
        statement="涉及具体人的事",
        names=(city.officer,),
    )
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    assert "涉及具体人的事" not in words(get(city.office, "draft"))
    made = a_draft(city.campaign, by=city.office, at=at)
    assert "涉及具体人的事" not in words(get(city.office, "bulletin", made.pk))
    assert queries.items_of(made)[0].matter.statement == "值班记录漏填第1处"
