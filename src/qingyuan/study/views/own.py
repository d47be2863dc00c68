"""A person's own calendar: the page, its secret address, and what the address gives."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from qingyuan.kit import clock
from qingyuan.kit.bounds import Bucket
from qingyuan.kit.endings import pressed
from qingyuan.org.api import needs, public
from qingyuan.study.models import CalendarFeed
from qingyuan.study.queries import feed as queries
from qingyuan.study.rules import feed as rules
from qingyuan.study.shelves import Item
from qingyuan.study.views.found import Request

SHOWN_DAYS = 30
ZONE = "Asia/Shanghai"
LAST_CHANGE = datetime(1991, 9, 15, 1)  # noqa: DTZ001 -- summer time ended; local, as RFC 5545 3.6.5 wants it
MEDIA = "text/calendar; charset=utf-8"
turns = Bucket(rate=20, burst=200)


@needs(rules.OWN)
@require_GET
def calendar(request: Request) -> HttpResponseBase:
    """The next thirty days, and the address of the calendar."""
    return _page(request)


def _page(request: Request, link: str = "") -> HttpResponse:
    at, today = clock.now(), clock.today()
    held = CalendarFeed.objects.filter(person=request.by, token_hash__isnull=False).first()
    items = queries.items(request.by, today, today + timedelta(days=SHOWN_DAYS), at)
    page = render(request, "study/own_calendar.html", {"items": items, "feed": held, "link": link})
    page["Cache-Control"] = "no-store"
    return page


@needs(rules.OWN)
@require_POST
def open_feed(request: Request) -> HttpResponseBase:
    """A new address, shown in the answer and never again."""
    token = rules.open_feed(by=request.by, at=clock.now())
    return _page(request, request.build_absolute_uri(reverse("study:feed", args=[token])))


@needs(rules.OWN)
@require_POST
def revoke_feed(request: Request) -> HttpResponseBase:
    """Take the address back."""
    return pressed(
        request,
        lambda: rules.revoke_feed(by=request.by, at=clock.now()),
        _("地址已停用，原来的订阅不再更新。"),
        reverse("study:own_calendar"),
    )


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The calendar behind an address: titles, times and places. A wrong address is none."""
    if not turns.take():
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    at = clock.now()
    person = queries.behind(token, at)
    if person is None:
        raise Http404
    body = written(queries.feed_items(person, clock.local_day(at), at), at)
    return HttpResponse(
        body,
        content_type=MEDIA,
        headers={"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"},
    )


def written(items: list[Item], at: datetime) -> bytes:
    """Things as an iCalendar object (RFC 5545) with its time zone."""
    made = Calendar()
    made.add("prodid", "-//qingyuan//study//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", _("学习日程"))
    made.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    made.add_component(_zone())
    for item in items:
        made.add_component(_entry(item, at))
    return bytes(made.to_ical())


def _zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", ZONE)
    standard.add("dtstart", LAST_CHANGE)
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone


def _entry(item: Item, at: datetime) -> Event:
    entry = Event()
    entry.add("uid", f"{item.key}@study.qingyuan")
    entry.add("dtstamp", at.astimezone(ZoneInfo("UTC")))
    entry.add("summary", str(item.title))
    if item.place:
        entry.add("location", item.place)
    if isinstance(item.starts, datetime):
        entry.add("dtstart", _local(item.starts))
        if isinstance(item.ends, datetime):
            entry.add("dtend", _local(item.ends))
    else:
        last = item.ends if isinstance(item.ends, date) else item.starts
        entry.add("dtstart", item.starts)
        entry.add("dtend", last + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    return entry


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(ZONE))
