"""The curriculum: 1+3+1+N as data, kept by the office, seen by the force."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden
from qingyuan.org.testing import a_client
from qingyuan.study.errors import CannotChangeCurriculum
from qingyuan.study.kinds import NodeKind
from qingyuan.study.models import EducationType, Node
from qingyuan.study.policy import curriculum
from qingyuan.study.rules.curriculum import add_node, change_node, use_pattern
from qingyuan.trail.models import Entry


@given(st.lists(st.sampled_from(NodeKind), max_size=8), st.sampled_from(NodeKind))
def test_the_pattern_never_gets_a_second_line_or_link_and_counts_every_part(kinds, added):
    kept = [kind for n, kind in enumerate(kinds) if not curriculum.too_many(kinds[:n], kind)]
    if not curriculum.too_many(kept, added):
        kept.append(added)
    assert kept.count(NodeKind.LINE) <= 1
    assert kept.count(NodeKind.LINK) <= 1
    assert sum(map(int, curriculum.written(kept).split("+"))) == len(kept)


def test_the_office_begins_with_the_pattern_and_changes_it_on_the_pages(city, at):
    client = a_client(city.office)
    with clock.stopped_at(at):
        page = client.get(reverse("study:curriculum")).content.decode()
        assert "从“1+3+1+N”样板开始" in page
        assert (
            "由教育整顿办公室列出" in a_client(city.officer).get(reverse("study:curriculum")).content.decode()
        )
        page = client.post(reverse("study:use_pattern"), follow=True).content.decode()
        assert "1+3+1+3" in page
        assert "学习内容已经有了" in client.post(reverse("study:use_pattern"), follow=True).content.decode()
        said = {"kind": "line", "title": "另一条主线", "education": "political"}
        page = client.post(reverse("study:add_node"), said).content.decode()
        assert "主线和结合各只有一项" in page
        above = Node.objects.get(title="警示教育")
        client.post(reverse("study:add_node"), said | {"title": "酒驾案例", "above": above.pk})
        made = Node.objects.get(title="酒驾案例")
        assert made.kind == NodeKind.EDUCATION
        page = client.post(
            reverse("study:add_node"), said | {"title": "酒驾案例", "above": above.pk}
        ).content.decode()
        assert "已经有同名的内容" in page
        client.post(
            reverse("study:change_node", args=[made.pk]), {"title": "酒驾醉驾案例", "education": "law"}
        )
        made.refresh_from_db()
        assert (made.title, made.education_id, made.active) == ("酒驾醉驾案例", "law", False)
        assert "停用" in a_client(city.guidance).get(reverse("study:curriculum")).content.decode()
    assert Entry.objects.filter(act="study.change_curriculum", subject=f"study_node:{made.pk}").count() == 2


def test_only_the_office_changes_it_and_a_third_level_is_refused(city, at):
    law = EducationType.objects.get(pk="law")
    use_pattern(campaign=city.campaign, by=city.office, at=at)
    one = Node.objects.filter(above__isnull=False).first()
    with pytest.raises(CannotChangeCurriculum, match="只分两层"):
        add_node(
            campaign=city.campaign, kind=NodeKind.ACTIVITY, title="再下一层", education=law, above=one,
            by=city.office, at=at,
        )  # fmt: skip
    for person in (
        city.clerk,
        city.head,
        city.secretary,
        city.officer,
        city.inspector,
        city.guidance,
        city.system,
    ):
        with pytest.raises(Forbidden):
            change_node(node_id=one.pk, title="改", education=law, active=True, by=person, at=at)
        with clock.stopped_at(at):
            answer = a_client(person).post(reverse("study:change_node", args=[one.pk]), {"title": "改"})
        assert answer.status_code in (403, 404)
    one.refresh_from_db()
    assert one.title != "改"


def test_a_line_that_was_switched_off_does_not_come_back_beside_its_successor(city, at):
    use_pattern(campaign=city.campaign, by=city.office, at=at)
    line = Node.objects.get(kind=NodeKind.LINE)
    change_node(
        node_id=line.pk, title=line.title, education=line.education, active=False, by=city.office, at=at
    )
    add_node(
        campaign=city.campaign,
        kind=NodeKind.LINE,
        title="新的主线",
        education=line.education,
        by=city.office,
        at=at,
    )
    with pytest.raises(CannotChangeCurriculum, match="主线和结合各只有一项"):
        change_node(
            node_id=line.pk, title=line.title, education=line.education, active=True, by=city.office, at=at
        )


def test_the_page_asks_the_database_a_fixed_number_of_times(city, at, django_assert_max_num_queries):
    use_pattern(campaign=city.campaign, by=city.office, at=at)
    client = a_client(city.officer)
    with clock.stopped_at(at), django_assert_max_num_queries(10):
        client.get(reverse("study:curriculum"))
