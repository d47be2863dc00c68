"""Questions about accounts: locked, second factor, settings of the bureau."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Sum
from django.utils.crypto import salted_hmac

from qingyuan.kit import clock
from qingyuan.org import policy
from qingyuan.org.kinds import Role
from qingyuan.org.models import Account, Person, SecondFactor, Setting
from qingyuan.org.queries.permission import standing

SECOND_FACTOR_ROLES = "org.second_factor_roles"
SITE_ADDRESS = "site_address"  # what stands before links in documents that leave the system


def setting(name: str, default: Any) -> Any:
    """The bureau's own value of a setting, or the shipped default."""
    found = Setting.objects.filter(name=name).first()
    return found.value if found else default


def hashed_name(username: str) -> str:
    """A keyed hash of a name that was typed at sign-in: people type passwords there, so it is never kept."""
    return salted_hmac("qingyuan.org.sign_in", policy.sign_in_name(username), algorithm="sha256").hexdigest()[
        :32
    ]


def counted_name(username: str) -> str:
    """The name under which failures of an account are counted (``AXES_USERNAME_CALLABLE`` makes it the hash)."""
    return str(get_client_username(None, {"username": policy.sign_in_name(username)}))


def second_factor_roles() -> frozenset[Role]:
    """The roles that may only be used with a second factor; none unless the bureau says so."""
    return frozenset(Role(name) for name in setting(SECOND_FACTOR_ROLES, []))


def second_factor_required(person: Person, at: datetime) -> bool:
    """Whether one of the person's roles on the day asks for a second factor."""
    return bool(standing(person, at).roles & second_factor_roles())


def is_enrolled(account: Account) -> bool:
    """Whether the account has a second factor that counts."""
    return bool(SecondFactor.objects.filter(user=account, confirmed=True).exists())


def locked_names(usernames: Iterable[str]) -> frozenset[str]:
    """Those of the names that are locked now, in one query."""
    counted = {counted_name(username): username for username in usernames}
    recent = AccessAttempt.objects.filter(
        username__in=counted, attempt_time__gt=clock.real_now() - settings.AXES_COOLOFF_TIME
    )
    failures = recent.order_by().values_list("username").annotate(Sum("failures_since_start"))
    return frozenset(counted[name] for name, times in failures if times >= settings.AXES_FAILURE_LIMIT)


def minutes_locked(counted: str) -> int:
    """For how many more minutes sign-in that is counted under this name is locked, rounded up; 0: it is not.

    Asks the real clock, as the counting of failures does: a demo city's own time plays no part in this.
    """
    now, length = clock.real_now(), settings.AXES_COOLOFF_TIME
    recent = AccessAttempt.objects.filter(username=counted, attempt_time__gt=now - length)
    found = recent.aggregate(last=Max("attempt_time"), failures=Sum("failures_since_start"))
    if not found["last"] or found["failures"] < settings.AXES_FAILURE_LIMIT:
        return 0
    left: timedelta = found["last"] + length - now
    return max(1, math.ceil(left.total_seconds() / 60))
