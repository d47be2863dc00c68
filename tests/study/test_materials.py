"""Material handed out by unit and counted by its clerk; never inspected, and no field for it."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.engines.sheets import find_table, open_workbook
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.testing import a_client
from qingyuan.study.errors import CannotHandOut, CannotKeepMaterial, CannotReceive
from qingyuan.study.kinds import MaterialKind
from qingyuan.study.models import Handout, Material
from qingyuan.study.policy import materials as policy
from qingyuan.study.rules.materials import hand_out, keep_material, receive, take_back
from qingyuan.trail.models import Entry

ON = date(2021, 3, 8)


@pytest.fixture
def covered(city):
    """The campaign covers both county bureaus."""
    for unit in (city.ours, city.theirs):
        city.campaign.deployments.get_or_create(unit=unit)
    return city


def a_material(city, at, title="专用笔记本", kind=MaterialKind.NOTEBOOK, **given):
    return keep_material(campaign=city.campaign, kind=kind, title=title, by=city.office, at=at, **given)


def handed(city, at, ours=10, theirs=7):
    one = a_material(city, at)
    quantities = {city.ours.pk: ours, city.theirs.pk: theirs}
    made = hand_out(material_id=one.pk, quantities=quantities, on=ON, by=city.office, at=at)
    return one, {row.unit_id: row for row in made}


COUNTS = st.builds(policy.Counted, st.integers(1, 50), st.one_of(st.none(), st.integers(0, 50))).filter(
    lambda one: one.received is None or one.received <= one.quantity
)


@given(st.lists(COUNTS), st.lists(COUNTS))
def test_what_was_handed_out_was_received_is_short_or_waits_and_sums_add_up(some, more):
    whole = policy.summed([*some, *more])
    assert whole == policy.summed(some) + policy.summed(more)
    assert (
        whole.quantity == whole.received + whole.short + whole.waiting == sum(x.quantity for x in some + more)
    )


@given(
    st.integers(1, 9),
    st.one_of(st.none(), st.integers(0, 9)),
    st.integers(-1, 10),
    st.sampled_from(["", " ", "漏装"]),
)
def test_a_count_is_never_above_what_was_handed_out_never_falls_and_says_why_it_is_short(
    quantity, before, received, words
):
    if policy.receiving_fault(quantity, before, received, words) == "":
        assert 0 <= received <= quantity
        assert before is None or received > before
        assert received == quantity or words.strip()


def test_the_office_hands_out_on_a_page_the_clerk_counts_and_the_rest_comes_later(covered, at):
    city = covered
    office, clerk = a_client(city.office), a_client(city.clerk)
    with clock.stopped_at(at):
        assert "还没有资料" in office.get(reverse("study:materials")).content.decode()
        said = {"kind": "book", "title": "《百问》", "reading": "on", "note": "答疑", "active": "on"}
        office.post(reverse("study:add_material"), said)
        book = Material.objects.get()
        assert "答疑" in a_client(city.officer).get(reverse("study:reading")).content.decode()
        page = reverse("study:hand_out", args=[book.pk])
        sheet = SimpleUploadedFile("数量.csv", "单位,数量\n源河分局,12\n郾川分局,5\n".encode())
        read = office.post(page, {"do": "look", "file": sheet}).content.decode()
        assert "已带入2个单位" in read
        assert 'value="12"' in read
        assert not Handout.objects.exists()
        said = {"on": "2021-03-08", f"u{city.ours.pk}": 12, f"u{city.theirs.pk}": 5, f"u{city.root.pk}": ""}
        assert "已登记发放" in office.post(page, said, follow=True).content.decode()
        ours = Handout.objects.get(unit=city.ours)
        assert "待签收" in clerk.get(reverse("study:materials")).content.decode()
        counting = reverse("study:receive", args=[ours.pk])
        assert "请写明短少的原因" in clerk.post(counting, {"received": 9}).content.decode()
        answer = clerk.post(counting, {"received": 9, "words": "少一包"}, follow=True).content.decode()
        assert "短少3" in answer
        assert "已经签收9" in clerk.post(counting, {"received": 8, "words": "又数"}).content.decode()
        clerk.post(counting, {"received": 12})
        ours.refresh_from_db()
        assert (ours.received, ours.words, ours.short) == (12, "", 0)
        shown = office.get(reverse("study:material", args=[book.pk])).content.decode()
        assert "郾川分局" in shown
        assert "郾川分局" not in clerk.get(reverse("study:material", args=[book.pk])).content.decode()
        table = b"".join(office.get(reverse("study:export_materials")).streaming_content)
    rows = find_table(open_workbook(table, "t.xlsx")).rows
    assert len(rows) == 2
    acts = Entry.objects.filter(subject=f"handout:{ours.pk}", act="study.receive_materials")
    assert acts.count() == 2
    assert Entry.objects.filter(act="study.export_materials").count() == 1


def test_a_list_with_a_wrong_line_is_refused_whole_with_its_cell(covered, at):
    one = a_material(covered, at)
    page = reverse("study:hand_out", args=[one.pk])
    client = a_client(covered.office)
    with clock.stopped_at(at):
        for text, words in (
            ("单位,数量\n源河分局,3\n没有的分局,4\n", "A3：没有这个单位"),
            ("单位,数量\n源河分局,三点五\n", "B2：数量应是"),
            ("单位,数量\n源河分局,3\n源河分局,4\n", "A3：同一个单位写了两行"),
            ("单位,说明\n源河分局,2\n", "表头要有"),
        ):
            sheet = SimpleUploadedFile("数量.csv", text.encode())
            assert words in client.post(page, {"do": "look", "file": sheet}).content.decode()
        broken = SimpleUploadedFile("数量.xlsx", b"PK\x03\x04 not a workbook")
        assert client.post(page, {"do": "look", "file": broken}).status_code == 200
    assert not Handout.objects.exists()


def test_what_cannot_be_kept_handed_out_or_struck_out_is_refused_with_its_reason(covered, at):
    city = covered
    one, rows = handed(city, at)
    ours = rows[city.ours.pk]
    with pytest.raises(CannotKeepMaterial, match="已经有同名的资料"):
        a_material(city, at)
    with pytest.raises(CannotKeepMaterial, match="请写明资料名称"):
        a_material(city, at, title=" ")
    with pytest.raises(CannotKeepMaterial, match="不能改换类别"):
        a_material(city, at, kind=MaterialKind.BOOK, material_id=one.pk)
    give = {"material_id": one.pk, "by": city.office, "at": at}
    with pytest.raises(CannotHandOut, match="至少给一个单位填数量"):
        hand_out(quantities={city.ours.pk: 0}, on=ON, **give)
    with pytest.raises(CannotHandOut, match="不在本次教育整顿范围内"):
        hand_out(quantities={city.station.pk: 1}, on=ON, **give)
    with pytest.raises(CannotHandOut, match="不晚于今天"):
        hand_out(quantities={city.ours.pk: 1}, on=date(2021, 3, 9), **give)
    with pytest.raises(CannotHandOut, match="数量在1到"):
        hand_out(quantities={city.ours.pk: 20_001}, on=ON, **give)
    with pytest.raises(CannotReceive, match="不能多于发放的10"):
        receive(handout_id=ours.pk, received=11, by=city.clerk, at=at)
    receive(handout_id=ours.pk, received=10, by=city.clerk, at=at)
    with pytest.raises(CannotReceive, match="已经全部签收"):
        receive(handout_id=ours.pk, received=10, by=city.clerk, at=at)
    with pytest.raises(CannotHandOut, match="已经签收"):
        take_back(handout_id=ours.pk, by=city.office, at=at)
    take_back(handout_id=rows[city.theirs.pk].pk, by=city.office, at=at)
    assert Handout.objects.count() == 1
    a_material(city, at, active=False, material_id=one.pk)
    with pytest.raises(CannotHandOut, match="已经停用"):
        hand_out(quantities={city.ours.pk: 1}, on=ON, **give)


def test_only_the_office_hands_out_only_the_unit_counts_and_another_unit_sees_nothing(covered, at):
    city = covered
    one, rows = handed(city, at)
    ours = rows[city.ours.pk]
    for person in (
        city.head,
        city.clerk,
        city.secretary,
        city.officer,
        city.inspector,
        city.guidance,
        city.system,
    ):
        with pytest.raises(Forbidden):
            hand_out(material_id=one.pk, quantities={city.ours.pk: 1}, on=ON, by=person, at=at)
    for person in (city.stranger, city.outsider, city.officer, city.audit):
        with pytest.raises(Missing):
            receive(handout_id=ours.pk, received=10, by=person, at=at)
    for person in (city.office, city.guidance, city.secretary):
        with pytest.raises(Forbidden):
            receive(handout_id=ours.pk, received=10, by=person, at=at)
    with clock.stopped_at(at):
        for person in (city.officer, city.system, city.security, city.audit):
            assert a_client(person).get(reverse("study:materials")).status_code == 403
        assert a_client(city.stranger).get(reverse("study:receive", args=[ours.pk])).status_code == 404
        page = a_client(city.stranger).get(reverse("study:materials")).content.decode()
    assert "源河分局" not in page.partition("<main")[2]
    assert "7" in page


def test_the_page_asks_a_fixed_number_of_times(covered, at, django_assert_max_num_queries):
    city = covered
    handed(city, at)
    for n in range(4):
        more = a_material(city, at, title=f"书{n}", kind=MaterialKind.BOOK)
        hand_out(material_id=more.pk, quantities={city.ours.pk: 1}, on=ON, by=city.office, at=at)
    client = a_client(city.office)
    with clock.stopped_at(at), django_assert_max_num_queries(14):
        client.get(reverse("study:materials"))
