"""What the documents promise is there: each requirement's state, its page and its test; words; charter; links."""

import argparse
import ast
import importlib
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from qingyuan.site.command import parser

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "docs" / "requirements.md"
CHARTER = ROOT / "docs" / "charter.md"
GLOSSARY = ROOT / "docs" / "glossary.md"
STATES = ("works", "partly", "not yet", "refused")
NOTHING = "—"
COUNT = 243
CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Row:
    """One line of the list; ``shown`` and ``proved`` are the names between the backquotes."""

    number: str
    what: str
    state: str
    shown: tuple[str, ...]
    proved: tuple[str, ...]


def rows_of(text: str) -> list[Row]:
    """Every table line that begins with a number of three digits."""
    found = []
    for line in text.splitlines():
        if not re.match(r"\|\s*\d{3}\s*\|", line):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        assert len(cells) == 5, line
        number, what, state, shown, proved = cells
        found.append(Row(number, what, state, tuple(CODE.findall(shown)), tuple(CODE.findall(proved))))
    return found


def url_names() -> set[str]:
    """Every name that a page can be reached by, with its room: ``ledger:wall``."""
    names: set[str] = set()

    def walk(patterns: list[URLPattern | URLResolver], room: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, pattern.namespace or room)
            elif pattern.name:
                names.add(f"{room}:{pattern.name}")

    walk(get_resolver().url_patterns, "")
    return names


def commands() -> set[str]:
    """Every command with its subcommands: ``qingyuan trail verify``."""
    names: set[str] = set()

    def walk(one: argparse.ArgumentParser, words: str) -> None:
        names.add(words)
        for action in one._actions:
            if isinstance(action, argparse._SubParsersAction):
                for name, below in action.choices.items():
                    walk(below, f"{words} {name}")

    walk(parser(), "qingyuan")
    return names - {"qingyuan"}


def functions_in(path: Path) -> set[str]:
    """The names of the test functions that a file defines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def anchors_of(text: str) -> set[str]:
    return set(re.findall(r'<a id="([a-z0-9-]+)"></a>', text))


def wrong_with(name: str) -> str:
    """What is wrong with the name of a test, or nothing."""
    path, _, function = name.partition("::")
    file = ROOT / path
    if not path.startswith("tests/") or not file.is_file():
        return f"no file {path}"
    return "" if function in functions_in(file) else f"no test {name}"


def faults(row: Row, pages: set[str], known: set[str], anchors: set[str]) -> list[str]:
    """Everything that is wrong with a row."""
    wrong = []
    if row.state not in STATES:
        wrong.append(f"no such state: {row.state}")
    if not row.what:
        wrong.append("says nothing")
    for shown in row.shown:
        if shown not in (known if shown.startswith("qingyuan ") else pages):
            wrong.append(f"no page or command {shown}")
    wrong += [said for said in map(wrong_with, row.proved) if said]
    if row.state in ("works", "partly") and not (row.shown and row.proved):
        wrong.append("names no page or no test")
    if row.state == "partly" and "Missing:" not in row.what:
        wrong.append("does not say what is missing")
    if row.state == "not yet" and (row.shown or row.proved):
        wrong.append("is not there, but names a page or a test")
    cited = re.findall(r"\(charter\.md#([a-z0-9-]+)\)", row.what)
    if row.state == "refused" and not ("Instead:" in row.what and cited and row.proved):
        wrong.append("refused without lawful form, charter or test")
    wrong += [f"no place {anchor} in the charter" for anchor in cited if anchor not in anchors]
    return [f"{row.number}: {said}" for said in wrong]


def listed() -> list[Row]:
    return rows_of(LIST.read_text(encoding="utf-8"))


def test_every_requirement_stands_in_the_list_exactly_once_and_in_order() -> None:
    assert [row.number for row in listed()] == [f"{number:03}" for number in range(1, COUNT + 1)]


def test_every_row_is_true_as_far_as_names_go() -> None:
    pages, known, anchors = url_names(), commands(), anchors_of(CHARTER.read_text(encoding="utf-8"))
    assert [said for row in listed() for said in faults(row, pages, known, anchors)] == []


def test_the_summary_counts_the_rows() -> None:
    text = LIST.read_text(encoding="utf-8")
    for state in STATES:
        said = re.search(rf"\|\s*`{state}`\s*\|[^|]*\|\s*(\d+)\s*\|", text)
        assert said, state
        assert int(said[1]) == sum(row.state == state for row in listed()), state


TRUE = Row(
    "057",
    "something",
    "works",
    ("portal:home",),
    ("tests/test_requirements.py::test_the_checker_finds_each_kind_of_untruth",),
)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"proved": ("tests/test_requirements.py::test_that_nobody_wrote",)}, "no test"),
        ({"proved": ("tests/test_nowhere.py::test_the_checker",)}, "no file"),
        ({"proved": ("tests/test_requirements.py",)}, "no test"),
        ({"proved": ()}, "names no page or no test"),
        ({"shown": ()}, "names no page or no test"),
        ({"shown": ("portal:hoem",)}, "no page or command"),
        ({"shown": ("qingyuan trail verfy",)}, "no page or command"),
        ({"state": "done"}, "no such state"),
        ({"state": "partly"}, "does not say what is missing"),
        ({"state": "not yet"}, "is not there"),
        ({"state": "refused"}, "refused without lawful form"),
        ({"state": "refused", "what": "Instead: x ([charter](charter.md#c99))"}, "no place c99"),
    ],
)
def test_the_checker_finds_each_kind_of_untruth(change: dict[str, object], said: str) -> None:
    pages, known, anchors = url_names(), commands(), {"c01"}
    assert faults(TRUE, pages, known, anchors) == []
    bad = Row(**{**TRUE.__dict__, **change})
    assert said in " ".join(faults(bad, pages, known, anchors))


def test_the_reader_of_the_list_overlooks_no_row() -> None:
    assert rows_of("| 001 | a | works | `x:y` `z:w` | — |\n| 002 | b | not yet | — | — |") == [
        Row("001", "a", "works", ("x:y", "z:w"), ()),
        Row("002", "b", "not yet", (), ()),
    ]
    with pytest.raises(AssertionError):
        rows_of("| 001 | a | works | `x:y` |")


# -- the other documents --------------------------------------------------------------------------------------


def glossary_words() -> set[str]:
    """Every identifier of the glossary (its last column)."""
    words: set[str] = set()
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3:
            words |= set(CODE.findall(cells[2]))
    return words


def test_every_room_and_every_kind_of_matter_stands_in_the_glossary() -> None:
    floors = importlib.import_module("tests.test_house").FLOORS
    kinds = [kind.value for kind in importlib.import_module("qingyuan.matters.kinds").Kind]
    engines = [
        path.name for path in (ROOT / "src/qingyuan/engines").iterdir() if (path / "__init__.py").exists()
    ]
    assert [word for word in [*floors, *kinds, *engines] if word not in glossary_words()] == []


@pytest.mark.parametrize(
    ("module", "vocabulary"),
    [
        ("qingyuan.org.kinds", "Role"),
        ("qingyuan.org.kinds", "DutyKind"),
        ("qingyuan.matters.kinds", "State"),
        ("qingyuan.matters.kinds", "Act"),
        ("qingyuan.matters.kinds", "Cause"),
        ("qingyuan.campaign.kinds", "Duty"),
        ("qingyuan.publication.kinds", "OutcomeKind"),
    ],
)
def test_every_code_of_a_closed_vocabulary_stands_in_the_glossary(module: str, vocabulary: str) -> None:
    codes = [item.value for item in getattr(importlib.import_module(module), vocabulary)]
    assert [code for code in codes if code not in glossary_words()] == []


def documents() -> list[Path]:
    named = [ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [*named, *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_link_between_the_documents_leads_somewhere() -> None:
    dead = []
    for document in documents():
        text = document.read_text(encoding="utf-8")
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if re.match(r"https?:|mailto:", link):
                continue
            path, _, anchor = link.partition("#")
            target = (document.parent / path).resolve() if path else document
            text_of = target.read_text("utf-8") if target.suffix == ".md" and target.is_file() else ""
            lost = re.fullmatch(r"c\d\d", anchor) and anchor not in anchors_of(text_of)
            if lost or not target.exists():
                dead.append(f"{document.name}: {link}")
    assert dead == []


def test_every_test_that_the_documents_name_exists() -> None:
    wrong = []
    for document in documents():
        for named in re.findall(
            r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`", document.read_text(encoding="utf-8")
        ):
            said = (
                wrong_with("::".join(named)) if named[1] else "" if (ROOT / named[0]).is_file() else "no file"
            )
            wrong += [f"{document.name}: {'::'.join(named)} {said}"] if said else []
    assert wrong == []


def test_every_command_that_the_documents_show_exists() -> None:
    known = commands()
    heads = {name.split()[1] for name in known}
    deep = {name.split()[1] for name in known if len(name.split()) == 3}
    wrong = []
    for document in documents():
        if document.parent.name == "decisions":
            continue
        text = document.read_text(encoding="utf-8")
        spans = [*CODE.findall(text), *re.findall(r"```(?:\w*)\n(.*?)```", text, re.DOTALL)]
        for span in spans:
            for called in re.findall(r"(?:^|/bin/)qingyuan((?:[ \t]+[^\s|;&]+)+)", span, re.MULTILINE):
                words = called.split()
                while words and words[0].startswith("-"):
                    words = words[2:] if words[0] == "--data" else words[1:]
                if not words or not re.fullmatch(r"[a-z-]+", words[0]):
                    continue
                name = " ".join(words[:2] if words[0] in deep and len(words) > 1 else words[:1])
                if words[0] not in heads or (
                    words[0] in deep and len(words) > 1 and f"qingyuan {name}" not in known
                ):
                    wrong.append(f"{document.name}: qingyuan {name}")
    assert wrong == []


def test_every_decision_says_what_was_rejected() -> None:
    for decision in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = decision.read_text(encoding="utf-8")
        for part in ("## Context", "## Decision", "## Rejected", "## Consequences"):
            assert part in text, f"{decision.name}: {part}"


def test_decisions_are_numbered_without_gaps_and_listed_in_the_house() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    house = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    assert [name for name in names if f"decisions/{name}" not in house] == []
