"""The pages of the duty roster: a week of a unit, one entry more or less, a list from Excel, and one's own."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qingyuan.kit import clock
from qingyuan.org.kinds import DutyKind, Role
from qingyuan.org.models import Duty, DutyDraft
from qingyuan.org.testing import a_client, a_duty, a_person
from tests.org.test_duty import AT, a_list, moment, standing, town

pytestmark = pytest.mark.django_db
__all__ = ["town"]  # the fixture


@pytest.fixture(autouse=True)
def _monday():
    with clock.stopped_at(AT):
        yield


def seen(client, **asked) -> str:
    page = client.get("/org/duty/", asked)
    assert page.status_code == 200
    return page.content.decode()


def test_a_week_shows_who_is_taken_on_which_day_and_which_hours(town):
    a_duty(town.owner, date(2021, 3, 16), date(2021, 3, 17), span=(moment(16, 18), moment(17, 8)))
    a_duty(town.helper, date(2021, 3, 21), kind=DutyKind.LEAVE)
    a_duty(town.helper, date(2021, 3, 22))
    text = seen(a_client(town.head))
    for words in ("李建新", "18:00–24:00", "00:00–08:00", "王大山", "休假", "2021-03-15 – 2021-03-21"):
        assert words in text
    assert "支队长" not in text.split("<tbody>")[1].split("</tbody>")[0]
    assert "remove" not in text  # a head reads
    assert "支队长" in seen(a_client(town.head), all="on").split("<tbody>")[1]
    assert "李建新" not in seen(a_client(town.head), week="2021-03-24")


def test_a_unit_sees_its_own_and_what_is_below_and_the_office_all(town):
    a_duty(town.owner, date(2021, 3, 16))
    a_duty(town.stranger, date(2021, 3, 16))
    assert "外人甲" not in seen(a_client(town.clerk))
    assert "李建新" not in seen(a_client(town.stranger))
    beyond = seen(a_client(town.clerk), unit=town.beside.code)
    assert "不在您的权限范围内" in beyond
    assert "外人甲" not in beyond
    everything = seen(a_client(town.office))
    assert "李建新" in everything
    assert "外人甲" in everything


def test_an_officer_sees_only_his_own_and_on_his_own_page_too(town):
    a_duty(town.owner, date(2021, 3, 16))
    a_duty(town.clerk, date(2021, 3, 17))
    client = a_client(town.owner)
    assert "纪晓文" not in seen(client, all="on", unit=town.here.code)
    own = client.get("/org/me/").content.decode()
    assert "我的排班：今后两周" in own
    assert "2021-03-16 00:00 – 2021-03-17 00:00" in own
    assert "您这一周没有" in seen(a_client(town.helper))


def test_each_state_without_entries_has_its_own_words(town):
    client = a_client(town.clerk)
    running = seen(client)
    assert "本周已经开始，这个单位还没有排班" in running
    assert "这一周的排班还没有导入" in seen(client, week="2021-03-24")
    assert "这一周没有留下排班" in seen(client, week="2021-03-09")
    assert "/org/duty/take/" in running
    assert seen(client, week="nonsense")
    assert "/org/duty/take/" not in seen(a_client(town.head))


def test_who_has_no_part_in_it_is_told_what_is_missing(town):
    page = a_client(a_person(town.root, Role.AUDIT_ADMIN)).get("/org/duty/")
    assert page.status_code == 403
    assert "查看值班排班" in page.content.decode()


def test_the_week_costs_the_same_for_two_and_for_forty(town, django_assert_max_num_queries):
    client = a_client(town.head)
    for n in range(40):
        a_duty(a_person(town.here, name=f"同事{n}"), date(2021, 3, 15 + n % 7))
    with django_assert_max_num_queries(14):
        seen(client)


def test_an_entry_is_added_and_removed_on_the_page(town):
    client = a_client(town.clerk)
    sent = {"person": "李建新", "kind": "duty", "from_at": "2021-03-18T08:30", "to_at": "2021-03-18T08:30"}
    refused = client.post(f"/org/units/{town.here.pk}/duty/add/", sent).content.decode()
    assert "结束时间应晚于开始时间" in refused
    done = client.post(
        f"/org/units/{town.here.pk}/duty/add/", sent | {"to_at": "2021-03-19T08:30"}, follow=True
    )
    assert done.redirect_chain[0][0].endswith("week=2021-03-18")
    assert "08:30–24:00" in done.content.decode()
    kept = Duty.objects.get()
    gone = client.post(f"/org/duty/{kept.pk}/remove/", follow=True)
    assert "已删除李建新的安排" in gone.content.decode()
    assert standing() == []


def upload(client, content: bytes, **said):
    said = {"do": "look", "unit": "990100070000", **said}
    return client.post(
        "/org/duty/take/", said | {"file": SimpleUploadedFile("值班表.xlsx", content)}, follow=True
    )


def test_a_list_is_looked_at_then_taken_and_taken_again_it_replaces(town):
    client = a_client(town.clerk)
    first = a_list(["李建新", "", "2021-03-16", "", ""], ["王大山", "", "2021-03-17", "", "年休假"])
    looked = upload(client, first).content.decode()
    assert "将新增 2 条，删除原有 0 条" in looked
    assert "2021-03-16 至 2021-03-17" in looked
    assert standing() == []
    taken = client.post("/org/duty/take/", {"do": "take"}, follow=True)
    assert "新增 2 条" in taken.content.decode()
    assert len(standing()) == 2
    assert not DutyDraft.objects.exists()
    upload(client, a_list(["李建新", "", "2021-03-16", "", ""]), first_on="2021-03-15", last_on="2021-03-21")
    client.post("/org/duty/take/", {"do": "take"})
    assert [name for name, *_rest in standing()] == ["李建新"]


def test_a_list_with_an_error_says_where_and_cannot_be_taken(town):
    client = a_client(town.clerk)
    wrong = upload(client, a_list(["李建薪", "", "2021-03-16", "", ""], ["王大山", "", "2021-03-17", "", ""]))
    text = wrong.content.decode()
    assert "有 1 处错误，排班没有变动" in text
    assert "A3" in text
    assert "是不是“李建新”（990002）" in text
    assert 'value="take"' not in text
    client.post("/org/duty/take/", {"do": "take"})
    assert standing() == []
    client.post("/org/duty/take/", {"do": "drop"})
    assert not DutyDraft.objects.exists()


def test_a_hostile_file_and_another_unit_are_refused_in_words(town):
    client = a_client(town.clerk)
    assert "整个文件" in upload(client, b"PK\x03\x04 no book").content.decode()
    other = upload(client, a_list(["外人甲", "", "2021-03-16", "", ""]), unit=town.beside.code)
    assert "没有“" in other.content.decode()
    page = seen(client)
    assert "<script>" not in page
    a_duty(a_person(town.here, name="<script>x</script>"), date(2021, 3, 16))
    assert "<script>x" not in seen(client)
