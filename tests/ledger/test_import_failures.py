"""An import under bad conditions: pressed twice, broken off, at the same time as the acts of others."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from qingyuan.ledger import jobs
from qingyuan.ledger.models import Import
from qingyuan.ledger.rules import check_import, importing, keep_upload, taking, undo_import
from qingyuan.ledger.views import imports as pages
from qingyuan.matters.api import Matter, Step, kinds

from .conftest import AT, City, text
from .test_import import ROW, a_list, a_row, put
from .test_import_pages import at, send


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path, settings, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setattr(transaction, "on_commit", lambda do, **_more: do())


def test_a_button_pressed_twice_at_once_does_not_stop_what_the_first_press_began(
    city: City, as_, monkeypatch
) -> None:
    client = as_(city.clerk)
    send(client, a_list(ROW))
    as_it_was = Import.objects.select_related("by", "campaign").get()
    monkeypatch.setattr(pages, "LARGE", 0)
    client.post(at("import_take", as_it_was))
    assert Import.objects.get().state == "running"
    read = [as_it_was]  # the second press had read the list before the first one was through
    real = pages.own_import
    monkeypatch.setattr(pages, "own_import", lambda *args: read.pop() if read else real(*args))
    client.post(at("import_take", as_it_was))
    kept = Import.objects.get()
    assert not read
    assert (kept.state, bool(kept.phase)) == ("running", True)
    jobs.write_list.call(kept.pk)
    assert Matter.objects.count() == 1
    assert Import.objects.get().state == "done"


def test_a_check_that_breaks_off_leaves_the_list_to_its_sender(city: City, as_, monkeypatch) -> None:
    kept = keep_upload(campaign=city.campaign, name="台账.xlsx", content=a_list(ROW), by=city.clerk, at=AT)

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(taking, "check", broken)
        with pytest.raises(RuntimeError):
            check_import(import_id=kept.pk, by=city.clerk, at=AT)
    kept.refresh_from_db()
    assert (kept.state, kept.phase) == ("draft", "")
    assert as_(city.clerk).get(at("import_columns", kept)).status_code == 200


def test_a_list_whose_file_is_lost_is_not_worked_on_for_ever(city: City, as_) -> None:
    client = as_(city.clerk)
    send(client, a_list(ROW))
    kept = Import.objects.get()
    importing.import_path(kept.key).unlink()
    page = client.post(at("import_take", kept), follow=True)
    assert page.status_code == 200
    assert "找不到文件" in text(page)
    kept.refresh_from_db()
    assert (kept.state, kept.phase) == ("draft", "")
    assert client.post(at("import_drop", kept), follow=True).status_code == 200
    assert not Import.objects.exists()


def test_a_list_in_the_background_can_be_asked_for_again_or_dropped(city: City, as_) -> None:
    client = as_(city.clerk)
    send(client, a_list(ROW))
    kept = Import.objects.get()
    Import.objects.update(phase="checking")  # the server was killed meanwhile
    page = client.get(at("import_one", kept))
    assert at("import_drop", kept) in text(page)
    assert at("import_take", kept) not in text(page)
    Import.objects.update(phase="writing", state="running")
    assert at("import_take", kept) in text(client.get(at("import_one", kept)))
    client.post(at("import_take", kept))
    jobs.write_list.call(kept.pk)
    assert Matter.objects.count() == 1


def test_a_file_is_read_before_its_transaction_begins(city: City, monkeypatch) -> None:
    depth = len(connection.savepoint_ids)
    seen: list[int] = []
    real = importing.read

    def reading(*args: object, **more: object) -> object:
        seen.append(len(connection.savepoint_ids))
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "read", reading)
    keep_upload(campaign=city.campaign, name="台账.xlsx", content=a_list(ROW), by=city.clerk, at=AT)
    assert seen == [depth]


def test_matters_that_get_progress_are_locked_before_anything_stands_in_the_record(city: City) -> None:
    first, second = city.working(), city.working(statement="值班记录漏填")
    head = ("问题编号", "问题类别", "问题表述", "责任单位", "整改进展")
    content = a_list(
        (second.number, "", "值班记录漏填", "源河分局", "已补录"),
        ("", "其他", "物证室没有登记簿", "源河分局", ""),
        (first.number, "", "接报案登记不及时", "源河分局", "已核对"),
        head=head,
    )
    with CaptureQueriesContext(connection) as asked:
        taken = put(city, content, by=city.head)
    assert (taken.kept.created, taken.kept.updated) == (1, 2)  # type: ignore[union-attr]
    said = [query["sql"] for query in asked.captured_queries]
    record = next(n for n, sql in enumerate(said) if "trail_head" in sql)
    held = f"IN ({first.pk}, {second.pk}) ORDER BY"
    assert any("matters_matter" in sql and held in sql for sql in said[:record])
    noted = Step.objects.filter(act=kinds.Act.PROGRESS).order_by("pk").values_list("matter", flat=True)
    assert list(noted) == [first.pk, second.pk]


def test_the_office_takes_back_the_import_of_a_unit_and_is_not_led_to_a_page_it_cannot_see(
    city: City, as_
) -> None:
    taken = put(city, a_list(ROW, a_row(问题表述="值班室无人值守")), by=city.clerk)
    page = as_(city.office).post(at("import_undo", taken.kept), follow=True)  # type: ignore[arg-type]
    assert page.status_code == 200
    assert "已撤销" in text(page)
    assert not Matter.objects.exists()
    with pytest.raises(Exception, match="已经撤销"):
        undo_import(import_id=taken.kept.pk, by=city.clerk, at=AT)  # type: ignore[union-attr]
