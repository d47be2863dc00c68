"""What the bureau decides for itself: its working calendar, settings, and who needs a second factor."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from qingyuan.org.kinds import Role
from qingyuan.org.models import DayOff, Person, Setting
from qingyuan.org.queries import SECOND_FACTOR_ROLES, require
from qingyuan.org.shelves import keepers
from qingyuan.trail.api import record


@transaction.atomic
def set_working_day(*, day: date, worked: bool, words: str, by: Person, at: datetime) -> DayOff:
    """Say that the bureau works, or does not, on a day, whatever the public calendar says."""
    require(by, "org.change_settings", at=at)
    kept, _made = DayOff.objects.update_or_create(
        day=day, defaults={"worked": worked, "words": words.strip()}
    )
    record(actor=by.key, act="org.set_working_day", subject=f"day:{day}", at=at, detail={"worked": worked})
    return kept


@transaction.atomic
def forget_working_day(*, day: date, by: Person, at: datetime) -> None:
    """Take back the bureau's own word about a day: the public calendar counts again."""
    require(by, "org.change_settings", at=at)
    gone, _by_kind = DayOff.objects.filter(day=day).delete()
    if not gone:
        return
    record(actor=by.key, act="org.forget_working_day", subject=f"day:{day}", at=at)


@transaction.atomic
def change_setting(*, name: str, value: object, by: Person, at: datetime) -> Setting:
    """Keep the bureau's own value of a setting."""
    own = "org.require_second_factor" if name == SECOND_FACTOR_ROLES else "org.change_settings"
    require(by, keepers.get(name) or own, at=at)
    kept, _made = Setting.objects.update_or_create(name=name, defaults={"value": value})
    record(actor=by.key, act="org.change_setting", subject=f"setting:{name}", at=at)
    return kept


@transaction.atomic
def require_second_factor(*, roles: Collection[Role], by: Person, at: datetime) -> Setting:
    """Say which roles may only be used with a second factor (GB/T 22239-2019, 8.1.4.1 d)."""
    require(by, "org.require_second_factor", at=at)
    named = sorted(role.value for role in roles)
    kept, _made = Setting.objects.update_or_create(name=SECOND_FACTOR_ROLES, defaults={"value": named})
    record(
        actor=by.key,
        act="org.require_second_factor",
        subject=f"setting:{SECOND_FACTOR_ROLES}",
        at=at,
        detail={"roles": ",".join(named)},
    )
    return kept
