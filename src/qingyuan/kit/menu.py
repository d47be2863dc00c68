"""The menu: each room leaves its entries; a page shows those that the person may open.

The page shell belongs to the kit, but what stands in it does not: the addresses of the search, of signing out
or of a complaint come from :data:`slots`, who may open what from :data:`gates`, and the person's name from
:data:`plates`. Nothing left on a shelf: the place in the shell stays empty.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import pgettext_lazy

from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words


@dataclass(frozen=True)
class Entry:
    """One line of the menu: words, url name, icon (lucide), the permission it needs, and its group.

    ``permission`` empty: everybody who is signed in. ``key``: the letter that opens it after ``g``.
    """

    words: Words
    url: str
    icon: str
    permission: str
    group: str = "work"
    order: int = 50
    key: str = ""


@dataclass(frozen=True)
class Slot:
    """What a room puts into a fixed place of the shell: words, url name and the permission it needs.

    Places: ``home``, ``search`` (GET, parameter ``q``), ``sign_in``, ``sign_out`` (POST), ``account``,
    ``complain`` (GET, parameter ``page``).
    """

    words: Words
    url: str
    permission: str = ""


@dataclass(frozen=True)
class Plate:
    """Whose page this is: the person's name and unit."""

    name: str
    unit: str = ""


@dataclass(frozen=True)
class Line:
    """One menu entry as a page shows it; ``here`` if the open page lies below it."""

    words: str
    address: str
    icon: str
    key: str
    here: bool


@dataclass(frozen=True)
class Block:
    """A group of menu lines with its heading (empty for the first group)."""

    heading: str
    lines: list[Line] = field(default_factory=list)


Gate = Callable[[Any, str], bool]
"""(request, permission) -> whether the person may. All gates must agree; without a gate nothing opens."""

entries: Shelf[Entry] = Shelf("menu")
slots: Shelf[Slot] = Shelf("slots")
gates: Shelf[Gate] = Shelf("gates")
plates: Shelf[Callable[[Any], Plate | None]] = Shelf("plates")

GROUPS: dict[str, Words] = {
    "home": "",
    "work": pgettext_lazy("menu", "办理"),
    "ledger": pgettext_lazy("menu", "台账"),
    "campaign": pgettext_lazy("menu", "组织实施"),
    "own": pgettext_lazy("menu", "本人"),
    "discipline": pgettext_lazy("menu", "监督执纪"),
    "study": pgettext_lazy("menu", "学习教育"),
    "insight": pgettext_lazy("menu", "研判"),
    "publish": pgettext_lazy("menu", "公开与通报"),
    "manage": pgettext_lazy("menu", "管理"),
}


@cache
def address(url: str) -> str:
    """The address of a url name, or empty if no page has that name. Asked some sixty times for each page, so kept."""
    try:
        return reverse(url)
    except NoReverseMatch:
        return ""


def opens(request: Any, permission: str) -> bool:
    """Whether the person behind the request may; an empty permission is open to whoever is signed in."""
    if not permission:
        return True
    return bool(gates.values()) and all(gate(request, permission) for gate in gates.values())


def plate(request: Any) -> Plate | None:
    """The name on the page, from the first shelf that knows one."""
    for known in plates.values():
        if (found := known(request)) is not None:
            return found
    return None


def slot(request: Any, name: str) -> tuple[str, str] | None:
    """Words and address of what stands in a place of the shell, or None."""
    left = slots.get(name)
    if left is None or not (found := address(left.url)) or not opens(request, left.permission):
        return None
    return str(left.words), found


def blocks(request: Any) -> list[Block]:
    """The menu of the person behind the request, by group; made once for a page that shows it twice."""
    made: list[Block] | None = getattr(request, "menu_blocks", None)
    if made is None:
        made = _blocks(request)
        if request is not None:
            request.menu_blocks = made
    return made


def _blocks(request: Any) -> list[Block]:
    """Of all entries that fit the open page, the longest is here."""
    path = getattr(request, "path", "")
    found = [(entry, where) for entry in entries.values() if (where := address(entry.url))]
    shown = [(entry, where) for entry, where in found if opens(request, entry.permission)]
    fitting = [where for _entry, where in shown if path == where or (where != "/" and path.startswith(where))]
    here = max(fitting, key=len, default=None)
    names = [*GROUPS, *sorted({entry.group for entry, _where in shown} - set(GROUPS))]
    whole = []
    for name in names:
        members = sorted((pair for pair in shown if pair[0].group == name), key=lambda pair: pair[0].order)
        lines = [Line(str(e.words), where, e.icon, e.key, where == here) for e, where in members]
        if lines:
            whole.append(Block(str(GROUPS.get(name, "")), lines))
    return whole
