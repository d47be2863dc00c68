"""What import-linter is blind to: strings, templates, writes outside rules, the clock, and what must not exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core import checks
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "qingyuan"
FLOORS = [
    *("site", "portal", "publication", "reports", "discipline", "inspection", "resolutions", "study"),
    *("ledger", "matters", "campaign", "burden", "org", "trail", "kit"),
]
HEIGHT = {room: len(FLOORS) - place for place, room in enumerate(FLOORS)}
LINES = 400
WRITERS = {
    "save",
    "create",
    "bulk_create",
    "update",
    "bulk_update",
    "delete",
    "get_or_create",
    "update_or_create",
}


def python_files() -> Iterator[tuple[str, Path]]:
    for room in FLOORS:
        for path in sorted((SOURCE / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield room, path


def template_files() -> Iterator[tuple[str, Path]]:
    for room in FLOORS:
        for path in sorted((SOURCE / room).rglob("templates/**/*.html")):
            yield room, path


def place(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield name, node


def test_every_floor_is_known_to_the_linter_and_here() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()} - {"engines"}
    assert rooms == set(FLOORS)


def test_every_room_says_in_a_docstring_what_it_is() -> None:
    for room in FLOORS:
        said = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8")))
        assert said, room
        assert len(ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8")).body) == 1, room


def test_every_module_has_a_docstring_but_the_contents_pages_of_packages_may_be_short() -> None:
    silent = [
        place(path)
        for _room, path in python_files()
        if path.name not in ("__init__.py", "apps.py")
        and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_no_file_is_longer_than_400_lines() -> None:
    long = [
        place(path)
        for path in [
            *SOURCE.rglob("*.py"),
            *SOURCE.rglob("*.html"),
            *SOURCE.rglob("*.css"),
            *SOURCE.rglob("*.js"),
        ]
        if "migrations" not in path.parts and len(path.read_text(encoding="utf-8").splitlines()) > LINES
    ]
    assert not long


def test_no_string_names_a_model_of_a_higher_floor() -> None:
    wrong = []
    for room, path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found = re.fullmatch(r"(?:qingyuan\.)?([a-z]+)\.[A-Z]\w+", node.value)
                if found and HEIGHT.get(found[1], 0) > HEIGHT[room]:
                    wrong.append(place(path, node.lineno))
    assert not wrong


def test_get_model_is_for_migrations_only() -> None:
    wrong = [
        place(path, node.lineno)
        for _room, path in python_files()
        for name, node in calls(ast.parse(path.read_text(encoding="utf-8")))
        if name == "get_model"
    ]
    assert not wrong


def test_no_page_leads_up() -> None:
    """redirect, reverse and {% url %} name a page of the own room or of one below."""
    wrong = []
    for room, path in python_files():
        for name, node in calls(ast.parse(path.read_text(encoding="utf-8"))):
            if name in ("redirect", "reverse", "reverse_lazy", "resolve_url") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and ":" in first.value:
                    other = first.value.split(":", 1)[0]
                    if HEIGHT.get(other, 99) > HEIGHT[room]:
                        wrong.append(f"{place(path, node.lineno)} {first.value}")
    for room, path in template_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for other in re.findall(r"{%\s*url\s+[\"']([a-z]+):", line):
                if HEIGHT.get(other, 99) > HEIGHT[room]:
                    wrong.append(f"{place(path, number)} {other}")
    assert not wrong


def test_a_template_borrows_only_from_its_own_room_or_the_kit() -> None:
    wrong = []
    for room, path in template_files():
        text = path.read_text(encoding="utf-8")
        for other in re.findall(r"{%\s*(?:extends|include)\s+[\"']([a-z_]+)/", text):
            if other not in (room, "kit"):
                wrong.append(f"{place(path)} borrows from {other}")
    assert not wrong


def test_only_rules_write() -> None:
    """Outside rules and testing nothing saves, creates, updates or deletes a row."""
    wrong = []
    for room, path in python_files():
        parts = path.relative_to(SOURCE / room).parts
        if parts[0] in ("rules", "rules.py", "testing.py", "testing"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for name, node in calls(tree):
            if name not in WRITERS or not isinstance(node.func, ast.Attribute):
                continue
            text = ast.unparse(node.func)
            if re.search(r"\.objects\b|\bqueryset\b", text) or (
                name == "save" and not re.search("session|segno", text)
            ):
                wrong.append(f"{place(path, node.lineno)} {text}")
    assert not wrong


def test_the_clock_is_read_in_one_place() -> None:
    wrong = []
    for room, path in python_files():
        if (room, path.name) == ("kit", "clock.py"):
            continue
        for _name, node in calls(ast.parse(path.read_text(encoding="utf-8"))):
            text = ast.unparse(node.func)
            if re.fullmatch(
                r"(datetime|date|timezone|django\.utils\.timezone)\.(now|today|utcnow|localdate)", text
            ):
                wrong.append(place(path, node.lineno))
    allowed = {place(SOURCE / "site" / "settings.py")}
    assert {line.rsplit(":", 1)[0] for line in wrong} <= allowed, wrong


def test_every_rule_that_writes_is_one_transaction() -> None:
    """A public verb in rules takes keywords only; the ones that name who and when are atomic."""
    wrong = []
    for room, path in python_files():
        parts = path.relative_to(SOURCE / room).parts
        if parts[0] not in ("rules", "rules.py"):
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if (
                not isinstance(node, ast.FunctionDef)
                or node.name.startswith("_")
                or path.name.startswith("_")
            ):
                continue
            keywords = {arg.arg for arg in node.args.kwonlyargs}
            acts = {name for name, _call in calls(node)} & {"record", "record_many", "told", *WRITERS}
            if {"by", "at"} <= keywords and acts:
                marks = [ast.unparse(mark) for mark in node.decorator_list]
                calls_one = any(
                    isinstance(inner, ast.Return) and isinstance(inner.value, ast.Call | ast.Subscript)
                    for inner in node.body
                )
                whole = any("atomic" in mark for mark in marks) or "transaction.atomic()" in ast.unparse(node)
                if not whole and acts != {"record"} and not (calls_one and len(node.body) <= 4):
                    wrong.append(f"{place(path, node.lineno)} {node.name}")
    assert not wrong


def test_no_inline_script_or_style_and_nothing_from_outside() -> None:
    wrong = []
    for _room, path in template_files():
        text = path.read_text(encoding="utf-8")
        for pattern in (
            r"<script(?![^>]*\bsrc=)",
            r"\sstyle\s*=",
            r"\son[a-z]+\s*=",
            r"<style",
            r"javascript:",
            r"(src|href)=[\"']https?://",
            r"hx-on",
            r"\|\s*safe\b",
        ):
            wrong += [f"{place(path)} {found.group(0)}" for found in re.finditer(pattern, text)]
    assert not wrong


# -- what must not exist (house, section 6; requirements 1.2) ------------------------------------------------

FORBIDDEN = re.compile(
    r"belief|loyal|ideolog|politic|religio|family_visit|home_visit|health|heart_rate|blood|gps|latitude|longitude|"
    r"commentator|troll|social_graph|relation_to|id_card|id_number|national_id|fine_amount|penalty_count|"
    r"media_count|likes|(?<!contact_)points|streak|rank_order|risk_score|login_count|online_time",
    re.IGNORECASE,
)


def test_no_table_or_column_holds_what_must_not_be_kept() -> None:
    found = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("qingyuan.")
        for field in model._meta.get_fields()
        if FORBIDDEN.search(field.name) or FORBIDDEN.search(model.__name__)
    ]
    assert not found


def test_no_score_hangs_on_a_person() -> None:
    """No number on the person's own row: nobody can be ranked by what is stored about him."""
    person = apps.get_model("org", "Person")
    numbers = [
        field.name
        for field in person._meta.get_fields()
        if isinstance(field, models.IntegerField | models.FloatField | models.DecimalField)
        and not field.primary_key
    ]
    assert not numbers


@pytest.mark.parametrize("room", [room for room in FLOORS if room != "kit"])
def test_no_room_uses_django_admin(room: str) -> None:
    assert not list((SOURCE / room).rglob("admin.py"))


def test_django_itself_finds_nothing_wrong() -> None:
    """Names of constraints are one space for all rooms, and commands that check first would not start."""
    assert [found for found in checks.run_checks() if not found.is_silenced()] == []


def test_every_change_of_a_model_has_its_migration() -> None:
    known = MigrationLoader(None)
    with translation.override(None):  # as makemigrations asks: words are compared as they stand in the code
        asked = MigrationAutodetector(known.project_state(), ProjectState.from_apps(apps))
        changes = asked.changes(known.graph)
    assert {room: found for room, found in changes.items() if room in FLOORS} == {}
