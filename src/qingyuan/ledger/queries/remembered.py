"""What the person's unit keeps in mind about lists, in words."""

from dataclasses import dataclass
from datetime import datetime

from qingyuan.kit.words import Words
from qingyuan.ledger.models import HeaderMemory, NameMemory
from qingyuan.ledger.queries.checked import home_of
from qingyuan.ledger.queries.columns import NAMES
from qingyuan.matters.api import Category
from qingyuan.org.api import Person, Unit


@dataclass(frozen=True)
class KeptHeader:
    """A header: which field stands in which column of lists like it, settled by whom and when."""

    pk: int
    columns: tuple[tuple[Words, str], ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class KeptName:
    """A text of lists, and the unit or category that it means."""

    pk: int
    text: str
    meant: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Remembered:
    """All that a unit keeps in mind; without a home nothing."""

    home: Unit | None
    headers: tuple[KeptHeader, ...]
    names: tuple[KeptName, ...]


def remembered_of(by: Person, at: datetime) -> Remembered:
    """The headers and texts that the person's unit has settled, the newest first."""
    home = home_of(by, at)
    if home is None:
        return Remembered(None, (), ())
    headers = HeaderMemory.objects.filter(unit=home).select_related("by").order_by("-at", "-pk")
    names = list(NameMemory.objects.filter(unit=home).select_related("by").order_by("-at", "-pk"))
    units = {
        unit.code: str(unit)
        for unit in Unit.objects.filter(code__in=[one.code for one in names if one.field == "unit"])
    }
    categories = {
        one.pk: str(one)
        for one in Category.objects.filter(pk__in=[one.code for one in names if one.field == "category"])
    }
    said = {"unit": units, "category": categories}
    return Remembered(
        home,
        tuple(
            KeptHeader(
                one.pk,
                tuple((NAMES.get(key, key), str(column)) for key, column in one.columns.items()),
                one.by.name,
                one.at,
            )
            for one in headers
        ),
        tuple(
            KeptName(one.pk, one.text, said.get(one.field, {}).get(one.code, one.code), one.by.name, one.at)
            for one in names
        ),
    )
