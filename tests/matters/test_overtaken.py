"""Two people at one matter: who was overtaken overwrites nothing; and thematic rectifications."""

from datetime import date, datetime

import pytest

from qingyuan.kit.errors import Forbidden, Refused
from qingyuan.matters.errors import CannotRegister, ChangedMeanwhile
from qingyuan.matters.kinds import Kind, State
from qingyuan.matters.models import Category, Matter
from qingyuan.matters.queries import themes
from qingyuan.matters.rules import (
    against_closing,
    change_theme,
    close_matter,
    keep_evidence,
    note_progress,
    open_many,
    remove_evidence,
    take_back,
)
from qingyuan.matters.rules.opening import Draft
from qingyuan.matters.testing import a_matter, at_work, submitted
from qingyuan.trail.api import acts_on

from .conftest import City

DUE = date(2021, 4, 16)


def in_work(city: City, at: datetime) -> Matter:
    matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at)
    return at_work(matter, owner=city.owner, by=city.head, at=at, due_on=DUE)


def test_an_act_on_what_was_seen_passes_and_on_what_has_changed_does_not(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    seen = matter.version
    note_progress(matter_id=matter.pk, words="先填", by=city.clerk, at=at, version=seen)
    with pytest.raises(ChangedMeanwhile) as refusal:
        note_progress(matter_id=matter.pk, words="后填", by=city.owner, at=at, version=seen)
    assert [reason.code for reason in refusal.value.reasons] == ["changed"]
    assert [step.words for step in matter.steps.filter(act="progress")] == ["先填"]
    assert len([entry for entry in acts_on(f"matter:{matter.pk}") if entry.act == "matters.progress"]) == 1


def test_without_a_version_nothing_is_compared(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    note_progress(matter_id=matter.pk, words="先填", by=city.clerk, at=at)
    note_progress(matter_id=matter.pk, words="后填", by=city.owner, at=at)
    assert matter.steps.filter(act="progress").count() == 2


def test_a_signer_who_has_not_seen_the_latest_does_not_sign(city: City, at: datetime) -> None:
    matter = submitted(in_work(city, at), by=city.owner, at=at)
    with pytest.raises(ChangedMeanwhile):
        close_matter(matter_id=matter.pk, by=city.inspector, at=at, version=matter.version - 1)
    assert (
        close_matter(matter_id=matter.pk, by=city.inspector, at=at, version=matter.version).state
        == State.CLOSED
    )


def test_who_may_not_act_is_told_so_before_anything_about_versions(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    with pytest.raises(Forbidden):
        note_progress(matter_id=matter.pk, words="x", by=city.guidance, at=at, version=-1)


def test_evidence_counts_as_a_change(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    kept = keep_evidence(
        matter_id=matter.pk, name="a.pdf", media_type="application/pdf", content=b"x", by=city.owner, at=at
    )
    after = Matter.objects.get(pk=matter.pk).version
    assert after == matter.version + 1
    remove_evidence(evidence_id=kept.pk, by=city.owner, at=at)
    assert Matter.objects.get(pk=matter.pk).version == after + 1


def test_an_import_with_evidence_on_it_is_no_longer_taken_back(city: City, at: datetime) -> None:
    draft = Draft(
        kind=Kind.PROBLEM,
        statement="导入的问题",
        unit=city.ours,
        category=Category.objects.get(pk="other"),
        owner=city.owner,
        measures="核对",
        due_on=DUE,
        import_ref="i1",
    )
    made = open_many(campaign=city.campaign, drafts=[draft], by=city.clerk, at=at)[0]
    keep_evidence(
        matter_id=made.pk, name="a.pdf", media_type="application/pdf", content=b"x", by=city.owner, at=at
    )
    with pytest.raises(CannotRegister):
        take_back(import_ref="i1", by=city.clerk, at=at)
    assert Matter.objects.filter(pk=made.pk).exists()


def test_reasons_against_closing_are_the_ones_that_closing_gives(city: City, at: datetime) -> None:
    matter = submitted(in_work(city, at), by=city.owner, at=at)
    assert against_closing(matter, by=city.inspector, at=at) == []
    from qingyuan.org.api import Role
    from qingyuan.org.testing import holds

    holds(city.head, Role.CAMPAIGN_OFFICE, city.root)
    said = against_closing(matter, by=city.head, at=at)
    with pytest.raises(Refused) as refusal:
        close_matter(matter_id=matter.pk, by=city.head, at=at)
    assert (
        [reason.code for reason in said] == [reason.code for reason in refusal.value.reasons] == ["own_unit"]
    )


def test_a_theme_needs_a_name_a_category_and_the_office(city: City, at: datetime) -> None:
    with pytest.raises(CannotRegister) as refusal:
        change_theme(campaign=city.campaign, name=" ", categories=[], by=city.office, at=at)
    assert {reason.code for reason in refusal.value.reasons} == {"name", "categories"}
    other = [Category.objects.get(pk="other")]
    with pytest.raises(Forbidden):
        change_theme(campaign=city.campaign, name="专项", categories=other, by=city.head, at=at)
    made = change_theme(campaign=city.campaign, name="专项", categories=other, by=city.office, at=at)
    assert themes(city.campaign.pk) == [made]
    assert [entry.act for entry in acts_on(f"theme:{made.pk}")] == ["matters.change_theme"]
