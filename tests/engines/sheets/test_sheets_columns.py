"""Columns to fields: surest first, doubt left to the person, what was decided before wins."""

import pytest
from sheets_building import LEDGER, a_workbook, messy, rows_of

from qingyuan.engines.sheets import Field, How, find_table, match_columns, open_workbook, remember, signature

FIELDS = (
    Field("number", ("序号",)),
    Field("statement", ("问题表述", "问题描述", "存在问题", "问题概述"), required=True),
    Field("unit", ("责任单位", "具体责任单位", "整改责任单位"), required=True),
    Field("owner", ("责任人", "整改责任人")),
    Field("measures", ("整改措施",)),
    Field("due_on", ("整改时限", "整改期限", "完成时限")),
    Field("evidence", ("佐证",)),
    Field("closed", ("是否销号",)),
)


def table_with(*labels):
    return find_table(open_workbook(a_workbook(rows_of(labels, tuple("值" for _ in labels))), "x"))


def test_the_export_maps_onto_itself():
    found = match_columns(table_with(*LEDGER), [Field(label, (label,)) for label in LEDGER])
    assert [(m.field, m.column.name, m.how) for m in found.matches.values()] == [
        (
            label,
            label.replace("(", "(").replace(")", ")"),
            How.EXACT if label != LEDGER[14] else found.matches[label].how,
        )
        for label in LEDGER
    ]
    assert not found.ambiguous
    assert not found.unused


@pytest.mark.parametrize(
    ("label", "key", "how"),
    [
        ("问题表述", "statement", How.EXACT),
        ("问 题 表 述", "statement", How.EXACT),
        ("问题表述:", "statement", How.NORMALISED),
        ("* 问题表述", "statement", How.NORMALISED),
        ("佐证(≤2)", "evidence", How.NORMALISED),
        ("佐证【不超过两件】", "evidence", How.NORMALISED),
        ("存在问题", "statement", How.SYNONYM),
        ("具体责任单位", "unit", How.SYNONYM),
        ("整改完成时限", "due_on", How.NEAR),
    ],
)
def test_each_way_of_matching_says_which_it_was(label, key, how):
    found = match_columns(table_with("备注", "来源", label), FIELDS)
    assert found.matches[key].how is how
    assert (found.matches[key].confidence < 0.9) == (how is How.NEAR)


def test_what_is_only_remotely_alike_is_not_matched():
    found = match_columns(table_with("序号", "责任部门", "整改要求", "验收时间"), FIELDS)
    assert set(found.matches) == {"number"}
    assert found.missing == ("statement", "unit")


def test_names_of_upper_levels_count():
    found = match_columns(find_table(open_workbook(a_workbook(messy), "x")), FIELDS)
    assert {key: match.column.letter for key, match in found.matches.items()} == {
        "number": "A", "statement": "B", "unit": "C", "owner": "D", "measures": "E", "due_on": "G", "closed": "H",
    }  # fmt: skip


def test_a_group_name_and_a_bare_name_join():
    def fill(book, page):
        page.merge_range("A1:A2", "问题表述")
        page.merge_range("B1:C1", "责任")
        page.write("B2", "单位")
        page.write("C2", "人")
        page.write("A3", "甲")

    found = match_columns(find_table(open_workbook(a_workbook(fill), "x")), FIELDS)
    assert (found.matches["unit"].column.letter, found.matches["owner"].column.letter) == ("B", "C")


def test_two_columns_of_the_same_name_are_left_to_the_person():
    found = match_columns(table_with("问题表述", "责任单位", "责任单位"), FIELDS)
    assert "unit" not in found.matches
    assert [match.column.letter for match in found.ambiguous["unit"]] == ["B", "C"]
    assert found.missing == ("unit",)


def test_two_near_misses_are_left_to_the_person():
    found = match_columns(table_with("问题表述", "责任单位", "整改的时限", "整改总时限"), FIELDS)
    assert "due_on" not in found.matches
    assert {match.column.letter for match in found.ambiguous["due_on"]} == {"C", "D"}


def test_an_exact_name_beats_a_synonym_for_the_same_field():
    found = match_columns(table_with("问题描述", "问题表述", "责任单位"), FIELDS)
    assert found.matches["statement"].column.letter == "B"
    assert [column.letter for column in found.unused] == ["A"]


def test_one_column_never_serves_two_fields():
    found = match_columns(
        table_with("责任单位", "问题表述"), (Field("a", ("责任单位",)), Field("b", ("责任单位",)))
    )
    assert len({match.column.index for match in found.matches.values()}) == len(found.matches)


def test_what_was_remembered_for_this_header_wins():
    table = table_with("问题表述", "情况说明", "责任单位", "责任单位")
    chosen = {"statement": table.columns[1], "unit": table.columns[3]}
    stored = {signature(table): remember(table, chosen)}
    moved = find_table(
        open_workbook(
            a_workbook(
                rows_of(
                    ("标题行",),
                    (),
                    (None, "问题表述", "情况说明", "责任单位", "责任单位"),
                    (None, "a", "b", "c", "d"),
                )
            ),
            "y",
        )
    )
    found = match_columns(moved, FIELDS, stored)
    assert {key: (m.column.letter, m.how) for key, m in found.matches.items()} == {
        "statement": ("C", How.REMEMBERED),
        "unit": ("E", How.REMEMBERED),
    }


def test_a_signature_knows_the_same_form_and_no_other():
    one = table_with("序号", "问题表述", "责任单位")
    assert signature(one) == signature(table_with("序 号", "问题\n表述", "责任单位"))
    assert signature(one) != signature(table_with("序号", "责任单位", "问题表述"))
    assert signature(one) != signature(table_with("序号", "问题表述", "责任单位", "备注"))
    other = {signature(table_with("序号", "备注")): {"statement": "备注"}}
    assert match_columns(one, FIELDS, other).matches["statement"].column.letter == "B"
