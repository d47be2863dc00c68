"""The secret address of a person's own calendar: made, renewed, taken back by himself only."""

import secrets
from datetime import datetime

from django.db import transaction

from qingyuan.org.api import Person, require
from qingyuan.study.models import CalendarFeed
from qingyuan.study.queries.feed import hashed
from qingyuan.trail.api import record

OWN = "study.own_calendar"
TOKEN_BYTES = 32


@transaction.atomic
def open_feed(*, by: Person, at: datetime) -> str:
    """Give out a new address; the one before it no longer opens. The token: shown once, kept nowhere."""
    require(by, OWN, at=at, own=True)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    feed, _made = CalendarFeed.objects.select_for_update().get_or_create(person=by, defaults={"since": at})
    feed.token_hash, feed.since = hashed(token), at
    feed.save(update_fields=["token_hash", "since"])
    record(actor=by.key, act="study.open_feed", subject=f"calendar_feed:{feed.pk}", at=at)
    return token


@transaction.atomic
def revoke_feed(*, by: Person, at: datetime) -> None:
    """Take the address back at once. Without one nothing happens."""
    require(by, OWN, at=at, own=True)
    feed = CalendarFeed.objects.select_for_update().filter(person=by, token_hash__isnull=False).first()
    if feed is None:
        return
    feed.token_hash, feed.since = None, at
    feed.save(update_fields=["token_hash", "since"])
    record(actor=by.key, act="study.revoke_feed", subject=f"calendar_feed:{feed.pk}", at=at)
