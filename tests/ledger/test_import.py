"""Lists as offices really keep them, put on the ledger: what each row becomes, and what keeps a list out."""

import hashlib
import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingyuan.kit.errors import Forbidden
from qingyuan.ledger.errors import CannotImport
from qingyuan.ledger.models import HeaderMemory, Import, NameMemory
from qingyuan.ledger.queries.reading import Choices, map_of
from qingyuan.ledger.rules import import_file, undo_import
from qingyuan.ledger.rules.taking import Taken
from qingyuan.matters.api import Matter, Step, kinds
from qingyuan.org.api import Person, Role
from qingyuan.org.testing import a_person, a_unit
from qingyuan.trail.api import verify

from .conftest import AT, City

HEAD = ("序号", "问题来源", "问题类别", "问题表述", "责任单位", "责任领导", "责任人", "整改措施", "整改时限")
ROW = (
    "1",
    "督导检查",
    "服务态度和作风",
    "窗口民警答复群众推诿",
    "源河分局",
    "局长",
    "责任人",
    "轮训并每周抽查",
    "4月底",
)


def a_list(*rows: Sequence[Any], head: Sequence[str] = HEAD, title: str = "") -> bytes:
    """A workbook of one sheet; dates are written as dates."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    page = book.add_worksheet("台账")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    top = 1 if title else 0
    if title:
        page.merge_range(0, 0, 0, len(head) - 1, title, book.add_format())
    for down, row in enumerate((head, *rows)):
        for at, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(down + top, at, value, day)
            elif isinstance(value, str):
                page.write_string(down + top, at, value)
            elif value is not None:
                page.write(down + top, at, value)
    book.close()
    return held.getvalue()


def a_row(**changes: Any) -> tuple[Any, ...]:
    """The usual row with other values, by header."""
    return tuple(changes.get(name, value) for name, value in zip(HEAD, ROW, strict=True))


def put(city: City, content: bytes, *, by: Person | None = None, **choices: Any) -> Taken:
    return import_file(
        campaign=city.campaign, source=content, name="台账.xlsx", choices=Choices(**choices),
        by=by or city.office, at=AT,
    )  # fmt: skip


def refused(city: City, content: bytes, **more: Any) -> list[tuple[str, str]]:
    """The codes and cells of a refusal, which changed nothing."""
    before = state()
    with pytest.raises(CannotImport) as refusal:
        put(city, content, **more)
    assert state() == before
    return [(reason.code, reason.field) for reason in refusal.value.reasons]


def state() -> tuple[int, ...]:
    """What must not change when something is refused."""
    return (Matter.objects.count(), Step.objects.count(), Import.objects.count(), verify().size)


def test_a_row_with_person_measures_and_deadline_starts_work_at_once(city: City) -> None:
    put(city, a_list(ROW, title="全市公安队伍教育整顿问题整改台账"))
    matter = Matter.objects.get()
    assert matter.state == kinds.State.WORKING
    assert (matter.unit, matter.owner, matter.leader) == (city.ours, city.owner, city.head)
    assert (matter.due_on, matter.opened_on) == (date(2021, 4, 30), AT.date())
    assert (matter.category_id, matter.source) == ("service_attitude", "inspection")
    assert verify().ok


def test_a_row_without_measures_waits_for_the_three_fixes(city: City) -> None:
    put(city, a_list(a_row(整改措施="")))
    assert Matter.objects.get().state == kinds.State.REGISTERED


def test_merged_headers_of_two_rows_totals_and_remarks_are_read(city: City) -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    page, cell = book.add_worksheet("2021年3月"), book.add_format()
    page.merge_range("A1:G1", "源河分局问题整改台账", cell)
    page.merge_range("A2:A3", "序号", cell)
    page.merge_range("B2:B3", "存在不足", cell)
    page.merge_range("C2:D2", "责任", cell)
    page.write_row("C3", ["责任单位", "责任人"])
    page.merge_range("E2:F2", "整改", cell)
    page.write_row("E3", ["整改措施", "整改时限"])
    page.merge_range("G2:G3", "问题类别", cell)
    page.write_row(
        "A4", ["1", "值班室无人值守", "市局源河分局", "责任人", "排班上墙", "2021.4.16", "作风问题"]
    )
    page.write_row("A5", ["2", "接处警记录不完整", "990102000000", "", "逐案补录", "长期坚持", "其它"])
    page.write_row("A6", ["合计", "2"])
    page.write("A7", "填表人:内勤")
    book.close()
    taken = put(city, held.getvalue())
    assert [m.statement for m in Matter.objects.order_by("pk")] == ["值班室无人值守", "接处警记录不完整"]
    long = Matter.objects.get(statement="接处警记录不完整")
    assert (long.term, long.state, long.due_on) == (kinds.Term.LONG, kinds.State.REGISTERED, None)
    assert "long_term" in {finding.code for finding in taken.checked.findings}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2021年4月8日", date(2021, 4, 8)), ("2021.4.8", date(2021, 4, 8)), ("2021/04/08", date(2021, 4, 8)),
        ("20210408", date(2021, 4, 8)), ("4月8日前", date(2021, 4, 8)), ("4月中旬", date(2021, 4, 20)),
        ("二〇二一年四月八日", date(2021, 4, 8)), ("2021年二季度", date(2021, 6, 30)),
        ("3月20日至4月8日", date(2021, 4, 8)), ("立行立改", AT.date()), (date(2021, 4, 8), date(2021, 4, 8)),
    ],
)  # fmt: skip
def test_a_deadline_is_read_in_every_usual_form(city: City, written: Any, read: date) -> None:
    put(city, a_list(a_row(整改时限=written)))
    assert Matter.objects.get().due_on == read


def test_every_wrong_cell_is_named_and_not_one_row_is_written(city: City) -> None:
    found = refused(
        city,
        a_list(
            ROW,
            a_row(责任单位="源河分剧", 问题表述="物证室台账与实物不符"),
            a_row(问题类别="不知道是什么类", 问题表述="办案区监控缺失三日"),
            a_row(整改时限="2021年2月30日", 问题表述="涉案车辆停放不规范"),
            a_row(问题表述="", 整改时限="4月底"),
            a_row(责任单位="", 问题表述="接报案登记不及时"),
        ),
    )
    assert set(found) == {
        ("name.proposals", "台账!E3"), ("category_unknown", "台账!C4"), ("date.impossible", "台账!I5"),
        ("blank", "台账!D6"), ("blank", "台账!E7"),
    }  # fmt: skip


def test_a_list_that_says_signed_off_closes_nothing(city: City) -> None:
    head = (*HEAD, "完成时间", "是否销号", "销号时间", "验收人")
    put(city, a_list((*ROW, "2021-03-10", "是", "2021年3月12日", "某领导"), head=head))
    matter = Matter.objects.get()
    assert matter.state == kinds.State.WORKING
    assert matter.closed_at is None
    words = Step.objects.filter(matter=matter).order_by("pk")[0].words
    assert "表中记载已于 2021-03-10 完成" in words
    assert "表中销号时间：2021-03-12" in words
    assert "某领导" in words


def test_a_deadline_gone_by_reaches_back_to_the_start_of_the_campaign_and_says_so(city: City) -> None:
    taken = put(city, a_list(a_row(整改时限="2021-03-10")))
    matter = Matter.objects.get()
    assert (matter.opened_on, matter.due_on) == (city.campaign.starts_on, date(2021, 3, 10))
    assert "opened_campaign" in {finding.code for finding in taken.checked.findings}


def test_a_deadline_before_the_campaign_needs_the_day_of_registration(city: City) -> None:
    assert refused(city, a_list(a_row(整改时限="2021-01-10"))) == [("opened_missing", "台账!I2")]
    put(city, a_list((*a_row(整改时限="2021-01-10"), "2020-12-30"), head=(*HEAD, "检查时间")))
    assert Matter.objects.get().opened_on == date(2020, 12, 30)


def test_a_day_of_registration_in_the_future_or_after_the_deadline_is_refused(city: City) -> None:
    head = (*HEAD, "登记时间")
    content = a_list(
        (*ROW, "2021-04-01"),
        (*a_row(整改时限="2021-03-01", 问题表述="另一个问题表述"), "2021-03-05"),
        head=head,
    )
    assert refused(city, content) == [("opened_later", "台账!J2"), ("due_before_opened", "台账!I3")]


def test_a_unit_nearly_named_is_proposed_and_the_choice_is_remembered_by_the_page(city: City) -> None:
    content = a_list(a_row(责任单位="源河分剧"))
    with pytest.raises(CannotImport) as refusal:
        put(city, content)
    assert "源河分局" in str(refusal.value)
    put(city, content, units={"源河分剧": city.ours.code})
    assert Matter.objects.get().unit == city.ours


def test_rows_for_units_out_of_reach_are_errors_even_by_choice(city: City) -> None:
    theirs = a_list(ROW, a_row(责任单位="郾川分局", 问题表述="值班日志没有记录"))
    assert refused(city, theirs, by=city.clerk) == [("unit_forbidden", "台账!E3")]
    wrong = a_list(a_row(责任单位="我们那里"))
    found = refused(city, wrong, by=city.clerk, units={"我们那里": city.theirs.code})
    assert found == [("unit_forbidden", "台账!E2")]


def test_who_may_not_register_may_not_import(city: City) -> None:
    for person in (city.owner, city.guidance, city.admin):
        before = state()
        with pytest.raises(Forbidden):
            put(city, a_list(ROW), by=person)
        assert state() == before


def test_of_stations_with_one_name_the_clerk_means_his_own(city: City) -> None:
    a_unit(city.theirs, name="城关派出所")
    taken = put(city, a_list(a_row(责任单位="城关派出所", 责任人="")), by=city.clerk)
    assert Matter.objects.get().unit == city.station
    assert "unit_nearest" in {finding.code for finding in taken.checked.findings}
    again = a_list(a_row(责任单位="城关派出所", 问题表述="另一个不同的问题"))
    assert refused(city, again) == [("name.ambiguous", "台账!E2")]


def test_a_person_is_found_by_name_in_the_unit_or_by_police_number(city: City) -> None:
    a_person(city.theirs, name="责任人")
    put(city, a_list(a_row(责任人=f"责任人({city.owner.police_no}) 13800138000")))
    matter = Matter.objects.get()
    assert matter.owner == city.owner
    assert "138" not in "".join(Step.objects.values_list("words", flat=True))


def test_two_persons_of_one_name_are_proposed_and_the_row_waits(city: City) -> None:
    other = a_person(city.station, name="责任人")
    content = a_list(ROW)
    taken = put(city, content)
    assert Matter.objects.get().state == kinds.State.REGISTERED
    (ask,) = [ask for ask in taken.checked.asks if ask.field == "owner"]
    assert {one.code for one in ask.proposals} == {city.owner.police_no, other.police_no}
    undo_import(import_id=taken.kept.pk, by=city.office, at=AT)  # type: ignore[union-attr]
    put(city, content, people={ask.key: other.police_no})
    assert Matter.objects.get().owner == other


def test_a_person_of_another_unit_or_unknown_is_not_taken(city: City) -> None:
    taken = put(city, a_list(a_row(责任人="外人"), a_row(责任人="查无此人", 问题表述="另一个不同的问题")))
    assert {matter.owner for matter in Matter.objects.all()} == {None}
    codes = [finding.code for finding in taken.checked.findings]
    assert codes.count("owner_unknown") == 2
    assert "表中责任人：查无此人" in Step.objects.get(matter__statement="另一个不同的问题").words


def test_formulas_are_read_as_their_result_or_refused_and_never_kept(city: City) -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    page = book.add_worksheet("台账")
    page.write_row(0, 0, HEAD)
    page.write_row(1, 0, ROW)
    page.write_formula(1, 3, '=CONCATENATE("窗口","推诿")', None, "窗口推诿群众")
    page.write_row(2, 0, ROW)
    page.write_formula(2, 3, "=A1", None, "")
    book.close()
    assert ("cell.formula_no_value", "台账!D3") in refused(city, held.getvalue())


def test_doubtful_columns_are_settled_first_and_a_lone_completion_time_is_doubtful(city: City) -> None:
    head = ("问题类别", "问题表述", "责任单位", "完成时间")
    content = a_list(("其他", "值班室无人值守", "源河分局", "2021-04-30"), head=head)
    assert [code for code, _cell in refused(city, content)] == ["uncertain"]
    put(city, content, columns={"category": "A", "statement": "问题表述", "责任单位": "C", "due_on": "D"})
    assert Matter.objects.get().due_on == date(2021, 4, 30)
    assert [c for c, _ in refused(city, content, columns={"statement": "Z", "unit": "C"})] == ["unknown"]


def test_rows_without_a_category_need_a_default_that_somebody_chose(city: City) -> None:
    content = a_list(a_row(问题类别=""))
    assert refused(city, content) == [("category_blank", "台账!C2")]
    put(city, content, default_category="formalism")
    assert Matter.objects.get().category_id == "formalism"


def test_a_category_that_is_switched_off_is_not_taken(city: City) -> None:
    assert refused(city, a_list(a_row(问题类别="减刑假释"))) == [("category_off", "台账!C2")]


def test_the_number_of_queries_does_not_grow_with_the_rows(city: City) -> None:
    def queries(count: int, mark: str) -> int:
        rows = [
            a_row(问题表述=f"{mark}{hashlib.sha256(f'{mark}{n}'.encode()).hexdigest()[:24]}")
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as seen:
            assert put(city, a_list(*rows)).kept.created == count  # type: ignore[union-attr]
        return sum(not query["sql"].startswith("INSERT") for query in seen.captured_queries)

    queries(5, "热身第")
    few, many = queries(50, "甲队第"), queries(450, "乙队第")
    assert many <= few + 2, (few, many)  # INSERTs come in batches of fixed size


def test_a_map_file_with_nonsense_is_refused_in_words() -> None:
    for text in ("{", "[]", '{"columns": 3}', '{"colums": {}}', '{"accepted": ["a"]}', '{"units": {"a": 1}}'):
        with pytest.raises(CannotImport):
            map_of(text, "map.json")
    assert map_of('{"accepted": [3], "units": {"交警": "990100070000"}}', "map.json").accepted == {3}


def test_memory_of_one_unit_is_not_that_of_another(city: City) -> None:
    assert not HeaderMemory.objects.exists()
    NameMemory.objects.create(
        unit=city.theirs, field="unit", text="我们", code=city.ours.code, by=city.stranger, at=AT
    )
    assert refused(city, a_list(a_row(责任单位="我们")), by=city.clerk) == [("name.unknown", "台账!E2")]


def test_a_leader_is_looked_for_in_the_units_above_too(city: City) -> None:
    chief = a_person(city.root, Role.UNIT_HEAD, name="分管副局长")
    put(city, a_list(a_row(责任领导="分管副局长")), by=city.clerk)
    assert Matter.objects.get().leader == chief


def test_the_day_of_import_is_the_bureaus_day(city: City) -> None:
    late = AT.replace(hour=23, minute=30) + timedelta(hours=1)
    import_file(
        campaign=city.campaign, source=a_list(ROW), name="x.xlsx", choices=Choices(), by=city.office, at=late
    )
    assert Matter.objects.get().opened_on == date(2021, 3, 20)
