"""The pages of papers: given with the answer, hostile files refused in words, downloads for readers only."""

import io

import openpyxl
import pytest
from django.conf import settings as site
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingyuan.inspection import testing
from qingyuan.inspection.models import Answer, Paper
from qingyuan.inspection.rules import answers, sending
from qingyuan.kit import clock
from qingyuan.kit.kept import place
from qingyuan.kit.uploads import MOST
from qingyuan.org.testing import a_client
from tests.inspection.papers import HTML, NAME, a_selection, docx, kept, png, said
from tests.inspection.test_pages import a_form, get, post, to, words


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


@pytest.fixture
def sent(city, at):
    return a_selection(city, at, city.ours, city.theirs)


def upload(name=NAME, content=testing.PAPER):
    return SimpleUploadedFile(name, content)


def test_a_paper_is_kept_with_the_answer_outside_the_web_root_and_comes_back_as_a_download(city, sent, asked):
    assert "材料1（公示原件）" in words(get(city.clerk, "asked", asked.pk))
    files = {"result": "fine", "paper_1": upload(), "paper_2": upload("公示.png", png())}
    page = words(post(city.clerk, "asked", asked.pk, **a_form(asked, n0=files, n2="fine")))
    first, second = Paper.objects.all()
    assert place(first.key).is_relative_to(site.DATA)
    assert (second.media_type, second.slot) == ("image/png", 2)
    for person in (city.clerk, city.office, city.guidance):
        page = words(get(person, "asked", asked.pk))
        assert NAME in page
        assert first.sha256 in page
        assert to("paper", first.pk) in page
        sent_back = get(person, "paper", first.pk)
        assert b"".join(sent_back.streaming_content) == testing.PAPER
        assert sent_back["Content-Disposition"].startswith("attachment")
        assert sent_back["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in sent_back["Content-Security-Policy"]
        assert sent_back["Cache-Control"] == "private, no-store"
    page = words(get(city.inspector, "list", sent.pk))
    assert NAME in page
    assert first.sha256 in page
    assert "1/1 · 100.0%" in page


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("公示.png", HTML, "HTML"),
        ("公示.exe", b"MZ\x90\x00" + b"\0" * 64, "只能上传"),
        ("公示.pdf", docx(), "内容却是"),
        ("公示.pdf", testing.PAPER + b"\n" * (MOST + 1), "10 MB"),
        ("公示.pdf", testing.PAPER + HTML, "末尾还有别的内容"),
        ("公示.pdf", b"", "空"),
    ],
)
def test_a_hostile_file_is_refused_in_words_beside_its_item_and_nothing_is_kept(
    city, asked, name, content, why
):
    given_form = a_form(asked, n0={"result": "fine", "paper_1": upload(name, content)}, n2="fine")
    page = words(post(city.clerk, "asked", asked.pk, **given_form))
    assert why in page
    assert "请重新选择" in page
    assert not Answer.objects.exists()
    assert not Paper.objects.exists()


def test_fine_without_a_paper_comes_back_with_the_name_of_the_paper(city, asked):
    page = words(post(city.clerk, "asked", asked.pk, **a_form(asked, n1="fine")))
    assert "请附上表决情况记录；确实没有的，写明为什么没有" in page
    reason = {"result": "fine", "no_paper": "缓议，没有表决"}
    page = words(post(city.clerk, "asked", asked.pk, **a_form(asked, n1=reason)))
    assert "缓议，没有表决" in page
    assert "缓议，没有表决" in words(get(city.office, "list", asked.check_list_id))


def test_a_file_without_a_result_asks_for_the_result(city, asked):
    page = words(post(city.clerk, "asked", asked.pk, **a_form(asked, n0={"paper_1": upload()})))
    assert "请选择结果" in page
    assert not Paper.objects.exists()


def test_a_paper_is_exchanged_on_the_page_and_what_was_removed_is_said_in_words(city, at, asked):
    answer = kept(asked, city.clerk, at)
    paper = answer.papers.get()
    page = words(get(city.clerk, "correct", answer.pk))
    assert NAME in page
    page = words(
        post(city.clerk, "correct", answer.pk, result="fine", paper_1=upload("a.png", HTML), reason="换")
    )
    assert "请重新选择" in page
    given_form = {
        "result": "fine",
        "removed": [paper.pk],
        "paper_1": upload("新公示.pdf"),
        "reason": "附错版本",
    }
    page = words(post(city.clerk, "correct", answer.pk, **given_form))
    assert "已移除一份材料：内勤" in page
    assert "附错版本" in page
    assert "新公示.pdf" in page
    assert NAME not in page
    assert get(city.clerk, "paper", paper.pk).status_code == 404


def test_the_form_has_no_place_for_a_file_where_none_is_asked_for(city, asked):
    page = words(get(city.clerk, "asked", asked.pk))
    assert page.count('type="file"') == 4
    assert f'name="i{asked.check_list.items.all()[2].pk}-paper_1"' not in page
    assert "需附的过程材料" not in words(
        get(city.inspector, "add_item", testing.a_draft(city.campaign, by=city.inspector, at=clock.now()).pk)
    )


def test_a_paper_answers_only_to_get_and_a_lost_file_is_said_to_be_missing(city, at, asked):
    paper = kept(asked, city.clerk, at).papers.get()
    assert a_client(city.clerk).post(to("paper", paper.pk)).status_code == 405
    place(paper.key).unlink()
    assert get(city.clerk, "paper", paper.pk).status_code == 404
    assert NAME in words(get(city.clerk, "asked", asked.pk))


def test_the_export_says_how_many_papers_and_what_they_were_and_never_their_names(city, at, sent, asked):
    paper = kept(asked, city.clerk, at).papers.get()
    file = io.BytesIO(b"".join(get(city.office, "export", sent.pk).streaming_content))
    rows = list(openpyxl.load_workbook(file).active.values)
    assert rows[0][-4:] == ("需附的过程材料", "材料份数", "材料SHA-256", "没有材料的理由")
    assert ("公示原件", 1, paper.sha256, "") in {row[-4:] for row in rows}
    assert not any("张三" in str(cell) for row in rows for cell in row)


def test_nobody_else_finds_a_paper_by_its_address(city, at, asked):
    paper = kept(asked, city.clerk, at).papers.get()
    for person in (city.stranger, city.spared, city.officer, city.system, city.security, city.audit):
        assert get(person, "paper", paper.pk).status_code in (403, 404), person
    assert NAME not in words(get(city.stranger, "list", asked.check_list_id))


def test_no_page_asks_more_for_more_papers(city, at):
    def asked_in(client, address):
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    def pages(made):
        unit = testing.asked_of(made, city.ours)
        office, clerk = a_client(city.office), a_client(city.clerk)
        return [
            asked_in(office, to("list", made.pk)),
            asked_in(office, to("export", made.pk)),
            asked_in(clerk, to("asked", unit.pk)),
        ]

    one = a_selection(city, at, city.ours)
    kept(testing.asked_of(one, city.ours), city.clerk, at)
    before = pages(one)
    sending.withdraw_list(list_id=one.pk, words="再来", by=city.approver, at=at)
    items = [testing.an_item(f"第{n}步", paper="公示原件") for n in range(8)]
    many = a_selection(city, at, city.ours, city.theirs, city.third, items=items)
    two = (testing.a_paper("1.pdf"), testing.a_paper("2.pdf"))
    for unit, clerk in ((city.ours, city.clerk), (city.theirs, city.stranger), (city.third, city.spared)):
        asked = testing.asked_of(many, unit)
        answers.answer_items(
            asked_id=asked.pk, said=[said(asked, n, papers=two) for n in range(8)], by=clerk, at=at
        )
    assert all(late <= early + 1 for early, late in zip(before, pages(many), strict=True)), before


def test_who_draws_up_the_list_names_the_paper_of_an_item_and_reads_it_before_it_goes_out(city, at):
    made = testing.a_draft(city.campaign, by=city.inspector, at=at, topic="selection")
    fields = {"what": "任前有没有公示", "grade": "U", "category": "other", "example": "on"}
    page = words(post(city.inspector, "add_item", made.pk, **fields, paper="考察材料"))
    assert "“考察材料”是对人的看法" in page
    page = words(post(city.inspector, "add_item", made.pk, **fields, paper="公示原件"))
    assert "需附：公示原件" in page


def test_a_list_whose_papers_nobody_gave_yet_says_so(city, sent):
    assert "还没有单位答复需附材料的项目" in words(get(city.office, "list", sent.pk))
