"""Who may be named as the responsible person, and what lies below a unit."""

from datetime import date

from django.db.models import Q, QuerySet

from qingyuan.org.api import Person

AFTER_ALL = "Z" * 120  # paths are steps over 0-9A-Z: nothing below a path sorts after this


def below(path: str, field: str = "unit_path") -> Q:
    """The predicate "in this unit or below it", as a range that an index can serve in every collation."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": path + AFTER_ALL})


def people_of(path: str, on: date) -> QuerySet[Person]:
    """The people who hold a post in a unit or below it on the day, by police number."""
    held = below(path, "posts__unit__path") & Q(posts__from_on__lte=on)
    held &= Q(posts__to_on__isnull=True) | Q(posts__to_on__gte=on)
    return Person.objects.filter(held).distinct().order_by("police_no")
