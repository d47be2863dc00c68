"""Import in the browser: send, settle columns, look, choose, take over, take back; and every file that is refused."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from qingyuan.ledger import jobs
from qingyuan.ledger.models import HeaderMemory, Import, NameMemory
from qingyuan.ledger.rules import drop_stale
from qingyuan.ledger.views import imports as pages
from qingyuan.matters.api import Matter, kinds, rules

from .conftest import AT, City, text
from .test_import import ROW, a_list, a_row, state
from .test_import_command import bad_files


def send(client: Client, content: bytes, name: str = "台账.xlsx", follow: bool = True):
    return client.post(reverse("ledger:import"), {"file": SimpleUploadedFile(name, content)}, follow=follow)


def at(name: str, kept: Import) -> str:
    return reverse(f"ledger:{name}", args=[kept.pk])


def kept_files() -> list[Path]:
    return [path for path in (Path(settings.DATA) / "imports").glob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(
        transaction, "on_commit", lambda do, **_more: do()
    )  # a test's transaction never commits


def test_a_list_is_sent_looked_at_and_taken_over(city: City, as_) -> None:
    client = as_(city.clerk)
    page = send(client, a_list(ROW, a_row(问题表述="值班室无人值守", 整改措施="")))
    kept = Import.objects.get()
    assert page.redirect_chain[-1][0] == at("import_one", kept)
    assert "检查通过" in text(page) and "三定齐全 1，待三定 1" in text(page)
    assert Matter.objects.count() == 0 and len(kept_files()) == 1
    assert kept_files()[0].stat().st_mode & 0o077 == 0
    done = client.post(at("import_take", kept), follow=True)
    assert Matter.objects.count() == 2 and kept_files() == []
    assert "撤销本次导入" in text(done)
    listed = client.get(done.context["listed"])
    assert "值班室无人值守" in text(listed)
    assert "值班室无人值守" not in text(client.get(done.context["listed"].replace(f"={kept.pk}&", "=999&")))
    client.post(at("import_take", kept))
    assert Matter.objects.count() == 2
    undone = client.post(at("import_undo", kept), follow=True)
    assert "已撤销" in text(undone) and Matter.objects.count() == 0


@pytest.mark.parametrize("name", sorted(bad_files()))
def test_a_bad_file_is_refused_on_the_page_and_changes_nothing(name: str, city: City, as_) -> None:
    before = state()
    client = as_(city.clerk)
    page = send(client, bad_files()[name], name)
    if name in (
        "columns.xlsx",
        "norows.xlsx",
    ):  # readable: it goes on to where the person can settle or drop it
        assert page.status_code == 200
        kept = Import.objects.get()
        client.post(at("import_take", kept))
        client.post(at("import_drop", kept))
    else:
        assert page.status_code in (200, 413)
        assert "note-bad" in text(page) or "field-wrong" in text(page)
    assert state() == before and kept_files() == []


def test_two_hundred_megabytes_are_refused_before_they_are_read(city: City, as_) -> None:
    class Body:
        """A body that must not be touched."""

        def read(self, *_arguments: object) -> bytes:
            raise AssertionError("read")

        readline = read

    before = state()
    client = as_(city.clerk)
    answer = client.generic(
        "POST", reverse("ledger:import"), b"", content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 << 20), **{"wsgi.input": Body()},
    )  # fmt: skip
    assert answer.status_code == 413 and "200 MB" in text(answer)
    assert state() == before


def test_the_form_is_protected_although_its_body_comes_late(city: City) -> None:
    from qingyuan.org.testing import signed_in

    client = signed_in(Client(enforce_csrf_checks=True), city.clerk)
    assert send(client, a_list(ROW)).status_code == 403
    assert not Import.objects.exists()


def test_errors_stand_with_their_cells_and_the_list_cannot_be_taken(city: City, as_) -> None:
    client = as_(city.clerk)
    page = send(client, a_list(ROW, a_row(整改时限="2021年2月30日", 问题表述="<b>粗体</b>的另一个问题")))
    assert "台账!I3" in text(page) and "没有这一天" in text(page)
    assert "确认导入" not in text(page) and "<b>粗体" not in text(page)
    before = state()
    kept = Import.objects.get()
    client.post(at("import_take", kept))
    assert state() == before
    assert Import.objects.get().state == "draft"


def test_near_units_are_chosen_on_the_page_and_remembered_for_the_next_list(city: City, as_) -> None:
    client = as_(city.clerk)
    page = send(client, a_list(a_row(责任单位="源河分剧")))
    kept = Import.objects.get()
    (name,) = [field for field in page.context["form"].fields if field.startswith("ask_")]
    page = client.post(at("import_choose", kept), {name: city.ours.code}, follow=True)
    assert "检查通过" in text(page)
    client.post(at("import_take", kept))
    assert Matter.objects.get().unit == city.ours
    assert NameMemory.objects.get().text == "源河分剧"
    page = send(client, a_list(a_row(责任单位="源河分剧", 问题表述="值班室无人值守")))
    assert "检查通过" in text(page)
    stranger = send(as_(city.stranger), a_list(a_row(责任单位="源河分剧", 问题表述="值班室无人值守")))
    assert "检查通过" not in text(stranger)


def test_a_choice_that_was_not_offered_is_not_taken(city: City, as_) -> None:
    client = as_(city.clerk)
    page = send(client, a_list(a_row(责任单位="源河分剧")))
    kept = Import.objects.get()
    (name,) = [field for field in page.context["form"].fields if field.startswith("ask_")]
    page = client.post(at("import_choose", kept), {name: city.theirs.code}, follow=True)
    assert "检查通过" not in text(page) and not NameMemory.objects.exists()


def test_columns_are_settled_once_and_the_header_is_remembered(city: City, as_) -> None:
    client = as_(city.clerk)
    head = ("种类", "内容概要", "责任单位", "完成时间")

    def rows(words: str) -> bytes:
        return a_list(("其他", words, "源河分局", "2021-04-30"), head=head)

    page = send(client, rows("值班室无人值守"))
    kept = Import.objects.get()
    assert page.redirect_chain[-1][0] == at("import_columns", kept)
    twice = {"statement": "B", "unit": "B", "category": "A", "due_on": "D"}
    assert "已用于" in text(client.post(at("import_columns", kept), twice))
    sound = {**twice, "unit": "C"}
    page = client.post(at("import_columns", kept), sound, follow=True)
    assert "检查通过" in text(page)
    client.post(at("import_take", kept))
    assert Matter.objects.get().due_on == date(2021, 4, 30)
    assert HeaderMemory.objects.count() == 1
    page = send(client, rows("物证室没有登记簿"))
    assert "检查通过" in text(page)


def test_likely_duplicates_are_taken_only_when_ticked(city: City, as_) -> None:
    client = as_(city.clerk)
    near = "三月以来接报案登记台账与系统记录不一致共计十二起未按规定时限补录完毕的情况"
    send(client, a_list(a_row(问题表述=near), a_row(问题表述=near.replace("完毕的", "完毕之"))))
    kept = Import.objects.get()
    assert kept.report["likely"] == 1 and kept.report["outcomes"]["working"] == 1
    client.post(at("import_choose", kept), {"accepted": ["3"]})
    kept.refresh_from_db()
    assert kept.report["outcomes"]["working"] == 2
    client.post(at("import_choose", kept), {})
    client.post(at("import_take", kept))
    assert Matter.objects.count() == 1


def test_what_became_wrong_meanwhile_is_found_when_it_is_taken(city: City, as_) -> None:
    client = as_(city.clerk)
    send(client, a_list(ROW))
    kept = Import.objects.get()
    drafts = [rules.Draft(kind=kinds.Kind.PROBLEM, statement=ROW[3], unit=city.ours, category=_category())]
    rules.open_many(campaign=city.campaign, drafts=drafts, by=city.office, at=AT)
    client.post(at("import_take", kept))
    assert Matter.objects.count() == 1
    kept.refresh_from_db()
    assert (kept.created, kept.duplicates) == (0, 1)


def _category():
    from qingyuan.matters.api import Category

    return Category.objects.get(pk="formalism")


def test_an_import_belongs_to_one_person_and_needs_the_right(city: City, as_) -> None:
    send(as_(city.clerk), a_list(ROW))
    kept = Import.objects.get()
    for person in (city.head, city.stranger, city.office):
        assert as_(person).get(at("import_one", kept)).status_code == 404
        assert as_(person).get(at("import_columns", kept)).status_code == 404
        for name in ("import_take", "import_choose", "import_drop", "import_undo"):
            assert as_(person).post(at(name, kept)).status_code in (302, 404)
    for person in (city.owner, city.guidance, city.admin):
        assert as_(person).get(reverse("ledger:import")).status_code == 403
        assert as_(person).post(at("import_take", kept)).status_code == 403
    for name in ("import_take", "import_choose", "import_drop", "import_undo"):
        assert as_(city.clerk).get(at(name, kept)).status_code == 405
    assert Matter.objects.count() == 0 and Import.objects.count() == 1


def test_dropping_a_list_removes_its_file(city: City, as_) -> None:
    client = as_(city.clerk)
    send(client, a_list(ROW))
    client.post(at("import_drop", Import.objects.get()))
    assert not Import.objects.exists() and kept_files() == []


def test_lists_that_nobody_confirms_are_let_go(city: City, as_) -> None:
    send(as_(city.clerk), a_list(ROW))
    assert drop_stale(at=AT) == 0
    assert drop_stale(at=AT + timedelta(days=15)) == 1
    assert not Import.objects.exists()


def test_a_long_list_is_worked_on_in_the_background_and_written_once(
    city: City, as_, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LARGE", 1)
    client = as_(city.clerk)
    page = send(client, a_list(ROW, a_row(问题表述="值班室无人值守")))
    kept = Import.objects.get()
    assert "正在" in text(page) and 'hx-trigger="every 2s"' in text(page)
    work()
    assert "检查通过" in text(client.get(at("import_one", kept)))
    page = client.post(at("import_take", kept), follow=True)
    assert "正在" in text(page) and Matter.objects.count() == 0
    client.post(at("import_take", kept))
    work()
    jobs.write_list.call(kept.pk)
    jobs.check_list.call(kept.pk)
    assert Matter.objects.count() == 2
    assert "导入完成" in text(client.get(at("import_one", kept)))


def test_a_long_list_refused_in_the_background_comes_back_with_its_errors(
    city: City, as_, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LARGE", 1)
    client = as_(city.clerk)
    send(client, a_list(ROW, a_row(整改时限="不知道", 问题表述="值班室无人值守")))
    work()
    kept = Import.objects.get()
    client.post(at("import_take", kept))
    work()
    page = client.get(at("import_one", kept))
    assert "看不懂这个日期" in text(page) and Matter.objects.count() == 0


def work() -> None:
    """What the worker would do: each task that waits, in order."""
    for waiting in DBTaskResult.objects.filter(status="READY").order_by("enqueued_at"):
        waiting.task.call(*waiting.args_kwargs["args"])
        waiting.delete()


def test_every_page_of_the_import_speaks_english_too(city: City, as_) -> None:
    client = as_(city.clerk)
    client.cookies["qingyuan_language"] = "en"
    page = send(
        client,
        a_list(ROW, a_row(责任单位="源河分剧", 问题表述="值班室无人值守"), a_row(整改时限="2021年2月30日")),
    )
    shown = text(page)
    assert "Import preview" in shown and "no such day" in shown.lower()
    assert "错误" not in shown and "单元格" not in shown


def test_every_sentence_of_the_reading_engine_is_marked_for_translation() -> None:
    from qingyuan.engines import sheets
    from qingyuan.ledger.queries.sheet_words import SENTENCES

    assert set(SENTENCES) == set(sheets.MESSAGES.values())
