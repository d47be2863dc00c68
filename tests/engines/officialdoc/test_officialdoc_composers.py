"""Bulletin and weekly figures: sections, withheld names, grouping above the limit, findings of the check."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from officialdoc_samples import DAY, PROBLEMS, SAMPLES, the_bulletin, the_week

from qingyuan.engines.officialdoc import (
    Demand,
    DocumentNumber,
    Fact,
    Heading,
    OfficialDocument,
    Outcome,
    Paragraph,
    Person,
    RedHead,
    Run,
    Table,
    bulletin,
    check,
    count_characters,
    weekly_figures,
)
from qingyuan.engines.officialdoc._flow import flow


def text_of(document: OfficialDocument) -> str:
    lines = []
    for piece in flow(document):
        lines.append("".join(run.text for run in piece.runs))
        if piece.table:
            lines += ["|".join(row) for row in (piece.table.header, *piece.table.rows)]
    return "\n".join(lines)


def headings(document: OfficialDocument) -> list[str]:
    return re.findall(r"^[一二三四五]、.*$", text_of(document), re.MULTILINE)


def small(**changes: object) -> OfficialDocument:
    given_ = {
        "issuer_mark": "示范市公安局文件",
        "title": "情况通报",
        "signature": "示范市公安局",
        "dated_on": DAY,
    }
    return bulletin(**(given_ | changes)).document  # type: ignore[arg-type]


def test_the_five_sections_stand_in_their_order() -> None:
    made = the_bulletin()
    assert headings(made.document) == [
        "一、督导基本情况",
        "二、好的做法",
        "三、存在问题",
        "四、处理情况",
        "五、工作要求",
    ]
    assert made.within_limit and made.grouped == 0
    assert made.characters == count_characters(made.document)


def test_empty_sections_fall_away_and_the_rest_is_renumbered() -> None:
    document = small(problems=PROBLEMS, demands=(Demand("立即整改"),))
    assert headings(document) == ["一、存在问题", "二、工作要求"]


def test_a_fact_is_one_paragraph_with_unit_fact_rule_and_link() -> None:
    paragraphs = [b for b in the_bulletin().document.body if isinstance(b, Paragraph)]
    fact = next(p for p in paragraphs if "抽查案卷" in p.text)
    assert fact.text == (
        "1.东湖分局。抽查案卷20本，3本办理超期，有关人员为承办人"
        "（依据：《公安机关办理行政案件程序规定》第一百六十五条）。〔台账M-0012〕"
    )
    assert fact.runs[0].bold
    assert fact.runs[-1] == Run("〔台账M-0012〕", link="https://qingyuan.example/matters/12")


def test_only_a_decided_name_appears_and_only_a_decided_outcome() -> None:
    made = the_bulletin()
    text = text_of(made.document)
    assert "张守一" in text and "李建国" not in text
    assert "拟给予" not in text
    assert (made.names_withheld, made.outcomes_withheld) == (1, 1)


@pytest.mark.parametrize("written", ["李建国", "李 建 国", "李\u3000建国", "李·建国", "李\u200b建国"])
def test_an_undecided_name_is_withheld_in_every_field_and_spelling(written: str) -> None:
    person = Person("李建国")
    document = small(
        title=f"关于{written}的通报",
        purpose=f"{written}",
        problems=(
            Fact(f"{written}组", f"{written}超期", f"{written}规定", "/m/1", written, people=(person,)),
            Fact("乙分局", f"与{written}有关"),
        ),
        practices=(Fact("丙分局", f"{written}的做法"),),
        outcomes=(Outcome("甲", f"对{written}处理", True),),
        demands=(Demand(f"{written}整改", f"{written}"),),
        attachments=(f"{written}材料",),
    )
    assert not re.search(r"李\W*建\W*国", text_of(document))


def test_a_name_decided_in_one_fact_stays_withheld_in_another() -> None:
    document = small(
        problems=(
            Fact("甲", "李建国受警告", people=(Person("李建国", True),)),
            Fact("乙", "李建国另案", people=(Person("李建国"),)),
        )
    )
    text = text_of(document)
    assert "李建国受警告" in text and "有关人员另案" in text
    with pytest.raises(ValueError, match="姓名"):
        Person("李")


def many(count: int) -> tuple[Fact, ...]:
    start = date(2021, 1, 1)
    return tuple(
        Fact(
            f"{'甲乙丙丁'[at % 4]}分局",
            f"第{at}号事实" + "详" * 60,
            happened_on=start + timedelta(at),
            detail=1 + (at == 0),
        )
        for at in range(count)
    )


def test_above_the_limit_the_least_recent_facts_become_counts_and_the_text_says_so() -> None:
    made = the_bulletin(many(100))
    text = text_of(made.document)
    assert 3700 < made.characters <= 4000 and made.within_limit
    listed = [int(at) for at in re.findall(r"第(\d+)号事实", text)]
    practices = 1  # the only good practice is the most recent but one group older than the kept facts
    assert len(listed) + made.grouped in (100, 100 + practices)
    assert 0 in listed  # the oldest, but of higher detail
    assert listed[1:] == list(range(100 - len(listed) + 1, 100))
    said = re.search(r"因全文篇幅限于4000字，另有(\d+)项问题不逐项写明", text)
    assert said and int(said[1]) == 100 - len(listed)
    table = next(b for b in made.document.body if isinstance(b, Table) and b.rows[-1][2] == said[1])
    assert table.rows[-1] == (
        "合计",
        *(str(sum(int(row[at]) for row in table.rows[:-1])) for at in (1, 2, 3)),
    )
    assert not [finding for finding in check(made.document) if finding.code == "too-long"]


def test_when_even_counts_do_not_fit_it_is_said_and_found() -> None:
    made = the_bulletin(many(5), limit=50)
    assert not made.within_limit
    assert made.grouped == 6
    assert "too-long" in {finding.code for finding in check(made.document, limit=50)}


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 90), st.integers(300, 4000))
def test_every_fact_is_either_written_or_counted(count: int, limit: int) -> None:
    made = the_bulletin(many(count), limit=limit)
    text = text_of(made.document)
    written = len(re.findall(r"第\d+号事实", text)) + ("逐案建立回访" in text)
    totals = sum(int(row.split("|")[2]) for row in text.split("\n") if row.startswith("合计|"))
    assert written + totals == count + 1
    assert totals == made.grouped
    assert made.within_limit == (made.characters <= limit)


def test_a_good_bulletin_has_no_error() -> None:
    document = the_bulletin().document
    assert [finding.code for finding in check(document, not_before=DAY)] == ["title-long"]
    for make in SAMPLES.values():
        assert not [finding for finding in check(make()) if finding.severity == "error"]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("title-genre", {"title": "关于情况的报告"}),
        ("title-missing", {"title": " \u200a"}),
        ("title-too-long", {"title": "长" * 70 + "通报"}),
        ("body-empty", {"body": (Heading("空"), Paragraph.of(" "))}),
        ("heading-level-skipped", {"body": (Heading("一"), Heading("三", 3), Paragraph.of("文"))}),
        ("heading-empty", {"body": (Heading(" "), Paragraph.of("文"))}),
        ("number-malformed", {"head": RedHead("示范市公安局", DocumentNumber("示公通第", 2021, 3))}),
        ("number-malformed", {"head": RedHead("示范市公安局", DocumentNumber("示公通", 2021, 0))}),
        ("number-year", {"head": RedHead("示范市公安局", DocumentNumber("示公通", 2020, 3))}),
        ("number-missing", {"head": RedHead("示范市公安局")}),
        ("issuer-mark-missing", {"head": RedHead("")}),
        ("copy-number-range", {"head": RedHead("局", copy_number=1_000_000)}),
        ("addressee-missing", {"addressees": ()}),
        ("signature-missing", {"signature": ""}),
        ("date-missing", {"dated_on": None}),
        ("date-too-early", {"dated_on": DAY - timedelta(1)}),
        ("printed-before-dated", {"dated_on": DAY + timedelta(1)}),
        ("too-long", {"body": (Paragraph.of("字" * 4001),)}),
    ],
)
def test_each_fault_is_found_with_its_place(code: str, change: dict[str, object]) -> None:
    document = replace(the_bulletin().document, **change)  # type: ignore[arg-type]
    found = [finding for finding in check(document, not_before=DAY) if finding.code == code]
    assert len(found) == 1 and found[0].message and found[0].place
    assert code not in {finding.code for finding in check(the_bulletin().document, not_before=DAY)}


def test_weekly_rates_stand_beside_numerator_and_denominator() -> None:
    table = next(block for block in the_week().body if isinstance(block, Table))
    assert table.rows == (
        ("参学率", "9960", "10656", "93.47%", "+3.47个百分点"),
        ("问题新增", "34", "—", "—", "-6"),
        ("销号率", "0", "0", "无基数", "—"),
    )
    assert "参学率＝（实到＋已补学）／应到；销号率＝已销号／应销号。" in text_of(the_week())


def test_weekly_figures_without_figures_or_with_a_turned_period_are_refused() -> None:
    wanted = {"name": "周报", "issue": 1, "unit": "办公室", "issued_on": DAY, "first_on": DAY, "last_on": DAY}
    with pytest.raises(ValueError, match="指标"):
        weekly_figures(**wanted, figures=())  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="止日"):
        weekly_figures(**wanted | {"last_on": DAY - timedelta(1)}, figures=())  # type: ignore[arg-type]
