"""What the system administrator settles for the bureau, and the roster files that nobody took over."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qingyuan.kit import clock, clockwork
from qingyuan.org import rules
from qingyuan.org.api import Role, setting
from qingyuan.org.models import DutyDraft, RosterDraft
from qingyuan.org.testing import a_client, a_person, a_unit

pytestmark = pytest.mark.django_db
PAGE = "org:settings"


def test_the_address_of_the_system_is_kept_without_its_last_stroke_and_recorded():
    admin = a_person(a_unit(), Role.SYSTEM_ADMIN)
    client = a_client(admin)
    assert client.post(reverse(PAGE), {"site_address": "http://qingyuan.example/"}).status_code == 302
    assert setting("site_address", "") == "http://qingyuan.example"
    assert 'value="http://qingyuan.example"' in client.get(reverse(PAGE)).content.decode()


def test_what_is_no_address_is_refused_beside_its_field_and_an_empty_one_takes_it_back():
    client = a_client(a_person(a_unit(), Role.SYSTEM_ADMIN))
    answer = client.post(reverse(PAGE), {"site_address": "javascript:alert(1)"})
    assert answer.context["form"].errors["site_address"]
    assert setting("site_address", "") == ""
    client.post(reverse(PAGE), {"site_address": "http://qingyuan.example"})
    client.post(reverse(PAGE), {"site_address": ""})
    assert setting("site_address", "none") == ""


def test_nobody_but_the_system_administrator_opens_it():
    root = a_unit()
    for role in (Role.CAMPAIGN_OFFICE, Role.CLERK, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        assert a_client(a_person(root, role)).get(reverse(PAGE)).status_code == 403


def test_files_kept_for_looking_at_go_after_two_weeks_and_not_before():
    root = a_unit()
    admin, other = a_person(root, Role.SYSTEM_ADMIN), a_person(root, Role.SYSTEM_ADMIN)
    now = clock.now()
    rules.keep_roster(name="旧.xlsx", content=b"PK", by=admin, at=now - timedelta(days=15))
    rules.keep_roster(name="新.xlsx", content=b"PK", by=other, at=now - timedelta(days=13))
    DutyDraft.objects.create(
        by=admin, unit=root, name="排班.xlsx", content=b"PK", at=now - timedelta(days=20)
    )
    job = clockwork.jobs["old_rosters"]
    assert job(now) == 2
    assert [draft.name for draft in RosterDraft.objects.all()] == ["新.xlsx"]
    assert not DutyDraft.objects.exists()
    assert job(now) == 0
