"""How a form field is drawn: which input, which classes, and what it is described by."""

from typing import Any

from django import forms
from django.forms import BoundField

DATE = "%Y-%m-%d"
MOMENT = "%Y-%m-%dT%H:%M"
DJANGO_ROWS, ROWS = "10", "4"


def shape(bound: BoundField) -> str:
    """What kind of input this is: check, group, date, moment, text, long, choice or file."""
    widget = bound.field.widget
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxSelectMultiple, "group"),
        (forms.RadioSelect, "group"),
        (forms.CheckboxInput, "check"),
        (forms.FileInput, "file"),
        (forms.Textarea, "long"),
        (forms.Select, "choice"),
        (forms.DateTimeInput, "moment"),
        (forms.DateInput, "date"),
        (forms.MultiWidget, "group"),
    )
    return next((name for kind, name in kinds if isinstance(widget, kind)), "text")


def first_input(bound: BoundField) -> str:
    """The id to jump to from an error: of a group its first input."""
    own = bound.id_for_label or bound.auto_id
    return f"{bound.auto_id}_0" if shape(bound) == "group" else str(own)


def _attributes(bound: BoundField, kind: str) -> dict[str, Any]:
    given = bound.field.widget.attrs
    classes = {"check": "check-input", "file": "input input-file", "group": ""}.get(kind, "input")
    if kind in ("date", "moment") or isinstance(bound.field.widget, forms.NumberInput):
        classes += " input-short"
    attributes: dict[str, Any] = {}
    if joined := f"{classes} {given.get('class', '')}".strip():
        attributes["class"] = joined
    if kind == "long" and str(given.get("rows", DJANGO_ROWS)) == DJANGO_ROWS:
        attributes["rows"] = ROWS
    if kind == "file" and "accept" in given:
        attributes["accept"] = given["accept"]
    if bound.errors:
        attributes["aria-invalid"] = "true"
    described = [f"{bound.auto_id}_helptext"] * bool(bound.help_text) + [f"{bound.auto_id}_error"] * bool(
        bound.errors
    )
    if described and kind != "group":
        attributes["aria-describedby"] = " ".join(described)
    return attributes


def _native(bound: BoundField, kind: str) -> None:
    """Dates are asked for with the browser's own date input, which wants ISO 8601 and nothing else."""
    widget = bound.field.widget
    if kind == "date" and isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", DATE
    elif kind == "moment" and isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", MOMENT


def described(bound: BoundField, *, label: str = "", wide: bool = False) -> dict[str, Any]:
    """Everything the field template needs."""
    kind = shape(bound)
    _native(bound, kind)
    needed = bound.field.required and bound.form.use_required_attribute
    group = kind == "group"
    return {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "needed": bound.field.required,
        "native_required": needed,
        "wide": wide or kind in ("long", "group", "check", "file"),
        "input": bound.as_widget(attrs=_attributes(bound, kind)),
        "help_id": f"{bound.auto_id}_helptext" if bound.help_text else "",
        "error_id": f"{bound.auto_id}_error" if bound.errors else "",
        "choices": list(bound.subwidgets)
        if group and not isinstance(bound.field.widget, forms.MultiWidget)
        else [],
    }
