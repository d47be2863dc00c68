"""Rosters: read from hostile files, refused with cells, taken over all or not at all."""

import argparse
import io
import json
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden
from qingyuan.org import commands, rules
from qingyuan.org.errors import CannotEnrol
from qingyuan.org.forms.roster import read_roster
from qingyuan.org.kinds import Category, Rank, Role
from qingyuan.org.models import Branch, Person, Post, RoleHolding, RosterDraft
from qingyuan.org.policy import RosterLine
from qingyuan.org.testing import a_branch, a_bureau, a_client, a_person, a_unit
from qingyuan.trail.models import Entry

pytestmark = pytest.mark.django_db

ON = date(2021, 3, 8)
HEAD = ["警号", "姓名", "单位", "职务", "人员类别", "职级组", "关键少数", "党支部", "起始日期"]
GOOD = ["040001", "李新", "交警支队", "民警", "民警", "基层民警", "否", "第一党支部", "2019-07-01"]


def a_sheet(*rows, head=HEAD, titles=("示例市公安局人员名册",)) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
        page = book.add_worksheet("名册")
        for number, row in enumerate([*([title] for title in titles), list(head), *rows]):
            for column, value in enumerate(row):
                page.write(number, column, value)
    return kept.getvalue()


def a_line(**change) -> RosterLine:
    about = {
        "police_no": "040001", "name": "李新", "unit": "交警支队", "title": "民警",
        "category": Category.POLICE, "from_on": ON, "place": "A3",
    }  # fmt: skip
    return RosterLine(**{**about, **change})


def told(refused) -> list[tuple[str, str]]:
    return [(reason.field, reason.code) for reason in refused.value.reasons]


@pytest.fixture
def bureau():
    made = a_bureau()
    a_unit(made.unit, name="交警支队", code="990100070000", short="交警")
    a_unit(made.unit, name="特警支队", code="990100080000")
    return made


# --- reading


def test_a_roster_is_read_with_its_cells():
    row = ["FJ0007", "赵 辅", "990100080000", "辅警", "辅警", "", "", "", "2020年5月6日"]
    read = read_roster(a_sheet(GOOD, row), "名册.xlsx", on=ON)
    assert read.reasons == ()
    first, second = read.lines
    assert (first.police_no, first.category, first.rank, first.leader) == (
        "040001", Category.POLICE, Rank.OFFICER, False,
    )  # fmt: skip
    assert (second.unit, second.category, second.from_on) == (
        "990100080000",
        Category.AUXILIARY,
        date(2020, 5, 6),
    )
    assert (first.cells["unit"], second.cells["police_no"]) == ("C3", "A4")


@pytest.mark.parametrize(
    ("column", "value", "cell", "code"),
    [
        (0, "", "A3", "blank"),
        (0, 4001, "A3", "zeros_lost"),
        (0, "99010119900101001X", "A3", "identity_number"),
        (1, "", "B3", "blank"),
        (4, "军人", "E3", "unknown"),
        (4, "", "E3", "unknown"),
        (5, "科长", "F3", "unknown"),
        (6, "也许", "G3", "yes_no.unreadable"),
        (8, "2019年", "I3", "approximate"),
        (8, "2019-02-30", "I3", "date.impossible"),
    ],
)
def test_a_wrong_cell_is_named(column, value, cell, code):
    row = [*GOOD]
    row[column] = value
    read = read_roster(a_sheet(row), "x.xlsx", on=ON)
    assert (cell, code) in [(reason.field, reason.code) for reason in read.reasons]
    assert read.lines == ()


def test_columns_of_private_data_are_not_read_and_that_is_said():
    head = [*HEAD, "身份证号", "手机", "血型"]
    read = read_roster(a_sheet([*GOOD, "99010119900101001X", "000-1", "A"], head=head), "x.xlsx", on=ON)
    assert read.reasons == ()
    assert "99010119900101001X" not in str(read.lines)
    assert any("身份证号" in note and "不收集" in note for note in read.notes)
    assert any("血型" in note for note in read.notes)


def test_a_missing_column_and_a_missing_begin_are_said():
    with pytest.raises(CannotEnrol) as refused:
        read_roster(a_sheet(GOOD[:4], head=HEAD[:4]), "x.xlsx", on=ON)
    assert told(refused) == [("file", "columns")]
    assert "人员类别" in str(refused.value)
    read = read_roster(a_sheet([*GOOD[:8], ""]), "x.xlsx", on=ON)
    assert read.lines[0].from_on == ON
    assert any("没有写起始日期" in note for note in read.notes)


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7"]
)
def test_a_file_that_is_no_roster_is_refused_in_words(content):
    with pytest.raises(CannotEnrol) as refused:
        read_roster(content, "x.xlsx", on=ON)
    assert told(refused)[0][0] == "file"


# --- taking over


def test_a_roster_brings_people_posts_roles_branches_and_a_trail_for_each(bureau):
    lines = [
        a_line(branch="第一党支部", leader=True),
        a_line(police_no="040002", branch="第一党支部", unit="交警"),
    ]
    done = rules.enrol(lines=lines, by=bureau.system, at=clock.now())
    assert (done.added, done.unchanged, done.branches) == (2, 0, 1)
    first = Person.objects.get(police_no="040001")
    assert (first.posts.get().leader, first.branch.name) == (True, "第一党支部")
    assert list(first.holdings.values_list("role", flat=True)) == [Role.OFFICER]
    told = list(Entry.objects.order_by("index").values_list("act", flat=True))
    assert told == ["org.add_branch", "org.add_person", "org.add_person"]


def test_a_roster_sent_twice_changes_nothing_the_second_time(bureau):
    rules.enrol(lines=[a_line()], by=bureau.system, at=clock.now())
    again = rules.enrol(lines=[a_line(), a_line(police_no="040002")], by=bureau.system, at=clock.now())
    assert (again.added, again.unchanged) == (1, 1)


def test_with_one_wrong_line_nothing_is_taken_over_and_all_that_is_wrong_is_told(bureau):
    a_unit(bureau.unit, name="治安支队")
    a_unit(bureau.unit, name="治安支队")
    held = a_person(bureau.unit, police_no="040009", name="旧人")
    lines = [
        a_line(),
        a_line(police_no="040002", unit="交警支对", place="A4", cells={"unit": "C4"}),
        a_line(police_no="040003", unit="没有这样的地方", place="A5", cells={"unit": "C5"}),
        a_line(police_no="040004", unit="治安支队", place="A6", cells={"unit": "C6"}),
        a_line(police_no="040005", place="A7"),
        a_line(police_no="040005", place="A8"),
        a_line(police_no=held.police_no, place="A9", cells={"name": "B9"}),
        a_line(police_no=held.police_no[:-1] + "8", name="", title="", place="A10"),
    ]
    before = (Person.objects.count(), Post.objects.count(), RoleHolding.objects.count())
    with pytest.raises(CannotEnrol) as refused:
        rules.enrol(lines=lines, by=bureau.system, at=clock.now())
    assert told(refused) == [
        ("C4", "unit_unknown"), ("C5", "unit_unknown"), ("C6", "unit_ambiguous"), ("A7", "twice"), ("A8", "twice"),
        ("B9", "name_differs"), ("A10", "name"), ("A10", "title"),
    ]  # fmt: skip
    assert "是不是“交警支队”" in str(refused.value)
    assert (Person.objects.count(), Post.objects.count(), RoleHolding.objects.count()) == before
    assert not Entry.objects.exists()


def test_who_stands_elsewhere_is_not_moved_by_a_roster(bureau):
    rules.enrol(lines=[a_line()], by=bureau.system, at=clock.now())
    with pytest.raises(CannotEnrol) as refused:
        rules.enrol(lines=[a_line(unit="特警支队")], by=bureau.system, at=clock.now())
    assert told(refused) == [("A3", "elsewhere")]


def test_one_takes_over_only_into_units_within_reach(bureau):
    here = a_unit(bureau.unit, name="本处")
    system = a_person(here, Role.SYSTEM_ADMIN)
    with pytest.raises(CannotEnrol) as refused:
        rules.enrol(lines=[a_line()], by=system, at=clock.now())
    assert told(refused) == [("A3", "unit_forbidden")]
    assert rules.enrol(lines=[a_line(unit="本处")], by=system, at=clock.now()).added == 1


def test_only_the_system_administrator_takes_over(bureau):
    for by in (bureau.security, bureau.audit, a_person(bureau.unit, Role.UNIT_HEAD)):
        with pytest.raises(Forbidden):
            rules.enrol(lines=[a_line()], by=by, at=clock.now())


def test_a_dry_run_counts_and_writes_nothing(bureau):
    done = rules.enrol(lines=[a_line(branch="新支部")], by=bureau.system, at=clock.now(), dry=True)
    assert (done.added, done.branches) == (1, 1)
    assert not Person.objects.filter(police_no="040001").exists()
    assert not Branch.objects.exists()


def test_thousands_cost_a_few_queries(bureau, django_assert_max_num_queries):
    lines = [a_line(police_no=f"{number:06d}", branch="第一党支部") for number in range(100_000, 101_500)]
    with django_assert_max_num_queries(80):
        assert rules.enrol(lines=lines, by=bureau.system, at=clock.now()).added == 1500


# --- the page


def send(client, content: bytes, name: str = "名册.xlsx"):
    return client.post("/org/roster/", {"do": "look", "file": SimpleUploadedFile(name, content)}, follow=True)


def test_the_page_shows_first_and_takes_over_when_told(bureau):
    client = a_client(bureau.system)
    shown = send(client, a_sheet(GOOD)).content.decode()
    assert "将导入 1 人" in shown
    assert not Person.objects.filter(police_no="040001").exists()
    assert client.post("/org/roster/", {"do": "take"}).headers["Location"] == "/org/people/"
    assert Person.objects.filter(police_no="040001").exists()
    assert not RosterDraft.objects.exists()


def test_the_page_names_cells_and_offers_no_taking_over(bureau):
    client = a_client(bureau.system)
    shown = send(client, a_sheet(GOOD, [*GOOD[:4], "军人"])).content.decode()
    assert "E4" in shown
    assert 'value="take"' not in shown
    client.post("/org/roster/", {"do": "take"})
    assert not Person.objects.filter(police_no="040001").exists()


def test_the_page_lets_a_file_go(bureau):
    client = a_client(bureau.system)
    send(client, a_sheet(GOOD))
    client.post("/org/roster/", {"do": "drop"})
    assert not RosterDraft.objects.exists()
    assert not Person.objects.filter(police_no="040001").exists()


def test_each_sees_only_the_file_that_he_sent(bureau):
    send(a_client(bureau.system), a_sheet(GOOD))
    other = a_person(bureau.unit, Role.SYSTEM_ADMIN)
    assert "名册.xlsx" not in a_client(other).get("/org/roster/").content.decode()
    a_client(other).post("/org/roster/", {"do": "take"})
    assert not Person.objects.filter(police_no="040001").exists()


def test_a_file_that_is_broken_or_too_large_is_told_on_the_page(bureau):
    client = a_client(bureau.system)
    assert "已损坏" in send(client, b"PK\x03\x04 broken").content.decode()
    assert "超过 5 MB" in send(client, b"x" * (5 * 2**20 + 1)).content.decode()


def test_text_in_a_roster_is_never_markup(bureau):
    row = [*GOOD]
    row[2] = "<script>alert(1)</script>"
    shown = send(a_client(bureau.system), a_sheet(row), "<b>.xlsx").content.decode()
    assert "<script>alert" not in shown
    assert "<b>.xlsx" not in shown


# --- the command


def run(capsys, *words: str) -> tuple[int, str, str]:
    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    args = parser.parse_args(["org", *words])
    code = args.func(args)
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_takes_a_roster_over(bureau, tmp_path, capsys):
    file = tmp_path / "roster.xlsx"
    file.write_bytes(a_sheet(GOOD))
    by = bureau.system.police_no
    code, out, _err = run(capsys, "import-roster", str(file), "--by", by, "--dry-run", "--json")
    assert (code, json.loads(out)["added"], Person.objects.filter(police_no="040001").count()) == (0, 1, 0)
    code, out, _err = run(capsys, "import-roster", str(file), "--by", by, "--json")
    assert (code, json.loads(out)["added"], Person.objects.filter(police_no="040001").count()) == (0, 1, 1)


def test_the_command_names_cells_and_changes_nothing(bureau, tmp_path, capsys):
    file = tmp_path / "roster.xlsx"
    file.write_bytes(a_sheet(GOOD, ["040002", "王", "没有", "民警", "军人"]))
    code, out, err = run(capsys, "import-roster", str(file), "--by", bureau.system.police_no, "--json")
    said = json.loads(out)
    assert (code, said["ok"]) == (2, False)
    assert [error["cell"] for error in said["errors"]] == ["E4"]
    assert "E4" in err
    assert not Person.objects.filter(police_no="040001").exists()


def test_the_command_refuses_what_is_not_there_or_not_allowed(bureau, tmp_path, capsys):
    file = tmp_path / "roster.xlsx"
    file.write_bytes(a_sheet(GOOD))
    for words in (
        ("import-roster", str(file), "--by", "no-such"),
        ("import-roster", str(file), "--by", bureau.audit.police_no),
        ("import-roster", str(tmp_path / "none.xlsx"), "--by", bureau.system.police_no),
        ("recover", "no-such"),
    ):
        code, _out, err = run(capsys, *words)
        assert (code, bool(err), "Traceback" in err) == (2, True, False)


def test_the_command_founds_a_bureau_once_and_recovers_accounts(capsys):
    words = ["found", "--code", "990100000000", "--area", "990100", "--name", "示例市公安局", "--json"]
    words += ["--system", "000001", "张一", "--security", "000002", "李二", "--audit", "000003", "王三"]
    code, out, _err = run(capsys, *words)
    said = json.loads(out)
    assert (code, [account["account"] for account in said["accounts"]]) == (0, ["000001", "000002", "000003"])
    assert Person.objects.get(police_no="000001").account.check_password(said["accounts"][0]["password"])
    assert run(capsys, *words)[0] == 2
    code, out, _err = run(capsys, "recover", "000002", "--json")
    assert Person.objects.get(police_no="000002").account.check_password(json.loads(out)["password"])


def test_a_branch_that_stands_there_is_used(bureau):
    from qingyuan.org.models import Unit

    unit = Unit.objects.get(name="交警支队")
    kept = a_branch(unit, name="第一党支部")
    rules.enrol(lines=[a_line(branch="第一党支部")], by=bureau.system, at=clock.now())
    assert Person.objects.get(police_no="040001").branch == kept
