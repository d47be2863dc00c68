"""`qingyuan originality` on plain files."""

import json
import random
from pathlib import Path

import pytest

from qingyuan.site.command import main

CHARS = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然"


def words(seed: int, size: int) -> str:
    return "".join(random.Random(seed).choices(CHARS, k=size))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "official").mkdir()
    (tmp_path / "templates" / "one.txt").write_text(words(1, 400), encoding="gb18030")
    (tmp_path / "official" / "rule.txt").write_text(words(2, 300), encoding="utf-8")
    text = words(3, 100) + "。" + words(1, 400)[50:150] + "。" + words(2, 300)[50:100]
    (tmp_path / "essay.txt").write_text(text, encoding="utf-8")
    return tmp_path


def asked(capsys: pytest.CaptureFixture[str], *args: object) -> tuple[int, dict[str, object]]:
    capsys.readouterr()
    code = main(["originality", *map(str, args), "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else {}


def test_passages_are_told_with_their_source_and_quotations_are_no_copies(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = asked(
        capsys,
        "check",
        folder / "essay.txt",
        "--against",
        folder / "templates",
        "--ignore",
        folder / "official",
    )
    assert code == 1
    [one] = told["documents"]  # type: ignore[misc]
    assert [(row["kind"], row["start"], row["end"]) for row in one["passages"]] == [
        ("verbatim", 101, 201),
        ("quoted", 202, 252),
    ]
    assert one["passages"][0]["source"].endswith("one.txt")
    assert (one["passages"][0]["source_start"], one["passages"][0]["source_end"]) == (50, 150)
    assert one["share"] == 0.4


def test_a_collection_is_filled_in_steps_merged_and_checked_against(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = folder / "kept"
    assert asked(capsys, "index", folder / "templates", "--out", kept)[1]["documents"] == 1
    assert asked(capsys, "index", folder / "official", "--out", kept, "--official")[1]["documents"] == 2
    code, told = asked(capsys, "show", kept)
    assert (code, told["documents"], told["official"]) == (0, 2, 1)
    assert asked(capsys, "merge", kept)[0] == 0
    code, told = asked(capsys, "check", folder / "essay.txt", "--index", kept)
    [one] = told["documents"]  # type: ignore[misc]
    assert [(row["kind"], Path(row["source"]).name) for row in one["passages"]] == [
        ("verbatim", "one.txt"),
        ("quoted", "rule.txt"),
    ]


def test_wrong_calls_and_bad_files_are_refused_in_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["originality", "check", str(folder / "essay.txt")]) == 2
    assert main(["originality", "check", str(folder / "nothing.txt"), "--against", str(folder)]) == 2
    assert main(["originality", "index", str(folder / "nowhere"), "--out", str(folder / "kept")]) == 2
    assert main(["originality", "show", str(folder / "templates")]) == 2
    (folder / "broken.docx").write_bytes(b"PK\x03\x04nothing")
    assert (
        main(["originality", "check", str(folder / "broken.docx"), "--against", str(folder / "templates")])
        == 2
    )
    assert "损坏" in capsys.readouterr().err
