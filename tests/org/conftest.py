"""Passwords are hashed cheaply here: no test is about the cost of a hash. Each test begins in Chinese."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from qingyuan.org.kinds import Role


@pytest.fixture(autouse=True)
def _cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _in_chinese():
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def city(db):
    """A bureau with two units side by side, somebody in each who has an account, and one day of its own."""
    from qingyuan.org.models import DayOff
    from qingyuan.org.testing import a_duty, a_person, a_unit, an_account

    root = a_unit(name="示例市公安局")
    here, beside = a_unit(root, name="交警支队"), a_unit(root, name="特警支队")
    made = {"root": root, "here": here, "beside": beside}
    for name, unit in (("helper", here), ("stranger", beside)):
        person = a_person(unit, Role.CLERK, name=name)
        an_account(person)
        a_duty(person, date(2021, 3, 20))
        made[name] = person
    return SimpleNamespace(**made, day=DayOff.objects.create(day=date(2021, 3, 20), worked=True))
