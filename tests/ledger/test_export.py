"""The ledger as an Excel file: exactly what is filtered and seen, and nothing that runs when it is opened."""

import io
import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.campaign.api import Campaign
from qingyuan.engines.sheets import Table, find_table, open_workbook
from qingyuan.ledger.models import Import
from qingyuan.ledger.queries.columns import EXPORTED
from qingyuan.matters.api import Category, Matter, kinds, rules
from qingyuan.matters.testing import a_matter
from qingyuan.org.api import Person
from qingyuan.site.command import main
from qingyuan.trail.api import acts_on, verify

from .conftest import AT, DUE, City
from .test_import import a_list, a_row, put

HEADS = [field.labels[0] for field in EXPORTED]


def table_of(answer: object) -> Table:
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return find_table(open_workbook(content, "x.xlsx"), HEADS)


def column(table: Table, name: str) -> list[str]:
    at = [one.name for one in table.columns].index(name)
    return [row.cells[at].text for row in table.rows]


def exports(campaign: Campaign) -> int:
    return sum(act.act == "ledger.export" for act in acts_on(f"campaign:{campaign.pk}"))


def test_the_columns_are_those_of_the_official_list_in_their_order(city: City, as_) -> None:
    city.working()
    answer = as_(city.office).get(reverse("ledger:export"))
    table = table_of(answer)
    assert [one.name for one in table.columns] == HEADS == [
        "序号", "问题编号", "问题来源", "问题类别", "共性/个性", "问题表述", "责任单位", "责任领导", "责任人",
        "整改措施", "整改完成标准", "整改时限", "整改进展", "完成时间", "佐证", "根源", "完善制度情况", "验收人",
        "验收时间", "是否销号", "销号时间", "回头看结果", "备注",
    ]  # fmt: skip
    assert "attachment" in answer["Content-Disposition"]
    assert column(table, "责任人") == ["责任人"]
    assert column(table, "整改时限") == [DUE.isoformat()]


def test_exactly_what_is_filtered_is_exported_and_the_record_knows(city: City, as_) -> None:
    city.working(statement="窗口推诿群众")
    city.closed(statement="台账与实物不符")
    city.registered(unit=city.theirs, statement="值班室无人值守")
    for query, expected in (
        ("", {"窗口推诿群众", "值班室无人值守"}),
        ("?state=all", {"窗口推诿群众", "台账与实物不符", "值班室无人值守"}),
        ("?state=closed", {"台账与实物不符"}),
        (f"?state=all&unit={city.theirs.code}", {"值班室无人值守"}),
        ("?q=推诿", {"窗口推诿群众"}),
    ):
        answer = as_(city.office).get(reverse("ledger:export") + query)
        assert set(column(table_of(answer), "问题表述")) == expected, query
    assert exports(city.campaign) == 5
    assert verify().ok


def test_a_filter_that_cannot_be_read_is_refused_and_does_not_widen_the_file(city: City, as_) -> None:
    city.working()
    answer = as_(city.office).get(reverse("ledger:export") + "?due_from=gestern&state=all")
    assert answer.status_code == 302
    assert exports(city.campaign) == 0


def test_each_reader_gets_what_he_sees_and_nobody_what_names_him(city: City, as_) -> None:
    city.working(statement="窗口推诿群众")
    a_matter(
        campaign=city.campaign,
        unit=city.ours,
        by=city.office,
        at=AT,
        statement="反映内勤",
        names=(city.clerk,),
    )
    city.registered(unit=city.theirs, statement="值班室无人值守")

    def seen(person: Person) -> set[str]:
        answer = as_(person).get(reverse("ledger:export") + "?state=all")
        assert answer.status_code == 200
        return set(column(table_of(answer), "问题表述"))

    assert seen(city.office) == {"窗口推诿群众", "反映内勤", "值班室无人值守"}
    assert seen(city.clerk) == {"窗口推诿群众"}
    assert seen(city.owner) == {"窗口推诿群众"}
    assert seen(city.stranger) == {"值班室无人值守"}
    answer = as_(city.admin).get(reverse("ledger:export") + "?state=all")
    assert answer.status_code == 403 or column(table_of(answer), "问题表述") == []


def test_a_statement_that_looks_like_a_formula_stays_text(city: City, as_) -> None:
    nasty = ['=HYPERLINK("http://x","点")', "+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "=1+1"]
    for one in nasty:
        city.registered(statement=one)
    content = b"".join(as_(city.office).get(reverse("ledger:export")).streaming_content)
    import zipfile

    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "<hyperlink" not in sheet
    table = find_table(open_workbook(content, "x.xlsx"), HEADS)
    assert set(column(table, "问题表述")) == set(nasty)


def test_what_was_exported_comes_back_without_a_single_duplicate(city: City, as_) -> None:
    city.working(statement="窗口推诿群众")
    city.closed(statement="台账与实物不符")
    city.registered(statement="=值班室无人值守")
    content = b"".join(as_(city.office).get(reverse("ledger:export") + "?state=all").streaming_content)
    before = Matter.objects.count()
    taken = put(city, content)
    assert (taken.checked.unchanged, taken.checked.drafts, taken.checked.updates) == (3, [], [])
    assert Matter.objects.count() == before


def test_the_list_of_a_reader_in_english_is_the_same_official_list(city: City, as_) -> None:
    city.working(statement="窗口推诿群众")
    put(city, a_list(a_row(整改时限="长期坚持")))
    client = as_(city.office)
    client.cookies["qingyuan_language"] = "en"
    content = b"".join(client.get(reverse("ledger:export")).streaming_content)
    table = find_table(open_workbook(content, "x.xlsx"), HEADS)
    assert [one.name for one in table.columns] == HEADS
    assert "长期坚持" in column(table, "整改时限")
    assert put(city, content).checked.unchanged == 2


def test_state_and_lateness_stand_in_words_beside_the_colour(city: City, as_) -> None:
    put(city, a_list(
        a_row(整改时限="2021-03-10", 问题表述="第一个超期的问题"),
        a_row(整改时限="2021-03-22", 问题表述="第二个将到期问题"),
        a_row(整改时限="2021-06-30", 问题表述="第三个还早的问题"),
    ))  # fmt: skip
    city.closed(statement="第四个已销号问题")
    table = table_of(as_(city.office).get(reverse("ledger:export") + "?state=all"))
    found = dict(zip(column(table, "问题表述"), column(table, "是否销号"), strict=True))
    assert found == {
        "第一个超期的问题": "否（已超期）", "第二个将到期问题": "否（将到期）", "第三个还早的问题": "否",
        "第四个已销号问题": "是",
    }  # fmt: skip


def test_the_number_of_queries_does_not_grow_with_the_rows(city: City, as_) -> None:
    client = as_(city.office)

    def queries(count: int) -> int:
        fixed = {"owner": city.owner, "measures": "核对", "due_on": DUE, "category": a_category()}
        drafts = [
            rules.Draft(kind=kinds.Kind.PROBLEM, statement=f"问题{n}", unit=city.ours, **fixed)
            for n in range(count)
        ]
        rules.open_many(campaign=city.campaign, drafts=drafts, by=city.office, at=AT)
        with CaptureQueriesContext(connection) as seen:
            table = table_of(client.get(reverse("ledger:export")))
        assert len(table.rows) == Matter.objects.count()
        return len(seen)

    few, many = queries(50), queries(450)
    assert many <= few + 2, (few, many)


def a_category() -> Category:
    return Category.objects.get(pk="formalism")


def test_the_command_writes_the_same_rows(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city.working(statement="窗口推诿群众")
    city.closed(statement="台账与实物不符")
    out = tmp_path / "台账.xlsx"
    assert main(["ledger", "export", "--where", "state=closed", "--out", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] == 1
    assert column(find_table(open_workbook(out), HEADS), "问题表述") == ["台账与实物不符"]
    assert exports(city.campaign) == 1
    for words in (["--where", "state"], ["--where", "due_from=x"], ["--where", "state=nonsense"]):
        assert main(["ledger", "export", *words, "--out", str(tmp_path / "no.xlsx"), "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["errors"]
    assert main(["ledger", "export", "--out", str(tmp_path), "--json"]) == 2
    assert main(["ledger", "export", "--out", str(tmp_path / "a" / "b.xlsx"), "--json"]) == 2
    assert not (tmp_path / "no.xlsx").exists()
    assert exports(city.campaign) == 1
    assert not Import.objects.exists()


def test_the_list_offers_the_export_of_what_it_shows(city: City, as_) -> None:
    city.closed(statement="台账与实物不符")
    page = as_(city.office).get(reverse("ledger:list") + "?state=closed&q=实物")
    assert f'href="{reverse("ledger:export")}?state=closed&amp;q=' in page.content.decode()
