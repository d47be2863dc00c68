"""The pages of writing, the calendar, the register and research: each way walked once, and who may not is told so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.kit import clock
from qingyuan.matters.testing import a_matter
from qingyuan.org.testing import a_client
from qingyuan.publication import rules
from qingyuan.publication.kinds import Cadence
from qingyuan.publication.models import Given, Guidance, Research, Submission, Template, Writing
from qingyuan.publication.testing import a_writing, words_of


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


def to(name, *args):
    return reverse(f"publication:{name}", args=args)


def get(person, page, *args, **query):
    return a_client(person).get(to(page, *args), query)


def post(person, page, *args, **data):
    return a_client(person).post(to(page, *args), data, follow=True)


def words(answer):
    return answer.content.decode()


def problem(city, at, unit):
    a_matter(campaign=city.campaign, unit=unit, by=city.office, at=at)


def test_a_clerk_begins_writes_and_has_a_document_signed_in_four_presses(city, at):
    problem(city, at, city.ours)
    assert "还没有文稿" in words(get(city.clerk, "writings"))
    news = Template.objects.get(code="news")
    page = words(get(city.clerk, "start", template=news.pk))
    assert "源河分局" not in page or 'type="hidden" name="unit"' in page  # one unit: not asked for
    answer = post(
        city.clerk, "start",
        template=news.pk, unit=city.ours.pk, period_from="2021-03-12", period_to="2021-03-18",
    )  # fmt: skip
    made = Writing.objects.get()
    page = words(answer)
    assert "已从台账起草" in page and '<mark><a href="#figure-problems_closed_in">0</a></mark>' in page
    assert "没有基数" in page and "您起草或修改过" in page
    page = words(get(city.clerk, "words", made.pk))
    assert "{本期销号}" in page and 'data-fact="问题新增"' in page and "publication/words.js" in page
    said = {
        "title": "源河分局新增{问题新增}件",
        "part_1": "新增{问题新增}件，已销号7件。",
        "version": made.version,
    }
    wrong = post(city.clerk, "words", made.pk, **said | {"part_1": "{没有}"})
    assert "不是台账数字的名称" in words(wrong)
    page = words(post(city.clerk, "words", made.pk, **said))
    assert "源河分局新增1件" in page and "手写的“7件”与台账不符：累计销号是 0" in page
    problem(city, at, city.ours)
    page = words(get(city.clerk, "writing", made.pk))
    assert "起草以后，台账上有 1 个数字变了" in page
    assert "已更新 1 个数字" in words(post(city.clerk, "refresh", made.pk))
    page = words(get(city.office, "writing", made.pk))
    assert "签发" in page and get(city.office, "writing_word", made.pk).content[:2] == b"PK"
    seen = page.split('name="seen" value="')[1].split('"')[0]
    page = words(post(city.office, "issue_writing", made.pk, seen=seen))
    assert "已签发，Word 和 PDF 都已生成" in page and "信息〔2021〕第1期" in page
    sent = get(city.clerk, "writing_pdf", made.pk)
    assert sent["Content-Disposition"].startswith("attachment")
    assert b"".join(sent.streaming_content)[:5] == b"%PDF-"
    assert "源河分局新增2件" in words(get(city.clerk, "writings"))
    page = words(post(city.office, "withdraw_writing", made.pk, reason="另发"))
    assert "已撤回" in page and "撤回理由：另发" in page


def test_a_draft_is_there_for_who_works_on_it_only(city, at):
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    assert get(city.office, "writing", made.pk).status_code == 200
    for by in (city.their_clerk, city.stranger, city.guidance, city.discipline):
        assert get(by, "writing", made.pk).status_code == 404
        assert get(by, "writing_pdf", made.pk).status_code == 404
    assert get(city.officer, "writing", made.pk).status_code == 403
    assert post(city.their_clerk, "refresh", made.pk).status_code == 404
    assert post(city.clerk, "issue_writing", made.pk).status_code == 403
    assert get(city.clerk, "issue_writing", made.pk).status_code in (403, 405)
    assert "草稿已删除" in words(post(city.clerk, "discard_writing", made.pk))


def test_a_signature_under_what_was_changed_meanwhile_is_refused_and_the_new_text_shown(city, at):
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    page = words(get(city.office, "writing", made.pk))
    seen = page.split('name="seen" value="')[1].split('"')[0]
    rules.change_writing(
        writing_id=made.pk, words=words_of(made, {2: "白知秋改好了。"}), by=city.clerk, at=at
    )
    page = words(post(city.office, "issue_writing", made.pk, seen=seen))
    assert "又有改动" in page and "白知秋改好了" in page and "names_cleared" in page
    fresh = page.split('name="seen" value="')[1].split('"')[0]
    assert fresh != seen
    page = words(post(city.office, "issue_writing", made.pk, seen=fresh, names_cleared="on"))
    assert "已签发，Word" in page


def test_pages_take_a_fixed_number_of_queries(city, at):
    def counted(name, *args):
        client = a_client(city.office)
        client.get(to(name, *args))
        with CaptureQueriesContext(
            connection,
        ) as log:
            assert client.get(to(name, *args)).status_code == 200
        return len(log)

    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    owed = rules.Owed("周报", "市委整顿办", "市委通知", Cadence.WEEKLY, 5, at.date().replace(day=1))
    rules.owe_submission(campaign=city.campaign, unit=city.ours, owed=owed, by=city.office, at=at)
    before = {name: counted(name) for name in ("writings", "calendar", "register", "research", "templates")}
    desk = counted("writing", made.pk)
    for unit in (city.ours, city.theirs, city.third):
        problem(city, at, unit)
        for _n in range(2):
            a_writing(city.campaign, unit, by=city.office, at=at, template="report")
        if unit != city.ours:
            rules.owe_submission(campaign=city.campaign, unit=unit, owed=owed, by=city.office, at=at)
    assert {name: counted(name) for name in before} == before
    assert counted("writing", made.pk) == desk
    assert desk < 60 and max(before.values()) < 40


def test_the_calendar_is_kept_by_the_office_and_met_by_the_clerk(city, at):
    assert "还没有报送事项" in words(get(city.clerk, "calendar"))
    line = {
        "unit": city.ours.pk, "name": "教育整顿周报", "receiver": "市局政治部", "basis": "市局通知",
        "cadence": "weekly", "day": 5, "origin": "figures", "begins_on": "2021-03-06",
    }  # fmt: skip
    assert "已列入报送日历" in words(post(city.office, "add_submission", **line))
    page = words(post(city.office, "add_submission", **line | {"name": "又一份周报"}))
    assert "同一数字不向同一单位报两遍：《教育整顿周报》" in page and Submission.objects.count() == 1
    made = Submission.objects.get()
    page = words(get(city.clerk, "calendar"))
    assert "已过期限 6 天" in page and "有 1 期已过期限还没有报送" in page and "停止" not in page
    page = words(post(city.clerk, "send_submission", made.pk, last_on="2021-03-12"))
    assert "已记为 2021-03-18 报送给 市局政治部" in page and "晚 6 天" in page
    assert Given.objects.get().weekly.serial == 1
    assert post(city.clerk, "send_submission", made.pk, last_on="nonsense").status_code == 404
    assert post(city.their_clerk, "send_submission", made.pk, last_on="2021-03-12").status_code == 404
    assert get(city.clerk, "add_submission").status_code == 403
    assert "市局政治部" not in words(get(city.their_clerk, "calendar"))
    report = line | {"origin": "template", "template": Template.objects.get(code="report").pk, "name": "季报"}
    post(
        city.office,
        "add_submission",
        **report | {"cadence": "quarterly", "day": 10, "begins_on": "2021-01-01"},
    )
    quarter = Submission.objects.get(name="季报")
    answer = post(city.clerk, "begin_turn", quarter.pk, last_on="2021-03-31")
    assert "期间到 2021-03-31 才结束" in words(answer)
    assert "文稿起草中" in words(get(city.clerk, "calendar"))
    page = words(post(city.office, "end_submission", made.pk, ended_on="2021-03-18"))
    assert "已停止报送" in page


def test_templates_are_kept_on_a_page_of_the_office(city):
    assert "整改工作简报" in words(get(city.office, "templates"))
    held = Template.objects.get(code="news")
    page = words(get(city.office, "change_template", held.pk))
    assert "{本期销号}" in page and "{单位}{期间}销号问题" in page
    said = {
        "name": "信息",
        "title": "{单位}一事",
        "active": "on",
        "text_1": "销号{本期销号}件",
        "wants_1": "free",
    }
    assert "模板已保存" in words(post(city.office, "change_template", held.pk, **said))
    new = said | {"code": "flash", "genre": "news", "text_1": "{没有}"}
    assert "不是台账数字的名称" in words(post(city.office, "add_template", **new))
    assert "模板已保存" in words(post(city.office, "add_template", **new | {"text_1": "{问题新增}件"}))
    assert Template.objects.get(code="flash").sections.get().text == "{problems_new}件"
    assert get(city.clerk, "templates").status_code == 403
    assert get(city.office, "change_template", 999).status_code == 404


def test_the_register_shows_the_valid_version_and_gives_out_its_text(city, at):
    assert "没有找到制度文件" in words(get(city.officer, "register"))
    file = SimpleUploadedFile("意见.pdf", b"%PDF-1.4 words\n%%EOF", "application/pdf")
    entry = {
        "unit": city.root.pk,
        "title": "党支部工作指导意见",
        "number": "示公党〔2021〕5号",
        "from_on": "2021-03-01",
    }
    assert "请上传文件" in words(post(city.office, "register_guidance", **entry))
    assert "已登记" in words(post(city.office, "register_guidance", **entry, file=file))
    made = Guidance.objects.get()
    page = words(get(city.officer, "register"))
    assert "示公党〔2021〕5号" in page and "施行中" in page and "更新" not in page
    assert b"".join(get(city.officer, "guidance_file", made.pk).streaming_content)[:5] == b"%PDF-"
    file.seek(0)
    newer = entry | {"number": "示公党〔2021〕6号", "from_on": "2021-03-10"}
    assert "已登记" in words(post(city.office, "replace_guidance", made.pk, **newer, file=file))
    page = words(get(city.officer, "register", all="1", q="党支部"))
    assert "被 示公党〔2021〕6号 代替" in page
    assert "示公党〔2021〕5号" not in words(get(city.officer, "register"))
    last = Guidance.objects.get(version=2)
    assert "已记为废止" in words(post(city.office, "end_guidance", last.pk, to_on="2021-03-18"))
    assert get(city.stranger, "guidance_file", made.pk).status_code == 404
    assert get(city.clerk, "replace_guidance", made.pk).status_code == 200  # told to it; may not be replaced
    assert post(city.clerk, "end_guidance", made.pk, to_on="2021-03-18").status_code == 403


def test_a_topic_is_set_and_concluded_on_its_pages(city, at):
    topic = {
        "unit": city.ours.pk, "title": "窗口延时", "question": "要几个人", "lead": city.officer.police_no,
        "due_on": "2021-05-31",
    }  # fmt: skip
    assert "名册里没有" in words(post(city.office, "set_research", **topic | {"lead": "无此人"}))
    assert "课题已设立" in words(post(city.office, "set_research", **topic))
    made = Research.objects.get()
    assert "窗口延时" in words(get(city.officer, "research"))
    assert "窗口延时" not in words(get(city.their_clerk, "research"))
    page = words(post(city.office, "conclude_research", made.pk, found="两人", measure="午间两人轮值"))
    assert "课题已结题" in page and "措施" in page
    assert get(city.clerk, "set_research").status_code == 403
    assert get(city.stranger, "conclude_research", made.pk).status_code == 404
