"""How forms are drawn: by Django's templates, but lists to choose from by hand.

A page with filters offers several hundred options, and for each a template takes its time: of the ledger's
list that was a tenth.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import BLANK_CHOICE_DASH
from django.forms.renderers import Jinja2
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SELECT = "django/forms/widgets/select.html"


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


DASHES = BLANK_CHOICE_DASH[0][1]


def _options(groups: Iterable[tuple[Any, list[dict[str, Any]], int]], nothing: str) -> Iterator[str]:
    for name, options, _place in groups:
        if name:
            yield f'<optgroup label="{conditional_escape(name)}">\n'
        for one in options:
            label = nothing if one["value"] == "" and one["label"] == DASHES else one["label"]
            value, label = conditional_escape(str(one["value"])), conditional_escape(label)
            yield f'<option value="{value}"{_attributes(one["attrs"])}>{label}</option>\n'
        if name:
            yield "</optgroup>\n"


def select(widget: Mapping[str, Any]) -> SafeString:
    """``django/forms/widgets/select.html``: everything that people wrote is escaped, and no choice has words."""
    nothing = _("请选择") if widget["required"] else _("（无）")
    options = "".join(_options(widget["optgroups"], nothing))
    name = conditional_escape(widget["name"])
    return SafeString(f'<select name="{name}"{_attributes(widget["attrs"])}>\n{options}</select>')


class Renderer(Jinja2):
    """The renderer of every form (``FORM_RENDERER``)."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        if template_name == SELECT:
            return select(context["widget"])
        return super().render(template_name, context, request)
