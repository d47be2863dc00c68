"""What the threat model says is shown by a test, and that test is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[^`]+)`", TEXT)))
ATTACKERS = (
    *("The accused head, his clerk, his colleagues", "An administrator", "A thief of the disk"),
    *("A watcher of the network", "A flooder", "A handler who turns"),
)


@cache
def found_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("named", NAMED)
def test_each_test_that_the_threat_model_names_is_there(named: str) -> None:
    file, _mark, name = named.partition("::")
    assert (ROOT / file).is_file(), file
    assert name == "" or (name.startswith("test_") and name in found_in(file)), named


@pytest.mark.parametrize("attacker", ATTACKERS)
def test_of_each_attacker_it_says_what_he_can_and_cannot_and_every_cannot_is_tested(attacker: str) -> None:
    section = TEXT.split(f"### {attacker}\n")[1].split("\n##")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    assert [cell.strip() for cell in lines[0].strip("|").split("|")] == ["can", "cannot", "test"]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    assert len(rows) >= 3
    assert any(can for can, _cannot, _test in rows)
    assert not [cannot for _can, cannot, test in rows if cannot and "::test_" not in test]
