"""Page parts: every tag and filter that the pages of the house share. Builtin, so no page loads it."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from django import template
from django.conf import settings
from django.forms import BoundField, Form
from django.forms.forms import BaseForm
from django.template.context import Context, RenderContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingyuan.kit import clock, menu
from qingyuan.kit.doubts import Doubt, Doubting
from qingyuan.kit.paging import Page
from qingyuan.kit.templatetags import _fields
from qingyuan.kit.words import listed

register = template.Library()

CURSORS = ("after", "before")
PLACES = ("home", "search", "account", "sign_out", "complain")
UNKNOWN = "square-dashed"
SVG = "{http://www.w3.org/2000/svg}"
TONES = {
    "ok": "circle-check",
    "warn": "triangle-alert",
    "late": "alarm-clock",
    "bad": "octagon-alert",
    "info": "circle-dot",
    "mute": "circle-dashed",
}


# --- icons and words -------------------------------------------------------------------------------------


@cache
def _icons() -> ZipFile:
    """The icon set with its table of contents, which lucide's own tag reads anew for each icon."""
    return ZipFile(BytesIO((files("lucide") / "lucide.zip").read_bytes()))


@lru_cache(maxsize=512)
def _svg(name: str, size: int, label: str) -> SafeString:
    spoken = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    try:
        kept = _icons().read(f"{name}.svg")
    except KeyError:  # an icon set renames now and then: no page falls over that, a test finds it
        kept = _icons().read(f"{UNKNOWN}.svg")
    drawing = ElementTree.fromstring(kept)  # noqa: S314 -- from the icon set
    for part in drawing.iter():
        part.tag = part.tag.removeprefix(SVG)
    drawing.attrib |= {
        "width": str(size),
        "height": str(size),
        "class": "icon",
        "focusable": "false",
        **spoken,
    }
    drawn = ElementTree.tostring(drawing, encoding="unicode")
    return mark_safe(" ".join(drawn.split()).replace("> <", "><"))  # noqa: S308 -- from the icon set


@register.simple_tag
def icon(name: str, size: int = 16, label: str = "") -> SafeString:
    """A lucide icon as inline SVG; without ``label`` it is decoration and hidden from screen readers."""
    return _svg(str(name), int(size), str(label))


@lru_cache(maxsize=512)
def _badge(tone: str, words: str, icon: str, safe: bool) -> SafeString:
    shape = _svg(icon or TONES.get(tone, "circle-dot"), 12, "")
    said = SafeString(words) if safe else words
    return format_html('<span class="badge badge-{}">{}{}</span>', tone, shape, said)


@register.simple_tag
def badge(tone: str, words: object, icon: str = "") -> SafeString:
    """A state: tone (ok, warn, late, bad, info, mute), always with its own icon and with words."""
    return _badge(tone, str(words), icon, hasattr(words, "__html__"))


register.filter("listed", listed)


@register.filter
def day(value: date | datetime | None) -> str:
    """A date as 2021-03-19, where the bureau is; nothing gives an empty string."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value.isoformat() if isinstance(value, date) else ""


@register.filter
def moment(value: datetime | date | None) -> str:
    """A moment as 2021-03-19 14:05, where the bureau is; a mere date stays one."""
    if not isinstance(value, datetime):
        return day(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{local:%Y-%m-%d %H:%M}"


def percent(part: float, whole: float) -> str:
    """A share with one decimal; only all is 100.0% and only nothing is 0.0%.

    >>> percent(15, 25), percent(2999, 3000), percent(1, 3000), percent(0, 0)
    ('60.0%', '99.9%', '0.1%', '—')
    """
    if not whole:
        return "—"
    shown = round(100 * part / whole, 1)
    if 0 < part < whole:
        shown = min(max(shown, 0.1), 99.9)
    return f"{shown:.1f}%"


@register.simple_tag
def rate(part: float, whole: float) -> SafeString:
    """A rate with what it is made of, ``15/25 · 60.0%``: a share is never shown alone."""
    return format_html(
        '<span class="rate">{}/{} · {}</span>', part or 0, whole or 0, percent(part or 0, whole or 0)
    )


@register.simple_tag
def meter(part: float, whole: float, tone: str = "", label: str = "") -> SafeString:
    """A bar beside a rate. It repeats what the rate says, so without ``label`` it is hidden from readers."""
    spoken = format_html('aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    kind = f"meter meter-{tone}" if tone else "meter"
    return format_html(
        '<progress class="{}" value="{}" max="{}" {}></progress>', kind, part or 0, whole or 1, spoken
    )


# --- addresses and pages ---------------------------------------------------------------------------------


def _query(context: Context, changes: dict[str, Any]) -> str:
    request = context.get("request")
    query = request.GET.copy() if request is not None else None
    if query is None:
        from django.http import QueryDict

        query = QueryDict(mutable=True)
    for cursor in CURSORS:
        query.pop(cursor, None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        elif isinstance(value, list | tuple):
            query.setlist(name, [str(item) for item in value])
        else:
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """The current query string with changes; None or empty takes a name out, and the list starts anew."""
    return _query(context, changes)


@register.inclusion_tag("kit/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any], total: int | None = None) -> dict[str, Any]:
    """The way to the pages before and after a keyset page; nothing if there is only one page."""
    return {
        "page": page,
        "total": total,
        "shown": len(page.rows),
        "first": _query(context, {}),
        "before": _query(context, {"before": page.before}) if page.before else "",
        "after": _query(context, {"after": page.after}) if page.after else "",
    }


@register.inclusion_tag("kit/parts/empty.html", name="empty")
def nothing(
    words: str, hint: str = "", url: str = "", action: str = "", icon: str = "inbox"
) -> dict[str, str]:
    """What stands where a list would: words, a hint, and a way on. (Inside ``for``, use its own empty first.)"""
    return {"words": words, "hint": hint, "url": url, "action": action, "icon": icon}


# --- the shell -------------------------------------------------------------------------------------------


@register.inclusion_tag("kit/parts/menu.html", takes_context=True, name="menu")
def side_menu(context: Context) -> dict[str, Any]:
    """The menu of the person who is signed in."""
    return {"blocks": menu.blocks(context.get("request"))}


@register.simple_tag(takes_context=True)
def shortcuts(context: Context) -> list[menu.Line]:
    """The menu lines that a letter opens after ``g``."""
    return [line for block in menu.blocks(context.get("request")) for line in block.lines if line.key]


@register.simple_tag(takes_context=True)
def slot(context: Context, name: str) -> dict[str, str] | None:
    """``words`` and ``address`` of what a room left in a place of the shell, or None."""
    found = menu.slot(context.get("request"), name)
    return {"words": found[0], "address": found[1]} if found else None


@register.simple_tag
def shell_public() -> dict[str, Any]:
    """What the shell shows to everybody: the day a demo city lives in, and the other languages."""
    current = get_language()
    return {
        "demo": clock.today().isoformat() if settings.CLOCK_OFFSET else "",
        "languages": [(code, str(name)) for code, name in settings.LANGUAGES if code != current],
    }


@register.simple_tag(takes_context=True)
def shell(context: Context) -> dict[str, Any]:
    """What the shell shows to a person: the same, the name on the page, and each filled place by its name.

    All under one name, so that no page's own ``person`` or ``search`` is covered.
    """
    by = context.get("by")
    name = menu.plate(context.get("request")) or (menu.Plate(str(by)) if by else None)
    places = {place: slot(context, place) for place in PLACES}
    return {**shell_public(), **places, "plate": name}


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """What a page wrote into a block, a second time: the title also stands in the window's title."""
    render_context: RenderContext = context.render_context
    known = render_context.get(BLOCK_CONTEXT_KEY)
    block = known.get_block(name) if known is not None else None
    return mark_safe(str(block.render(context)).strip()) if block is not None else ""  # noqa: S308


# --- forms -----------------------------------------------------------------------------------------------


@register.inclusion_tag("kit/parts/field.html", name="field")
def one_field(field: BoundField, label: str = "", wide: bool = False) -> dict[str, Any]:
    """One form field: label, required mark, help, input and errors, tied together for screen readers."""
    return _fields.described(field, label=label, wide=wide)


@register.inclusion_tag("kit/parts/fields.html", name="fields")
def all_fields(form: Form) -> dict[str, Any]:
    """Every field of a form; with the summary of errors, unless ``nonfield`` has already shown it."""
    summary = None if getattr(form, "_summarised", False) else _summary(form)
    return {"form": form, "summary": summary, "fields": [_fields.described(f) for f in form.visible_fields()]}


def _wrong(form: BaseForm) -> Iterator[tuple[str, str, str]]:
    """(id of the input or empty, label, words) of every error, in the order of the form."""
    for words in form.non_field_errors():
        yield "", "", str(words)
    for bound in form:
        if not bound.is_hidden:
            for words in bound.errors:
                yield _fields.first_input(bound), str(bound.label), str(words)
        else:
            for words in bound.errors:
                yield "", str(bound.label), str(words)


def _summary(form: BaseForm) -> dict[str, Any] | None:
    wrong = list(_wrong(form)) if form.is_bound and form.errors else []
    if not wrong:
        return None
    heading = _("请更正以下 %(count)d 处后再提交") % {"count": len(wrong)}
    if all(not label for _target, label, _words in wrong):
        heading = _("没有办成，原因如下")
    return {"heading": heading, "wrong": wrong}


@register.inclusion_tag("kit/parts/summary.html")
def nonfield(form: BaseForm) -> dict[str, Any]:
    """The summary of errors above a form, each with a way to its field; and what the form doubts, with the ways on."""
    form._summarised = True  # type: ignore[attr-defined]
    return {"summary": _summary(form), **_doubts(form)}


def _doubts(form: BaseForm) -> dict[str, Any]:
    """The doubts of a form that has any (``kit.doubts``), and those that were answered: (name, id, doubt)."""
    if not isinstance(form, Doubting):
        return {}
    shape = str(form.auto_id or "id_%s")

    def drawn(doubts: list[Doubt]) -> list[tuple[str, str, Doubt]]:
        return [(form.answer_name(one), shape % f"doubt_{one.field}", one) for one in doubts]

    return {"doubts": drawn(form.doubts), "kept": drawn(form.kept)}


__all__ = ["percent", "register"]
