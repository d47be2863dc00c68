"""Asking one address as one person, and putting everything back as it was."""

import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock
from zlib import crc32

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.messages import get_messages
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client
from django.test.client import ClientHandler
from django.urls import reverse
from django.utils import translation

from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.org import pages
from qingyuan.org.api import reach
from qingyuan.org.policy import Standing
from qingyuan.org.queries import standing
from qingyuan.org.testing import a_client
from qingyuan.trail.api import acts
from tests.authorisation.addresses import Route, addresses, routes, sound
from tests.authorisation.people import NOBODY
from tests.authorisation.world import NOW, World

GET, EMPTY, SOUND, WRONG = "GET", "POST empty", "POST sound", "PUT"
METHODS = (GET, EMPTY, SOUND, WRONG)
SIGN_IN = "in"
WROTE = "!"  # behind a status: the record grew

Row = tuple[str, str, str]
"""Name of the address, method, variant of the object."""


class Refusals:
    """The pages that say no. They are told who was turned away, with which status and words, and nothing of the thing
    he asked for; so a role sees the whole page once for each status and words, and after that what could differ:
    the words, the messages that wait for him, and the address.
    """

    def __init__(self) -> None:
        self.whole = pages.turned_away
        self.shown: set[tuple[int | None, int, tuple[str, ...]]] = set()

    def __call__(self, request: HttpRequest, status: int, refusal: Exception | None = None) -> HttpResponse:
        words = tuple(str(reason) for reason in getattr(refusal, "reasons", ()))
        by = getattr(request, "by", None)
        one = (by and by.pk, status, words)
        if one not in self.shown:
            self.shown.add(one)
            return self.whole(request, status, refusal)
        said = (*words, *(str(message) for message in get_messages(request)), request.path)
        return HttpResponse("\n".join(said), status=status)


class Accounts:
    """Who is signed in, looked up once. Every question begins with the city as it was built, so each begins with a
    session, an account, a person and roles that are the same rows: an own copy of them, and nobody sees what another
    changed.
    """

    def __init__(self) -> None:
        self.load, self.get_user = SessionStore.load, ModelBackend.get_user
        self.sessions: dict[str | None, bytes] = {}
        self.accounts: dict[object, tuple[bytes, Standing]] = {}

    def session(self, store: SessionStore) -> Any:
        key = store.session_key
        if key not in self.sessions:
            self.sessions[key] = pickle.dumps(self.load(store))
        return pickle.loads(self.sessions[key])

    def account(self, backend: ModelBackend, key: object) -> Any:
        if key not in self.accounts:
            found: Any = self.get_user(backend, key)
            stands = standing(found.person, NOW)
            del found.person.__dict__["_standings"]
            self.accounts[key] = pickle.dumps(found), stands
        kept, stands = self.accounts[key]
        account = pickle.loads(kept)
        account.person.__dict__["_standings"] = {local_day(NOW): stands}
        return account


@dataclass
class Asker:
    """Asks as one role after the other."""

    world: World
    cookies: dict[str, str] = field(default_factory=dict)
    addresses: dict[str, dict[str, str]] = field(default_factory=dict)
    untold: list[str] = field(default_factory=list)
    handlers: dict[bool, ClientHandler] = field(default_factory=dict)
    routes: dict[str, Route] = field(default_factory=dict)
    refusals: Refusals = field(default_factory=Refusals)
    accounts: Accounts = field(default_factory=Accounts)
    before: int = 0
    on_a_server: dict[Row, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with clock.stopped_at(NOW):
            for role, person in self.world.people.by.items():
                self.cookies[role] = a_client(person).cookies[settings.SESSION_COOKIE_NAME].value
        for route in routes():
            self.routes[route.name] = route
            try:
                self.addresses[route.name] = addresses(route, self.world)
            except KeyError as unknown:
                self.untold.append(f"{route.name}: {unknown}")
        self.before = recorded()

    def client(self, role: str, *, guarded: bool = False) -> Client:
        client = Client(raise_request_exception=False)
        client.handler = self.handlers.setdefault(guarded, ClientHandler(enforce_csrf_checks=guarded))
        if role != NOBODY:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[role]
        return client

    def rows(self) -> Iterator[Row]:
        """Every question that the table must answer."""
        for route in routes():
            name, found = route.name, self.addresses.get(route.name, {"-": ""})
            first = next(iter(found))
            full = sound(name, first, self.world) is not None
            for (
                variant
            ) in found:  # a method that the page does not know is asked for once, not for each object
                if variant == first or route.knows("GET"):
                    yield name, GET, variant
                if not full and (variant == first or route.knows("POST")):
                    yield name, EMPTY, variant
            if full:
                for variant in list(found) if found.keys() != {"-"} else ["own", "foreign"]:
                    yield name, SOUND, variant
            yield name, WRONG, first

    def hangs_on_a_query(self, role: str, row: Row) -> bool:
        """Whether the database decides the answer: not where the page does not know the method, and not where it turns
        away who is not signed in, or who holds its permission nowhere. Who holds what where is asked in tests/org.
        """
        route = self.routes[row[0]]
        if row[1] == WRONG or not route.knows(row[1].partition(" ")[0]):
            return False
        if route.opens_to in ("everybody", "signed in"):
            return role != NOBODY or route.opens_to == "everybody"
        return role != NOBODY and bool(reach(self.world.people.by[role], route.opens_to, NOW))

    def asked_on_a_server(self, row: Row, answers: Mapping[str, str]) -> set[str]:
        """Whom PostgreSQL is asked about: of all roles with one answer, whose permission reaches equally far, one.

        Every question is asked of everybody on SQLite. What is left for another database is whether it understands
        and answers the same SQL, and that is the same for who reaches alike: the predicate is written out of how many
        subtrees, all, or one's own. Who it is goes round with the question, so that everybody is asked many.
        """
        if row not in self.on_a_server:
            alike: dict[object, list[str]] = {}
            for role, answer in answers.items():
                if self.hangs_on_a_query(role, row):
                    alike.setdefault((answer, self.reaches(role, row)), []).append(role)
            turn = crc32(" ".join(row).encode())
            self.on_a_server[row] = {roles[turn % len(roles)] for roles in alike.values()}
        return self.on_a_server[row]

    def reaches(self, role: str, row: Row) -> object:
        """The shape of the predicate that a role's permission makes at an address. A page that asks for no permission
        looks for itself what somebody may see, so each role is like no other."""
        permission = self.routes[row[0]].opens_to
        if permission == "everybody":
            return role == NOBODY
        if permission == "signed in":
            return role
        far = reach(self.world.people.by[role], permission, NOW)
        return far.any, len(far.paths), far.own

    def ask(self, role: str, row: Row) -> tuple[str, HttpResponseBase]:
        """The answer as it stands in the table, and the response. Nothing stays of what was done."""
        name, method, variant = row
        found = self.addresses[name]
        address = found.get(variant) or found["-"]
        said = dict(sound(name, variant, self.world) or {}) if method == SOUND else {}
        with (
            mock.patch.object(pages, "turned_away", self.refusals),
            mock.patch.object(SessionStore, "load", lambda store: self.accounts.session(store)),
            mock.patch.object(
                ModelBackend, "get_user", lambda backend, key: self.accounts.account(backend, key)
            ),
        ):
            return self.visit(role, address, method, said)

    def visit(
        self,
        role: str,
        address: str,
        method: str = GET,
        said: dict[str, Any] | None = None,
        *,
        guarded: bool = False,
    ) -> tuple[str, HttpResponseBase]:
        """The answer of any address. ``guarded``: as if the form came from another site."""
        with rolled_back(), clock.stopped_at(NOW), translation.override("zh-hans"):
            response = send(self.client(role, guarded=guarded), method, address, said or {})
            read(response)
            grew = recorded() > self.before
        return told(response) + (WROTE if grew else ""), response


def recorded() -> int:
    """How long the record is. Asked after each question, so without the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {acts().model._meta.db_table}")
        return int(cursor.fetchone()[0])


def send(client: Client, method: str, address: str, said: dict[str, Any]) -> HttpResponseBase:
    if method == GET:
        return client.get(address)
    if method == WRONG:
        return client.put(address, b"")
    return client.post(address, said)


def read(response: HttpResponseBase) -> bytes:
    """The content, also of a file that is sent in pieces; kept, so that it can be read again."""
    if not hasattr(response, "kept"):
        streaming = getattr(response, "streaming", False)
        response.kept = b"".join(response) if streaming else response.content  # type: ignore[attr-defined]
    return bytes(response.kept)  # type: ignore[attr-defined]


def told(response: HttpResponseBase) -> str:
    """The status, or that one is sent to sign in first."""
    if response.status_code == 302 and response.headers["Location"].startswith(reverse("org:sign_in")):
        return SIGN_IN
    return str(response.status_code)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Everything that is written here is undone at the end."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
