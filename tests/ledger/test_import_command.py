"""`qingyuan ledger import | undo`: exit codes, the shape of --json, and no bad file that leaves a trace."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from qingyuan.kit import clock
from qingyuan.ledger.models import Import
from qingyuan.matters.api import Matter, rules
from qingyuan.org.api import Role
from qingyuan.org.testing import a_person
from qingyuan.site.command import main

from .conftest import AT, City
from .test_import import HEAD, ROW, a_list, a_row, state


def ledger(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any], str]:
    """Exit code, the one JSON object on standard output, and standard error."""
    code = main(["ledger", *words, "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


def bad_files() -> dict[str, bytes]:
    """Files that people, or attackers, send instead of a list."""
    good = a_list(ROW)
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as sound, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sound.namelist():
            made.writestr(name, sound.read(name))
        made.writestr("xl/media/image1.png", b"\0" * (80 << 20))
    macros = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as sound, zipfile.ZipFile(macros, "w") as made:
        for name in sound.namelist():
            made.writestr(name, sound.read(name))
        made.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return {
        "empty.xlsx": b"",
        "picture.xlsx": b"\x89PNG\r\n\x1a\n" + b"\0" * 64,
        "broken.xlsx": good[: len(good) // 2],
        "bomb.xlsx": bomb.getvalue(),
        "macros.xlsx": macros.getvalue(),
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 4,
        "page.xls": "<html><table><tr><td>问题</td></tr></table></html>".encode(),
        "random.csv": bytes(range(256)) * 8,
        "noheader.xlsx": a_list((1, 2, 3), head=(4, 5, 6)),  # type: ignore[arg-type]
        "norows.xlsx": a_list(),
        "columns.xlsx": a_list(("x", "y"), head=("姓名", "警号")),
        "large.xlsx": b"PK\x03\x04" + b"\0" * (20 << 20),
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(a_list(ROW, a_row(问题表述="值班室无人值守")))
    return path


def test_a_list_goes_in_and_comes_out_again(
    city: City, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said, _err = ledger(capsys, "import", str(file))
    assert code == 0
    assert (said["rows"], said["created"], said["updated"], said["duplicates"], said["errors"]) == (
        2,
        2,
        0,
        0,
        [],
    )
    assert {matter.opened_by for matter in Matter.objects.all()} == {city.office}
    code, undone, _err = ledger(capsys, "undo", str(said["import_id"]))
    assert (code, undone["rows"], Matter.objects.count()) == (0, 2, 0)
    code, again, _err = ledger(capsys, "undo", str(said["import_id"]))
    assert (code, again["rows"], bool(again["errors"])) == (1, 0, True)


def test_a_dry_run_says_the_same_and_changes_nothing(
    city: City, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state()
    code, said, _err = ledger(capsys, "import", str(file), "--dry-run")
    assert (code, said["created"], said["import_id"], state()) == (0, 2, None, before)


def test_rows_left_out_as_duplicates_are_named_and_the_code_says_so(
    city: City, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger(capsys, "import", str(file))
    code, said, err = ledger(capsys, "import", str(file))
    assert (code, said["created"], said["duplicates"]) == (1, 0, 2)
    assert [row["cell"] for row in said["left_out"]] == ["台账!D2", "台账!D3"]
    assert "Traceback" not in err


def test_row_errors_stand_with_their_cells_and_nothing_is_written(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(a_list(ROW, a_row(整改时限="2021年13月1日", 问题表述="另一个不同的问题")))
    before = state()
    code, said, err = ledger(capsys, "import", str(path))
    assert (code, [error["cell"] for error in said["errors"]], state()) == (2, ["台账!I3"], before)
    assert "台账!I3" in err


@pytest.mark.parametrize("name", sorted(bad_files()))
def test_a_bad_file_is_refused_in_words_and_changes_nothing(
    name: str, city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(bad_files()[name])
    before = state()
    code, said, err = ledger(capsys, "import", str(path))
    assert (code, said["rows"], said["import_id"], state()) == (2, 0, None, before)
    assert len(said["errors"]) >= 1 and said["errors"][0]["message"]
    assert "Traceback" not in err


def test_two_hundred_megabytes_are_refused_by_their_size_alone(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as out:
        out.truncate(200 << 20)
    code, said, _err = ledger(capsys, "import", str(path))
    assert code == 2 and "200" in said["errors"][0]["message"]


def test_wrong_calls_say_what_is_wrong(
    city: City, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = state()
    broken = tmp_path / "map.json"
    broken.write_text("{")
    for words in (
        ["import", str(tmp_path / "nothing.xlsx")],
        ["import", str(tmp_path)],
        ["import", str(file), "--as", "nobody"],
        ["import", str(file), "--campaign", "999999"],
        ["import", str(file), "--map", str(broken)],
        ["import", str(file), "--map", str(tmp_path / "nomap.json")],
        ["undo", "999999"],
    ):
        code, said, err = ledger(capsys, *words)
        assert (code, bool(said["errors"]), "Traceback" in err) == (2, True, False), words
    assert state() == before


def test_who_may_not_import_is_told_so(city: City, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said, _err = ledger(capsys, "import", str(file), "--as", city.owner.police_no)
    assert (code, said["created"], Matter.objects.count()) == (1, 0, 0)


def test_two_at_the_office_and_the_command_asks_who(
    city: City, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = a_person(city.root, Role.CAMPAIGN_OFFICE, name="整顿二")
    code, said, _err = ledger(capsys, "import", str(file))
    assert code == 2 and other.police_no in said["errors"][0]["message"]
    assert ledger(capsys, "import", str(file), "--as", other.police_no)[0] == 0


def test_a_map_file_settles_columns_units_and_categories(
    city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, told = tmp_path / "x.xlsx", tmp_path / "map.json"
    head = ("种类", "内容概要", "谁家的", "时间")
    path.write_bytes(a_list(("怪类", "值班室无人值守", "我们", "2021-04-30"), head=head))
    told.write_text(
        json.dumps(
            {
                "columns": {"问题类别": "种类", "statement": "B", "unit": "谁家的", "due_on": "D"},
                "units": {"我们": city.ours.code},
                "categories": {"怪类": "formalism"},
            },
            ensure_ascii=False,
        )
    )
    code, said, _err = ledger(capsys, "import", str(path), "--map", str(told))
    assert (code, said["created"]) == (0, 1)
    matter = Matter.objects.get()
    assert (matter.unit, matter.category_id) == (city.ours, "formalism")


def test_an_import_that_was_touched_is_not_taken_back(
    city: City, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _code, said, _err = ledger(capsys, "import", str(file))
    first = Matter.objects.order_by("pk")[0]
    rules.note_progress(matter_id=first.pk, words="已开始", by=city.owner, at=AT)
    code, undone, _err = ledger(capsys, "undo", str(said["import_id"]))
    assert (code, Matter.objects.count()) == (1, 2)
    assert first.number in undone["errors"][0]["message"]


def test_without_json_the_command_speaks_in_lines(
    city: City, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ledger", "import", str(file)]) == 0
    assert "added 2 of 2 rows" in capsys.readouterr().out
    assert Import.objects.get().done_at == clock.now()
    assert len(HEAD) == len(ROW)
