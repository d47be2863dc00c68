"""What is on the ledger already, what is taken back, and what a failure leaves behind: nothing."""

import pytest

from qingyuan.kit.errors import Missing
from qingyuan.ledger.errors import CannotUndo
from qingyuan.ledger.rules import undo_import
from qingyuan.matters.api import Matter, Step, kinds, rules
from qingyuan.matters.testing import a_matter
from qingyuan.trail.api import verify

from .conftest import AT, City
from .test_import import ROW, a_list, a_row, put, refused, state


def test_certain_duplicates_are_left_out_and_likely_ones_wait_for_a_tick(city: City) -> None:
    a_matter(
        campaign=city.campaign, unit=city.ours, by=city.office, at=AT, statement="窗口民警答复群众推诿。"
    )
    near = "三月以来接报案登记台账与系统记录不一致共计十二起未按规定时限补录完毕的情况"
    content = a_list(
        ROW, a_row(问题表述=near), a_row(问题表述=near.replace("完毕的", "完毕之")), a_row(问题表述=near)
    )
    taken = put(city, content)
    assert [(t.row, t.within, t.certain) for t in taken.checked.twins] == [
        (2, False, True), (4, True, False), (5, True, True),
    ]  # fmt: skip
    assert (taken.kept.created, taken.kept.duplicates) == (1, 3)  # type: ignore[union-attr]
    undo_import(import_id=taken.kept.pk, by=city.office, at=AT)  # type: ignore[union-attr]
    again = put(city, content, accepted=frozenset({4, 2}))
    assert (again.kept.created, again.kept.duplicates) == (2, 2)  # type: ignore[union-attr]


def test_what_is_hidden_from_a_person_is_no_duplicate_that_he_is_told_of(city: City) -> None:
    hidden = a_matter(
        campaign=city.campaign, unit=city.ours, by=city.office, at=AT, statement="窗口民警答复群众推诿",
        names=(city.clerk,),
    )  # fmt: skip
    taken = put(city, a_list(ROW), by=city.clerk)
    assert taken.checked.twins == []
    with_number = a_list(
        ("x", hidden.number, "窗口民警答复群众推诿", "源河分局"),
        head=("序号", "问题编号", "问题表述", "责任单位"),
    )
    assert refused(city, with_number, by=city.clerk) == [("number_missing", "台账!B2")]


def test_a_row_with_a_known_number_only_adds_progress_once(city: City) -> None:
    matter = city.working()
    head = ("问题编号", "问题表述", "责任单位", "整改进展")
    content = a_list((matter.number, "改过的表述", "郾川分局", "已核对一半"), head=head)
    taken = put(city, content, by=city.head)
    matter.refresh_from_db()
    assert (taken.kept.created, taken.kept.updated) == (0, 1)  # type: ignore[union-attr]
    assert (matter.statement, matter.unit) == ("接报案登记不及时", city.ours)
    assert Step.objects.filter(matter=matter, act=kinds.Act.PROGRESS).get().words == "已核对一半"
    again = put(city, content, by=city.head)
    assert (again.kept.updated, again.checked.unchanged) == (0, 1)  # type: ignore[union-attr]
    office = put(city, a_list((matter.number, "表述不看", "源河分局", "别的进展"), head=head))
    assert (office.kept.updated, office.checked.unchanged) == (0, 1)  # type: ignore[union-attr]
    assert "progress_forbidden" in {finding.code for finding in office.checked.findings}


def test_an_import_is_taken_back_while_untouched_and_never_after(city: City) -> None:
    taken = put(city, a_list(ROW, a_row(问题表述="值班室无人值守")))
    assert taken.kept is not None
    first = Matter.objects.order_by("pk")[0]
    rules.note_progress(matter_id=first.pk, words="已开始", by=city.owner, at=AT)
    with pytest.raises(CannotUndo) as refusal:
        undo_import(import_id=taken.kept.pk, by=city.office, at=AT)
    assert first.number in str(refusal.value)
    assert Matter.objects.count() == 2
    other = put(city, a_list(a_row(问题表述="物证室没有登记簿")))
    undo_import(import_id=other.kept.pk, by=city.office, at=AT)  # type: ignore[union-attr]
    assert Matter.objects.count() == 2
    with pytest.raises(CannotUndo):
        undo_import(import_id=other.kept.pk, by=city.office, at=AT)  # type: ignore[union-attr]
    assert verify().ok


def test_another_ones_import_does_not_exist_but_the_office_above_may_take_it_back(city: City) -> None:
    taken = put(city, a_list(ROW), by=city.clerk)
    assert taken.kept is not None
    with pytest.raises(Missing):
        undo_import(import_id=taken.kept.pk, by=city.stranger, at=AT)
    with pytest.raises(Missing):
        undo_import(import_id=taken.kept.pk, by=city.owner, at=AT)
    assert Matter.objects.count() == 1
    undo_import(import_id=taken.kept.pk, by=city.office, at=AT)
    assert Matter.objects.count() == 0


def test_a_failure_in_the_middle_leaves_nothing_behind(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = city.working()
    head = ("问题编号", "问题表述", "责任单位", "整改进展", "问题类别")
    content = a_list(
        ("", "值班室无人值守", "源河分局", "", "其他"),
        (matter.number, "略去不看", "源河分局", "一半", "其他"),
        head=head,
    )
    before = state()

    def breaks(**_more: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(rules, "note_progress", breaks)
    with pytest.raises(RuntimeError):
        put(city, content, by=city.head)
    assert state() == before
