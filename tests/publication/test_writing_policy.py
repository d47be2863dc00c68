"""What is pointed out in a draft: typed figures that the ledger has otherwise, hollow words, missing bases and days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.publication.kinds import Genre, Wants
from qingyuan.publication.policy import writing
from qingyuan.publication.policy.writing import Known, Part, Value, Written, points

KNOWN = {
    "new": Known("问题新增", "12", 12, None, (("新增",),)),
    "closed": Known("累计销号", "9", 9, None, (("已销号",),)),
    "rate": Known("销号率", "75.00%（9/12）", 9, 12, (("销号率",),)),
    "none": Known("按期销号率", "无基数（0/0）", 0, 0, (("按期",),)),
}


def found(text, wants=Wants.FREE, genre=Genre.BRIEFING, title="整改进展", **more):
    written = Written(genre, title, [Part("一段", text, wants)], KNOWN, **more)
    return [(point.code, point.place) for point in points(written)]


@given(typed=st.integers(0, 999), unit=st.sampled_from("件个项"))
def test_a_typed_count_that_the_ledger_has_is_told_twice_or_contradicts(typed, unit):
    code = "typed_twice" if typed == 12 else "contradicts"
    assert found(f"本周新增问题{typed}{unit}。") == [(code, "一段")]


@given(typed=st.decimals(0, 100, places=1))
def test_a_typed_share_may_have_fewer_places_than_the_ledger(typed):
    code = "typed_twice" if typed == 75 else "contradicts"
    assert found(f"销号率达到{typed}%。") == [(code, "一段")]


@given(
    st.lists(st.sampled_from(("新增{new}件", "已销号{closed}件", "销号率{rate}", "窗口已增开")), max_size=5)
)
def test_a_text_whose_figures_are_all_put_in_has_nothing_to_point_out(clauses):
    text = "，".join(clauses)
    assert found(text or "有话说。") == []
    values = {code: one.said for code, one in KNOWN.items()}
    filled = writing.filled(text, values)
    assert "".join(piece.text for piece in writing.pieces(text, values)) == filled and "{" not in filled


def test_a_number_that_no_fact_speaks_of_has_no_source():
    assert found("走访群众300余人。") == [("no_source", "一段")]


@pytest.mark.parametrize(
    "text",
    (
        "3月18日，第2次会议，依据第12条。",
        "示公通〔2021〕3号",
        "请于5个工作日内报来。",
        "2021年3月至4月",
        "3个月内完成",
    ),
)
def test_days_articles_terms_and_document_numbers_are_no_figures(text):
    assert found(text) == []


def test_the_title_of_an_official_document_names_matter_and_kind_within_20_characters():
    report = {"genre": Genre.REPORT}
    assert found("有话说。", title="关于问题整改情况的报告", **report) == []
    assert found("有话说。", title="问题整改报告", **report) == [("title_form", "")]
    long = "关于全市公安机关队伍教育整顿问题整改情况的报告"
    assert found("有话说。", title=long, **report) == [("title_long", "")]
    assert found("有话说。", title="题" * 35) == [] and found("有话说。", title="题" * 36) == [
        ("title_long", "")
    ]


def test_problems_want_a_unit_and_a_basis_and_demands_want_a_day():
    assert found("值班漏填。", Wants.FACTS) == [("no_basis", "一段")]
    assert found("值班漏填，违反《值班备勤规定》第三条。", Wants.FACTS) == []
    told = {"units": frozenset({"源河分局"})}
    assert found("值班漏填，违反第三条。", Wants.FACTS, **told) == [("no_unit", "一段")]
    assert found("源河分局值班漏填，违反第三条。", Wants.FACTS, **told) == []
    assert found("各单位抓好落实。", Wants.DEMANDS) == [("no_due", "一段")]
    assert found("源河分局4月30日前完成补录。", Wants.DEMANDS) == []


def test_adjectives_alone_are_pointed_out_and_facts_among_them_are_not():
    hollow = "全局上下高度重视，扎实推进，切实抓好各项工作落实，取得了显著成绩。"
    assert found(hollow) == [("hollow", "一段")]
    assert found(hollow + "新增{new}件。") == []
    assert found("认真办。") == []


def test_length_names_base_and_an_open_period_are_pointed_out():
    assert found("有话说。", characters=4000, most=4000) == []
    assert found("有话说。", characters=4001, most=4000) == [("too_long", "")]
    assert found("有话说。", genre=Genre.REPORT, title="关于整改的报告", characters=5000, most=5000) == []
    assert found("有话说。", names=frozenset({"白知秋"})) == [("names", "")]
    assert found("按期销号率{none}。") == [("no_base", "一段")]
    assert found("有话说。", addressed=False) == [("no_addressee", "")]
    assert found("") == [("empty", "一段")]
    ahead = found("有话说。", last_on=date(2021, 3, 31), today=date(2021, 3, 18))
    assert ahead == [("period_open", "")]


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_rate_is_never_said_without_what_was_divided(part, more):
    whole = part + more
    said = writing.said(Value(part, whole))
    assert f"（{part}/{whole}）" in said
    assert writing.said(Value(part)) == str(part)


@given(st.text(alphabet="新增问{}题件\n", max_size=30))
def test_any_text_is_cut_at_its_figures_and_put_together_again(text):
    names = {"问题": "problems"}
    coded = writing.renamed(text, names)
    assert writing.renamed(coded, {code: name for name, code in names.items()}).replace(
        " ", ""
    ) == writing.renamed(text, {}).replace(" ", "")
    assert "".join(piece.text for piece in writing.pieces(text, {})) == text
