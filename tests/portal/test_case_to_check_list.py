"""An alert from elsewhere becomes a check list for the units that have the function, and for no other."""

from dataclasses import replace

import pytest
from django.urls import reverse

from qingyuan.inspection.models import CheckList
from qingyuan.kit import clock
from qingyuan.org.api import Role
from qingyuan.org.testing import a_client, a_person
from qingyuan.study.rules.cases import approve_case, submit_case, write_case
from tests.study.conftest import at, city
from tests.study.test_cases import DRAFT, NAME

__all__ = ["at", "city"]
ALERT = replace(DRAFT, external=True, function="有公民信息查询权限")


@pytest.fixture
def case(city, at):
    made = write_case(unit=city.root, draft=ALERT, by=city.inspector, at=at)
    submit_case(case_id=made.pk, version=made.version, by=city.inspector, at=at)
    second = a_person(city.root, Role.DISCIPLINE, name="督察乙")
    return approve_case(case_id=made.pk, version=made.version, by=second, at=at)


def test_a_button_on_the_case_leads_to_a_draft_at_the_desk_of_inspection_without_names(city, at, case):
    city.campaign.deployments.get_or_create(unit=city.ours)
    page = reverse("portal:check_list", args=[case.pk])
    client = a_client(city.office)
    with clock.stopped_at(at):
        assert page in client.get(reverse("study:case", args=[case.pk])).content.decode()
        shown = client.get(page)
        assert NAME not in shown.content.decode()
        assert "有公民信息查询权限" in shown.content.decode()
        form = shown.context["form"]
        said = {**form.initial, "unit": city.root.pk, "topic": "network", "category": "data_query_misuse"}
        assert client.post(page, {**said, "topic": "guns_no"}).status_code == 200
        alert = form.fields["topic"].queryset.first()
        answer = client.post(page, {**said, "topic": alert.pk})
        made = CheckList.objects.get()
        assert answer.headers["Location"] == reverse("inspection:list", args=[made.pk])
        assert (made.kind, made.state, made.failed) == ("alert", "draft", "某某没有逢问必录")
        assert "过问登记系统每季抽查" in made.items.get().what
        assert not made.units.exists()  # the units that have the function are chosen at the desk


def test_who_may_make_no_list_has_no_button_and_no_page_and_a_withdrawn_case_leads_nowhere(city, at, case):
    page, here = reverse("portal:check_list", args=[case.pk]), reverse("study:case", args=[case.pk])
    with clock.stopped_at(at):
        for person in (city.officer, city.clerk, city.head, city.guidance):
            assert page not in a_client(person).get(here).content.decode()
            assert a_client(person).get(page).status_code == 403
        assert a_client(city.office).get(reverse("portal:check_list", args=[case.pk + 1])).status_code == 404
    assert not CheckList.objects.exists()
