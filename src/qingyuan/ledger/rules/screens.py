"""Screens on walls: a link for a device without a keyboard, given out once and taken back at any time."""

import hashlib
import secrets
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Missing, Reason
from qingyuan.kit.words import _
from qingyuan.ledger.errors import CannotOpenScreen
from qingyuan.ledger.models import WallScreen
from qingyuan.org.api import Person, Unit, may, require
from qingyuan.trail.api import record

TOKEN_BYTES = 24  # 192 bits: longer than can be guessed, so nothing else need stand against guessing
DAYS_AT_MOST = 366
SCREENS_AT_MOST = 50  # of one unit, at the same time


class Opened(NamedTuple):
    """A new screen, and the secret part of its link: shown once, kept nowhere."""

    screen: WallScreen
    token: str


def hashed(token: str) -> str:
    """Under what a link is kept. A random token of 192 bits needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_screen(
    *, name: str, unit: Unit, campaign: Campaign, last_day: date, by: Person, at: datetime
) -> Opened:
    """Give out a link that shows the wall chart of a unit until the end of a day, or raise CannotOpenScreen."""
    require(by, "ledger.open_screen", at=at, unit=unit)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    name = name.strip()
    today = local_day(at)
    problems = []
    if not name:
        problems.append(Reason("name", _("请写明屏幕放在哪里，例如“三楼指挥室”"), "name"))
    if not unit.path.startswith(campaign.unit.path):
        problems.append(Reason("unit", _("这个单位不在本次教育整顿范围内"), "unit"))
    if last_day < today:
        problems.append(Reason("past", _("有效期不能早于今天"), "last_day"))
    if last_day > today + timedelta(days=DAYS_AT_MOST):
        problems.append(Reason("far", _("有效期最长一年"), "last_day"))
    live = WallScreen.objects.filter(unit=unit, revoked_at__isnull=True, ends_at__gt=at)
    if live.count() >= SCREENS_AT_MOST:
        words = _("这个单位已有%(count)s块屏幕，请先停用不用的")
        problems.append(Reason("many", words, "unit", {"count": SCREENS_AT_MOST}))
    if problems:
        raise CannotOpenScreen(problems)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    screen = WallScreen.objects.create(
        name=name,
        unit=unit,
        campaign=campaign,
        token_hash=hashed(token),
        created_by=by,
        created_at=at,
        ends_at=timezone.make_aware(datetime.combine(last_day + timedelta(days=1), time.min)),
    )
    record(
        actor=by.key,
        act="ledger.open_screen",
        subject=f"screen:{screen.pk}",
        at=at,
        detail={"unit": unit.pk, "campaign": campaign.pk, "last_day": last_day.isoformat()},
    )
    return Opened(screen, token)


@transaction.atomic
def revoke_screen(*, screen_id: int, by: Person, at: datetime) -> WallScreen:
    """Take a link back at once. One that is already taken back stays as it is."""
    screen = WallScreen.objects.select_for_update().select_related("unit").filter(pk=screen_id).first()
    if screen is None or not may(by, "ledger.revoke_screen", at=at, unit=screen.unit):
        raise Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))
    if screen.revoked_at is None:
        screen.revoked_at, screen.revoked_by = at, by
        screen.save(update_fields=["revoked_at", "revoked_by"])
        record(actor=by.key, act="ledger.revoke_screen", subject=f"screen:{screen.pk}", at=at)
    return screen
