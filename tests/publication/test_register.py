"""The register of guidance documents: one valid version; and topics that end in a rule or a measure, or do not end."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.kit.uploads import Checked
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.org.testing import a_person
from qingyuan.publication import rules
from qingyuan.publication.errors import CannotRegisterGuidance
from qingyuan.publication.models import Guidance, Research
from qingyuan.publication.queries import register as queries
from qingyuan.publication.testing import a_writing, words_of
from qingyuan.trail.api import acts_on

FILE = Checked("指导意见.pdf", "application/pdf", b"%PDF-1.4 guidance")
ENTRY = rules.Entry("基层所队党支部工作指导意见", "示公党〔2021〕5号", date(2021, 3, 1), FILE)


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def register(city, at, entry=ENTRY, unit=None, by=None, replaces_id=None):
    return rules.register_guidance(
        unit=unit or city.root, entry=entry, by=by or city.office, at=at, replaces_id=replaces_id
    )


def test_a_new_version_takes_the_place_of_the_old_one_from_its_day_on(city, at):
    first = register(city, at)
    assert first.version == 1 and list(queries.guidance(city.officer, at=at)) == [first]
    newer = replace(ENTRY, number="示公党〔2021〕9号", from_on=date(2021, 4, 1))
    second = register(city, at, newer, replaces_id=first.pk)
    first.refresh_from_db()
    assert (second.version, second.replaces, first.to_on) == (2, first, date(2021, 4, 1))
    assert list(Guidance.objects.filter(queries.in_force(at))) == [first]
    assert list(Guidance.objects.filter(queries.in_force(at + timedelta(days=14)))) == [second]
    with pytest.raises(CannotRegisterGuidance, match="已经被新版代替"):
        register(city, at, replace(newer, number="另号"), replaces_id=first.pk)
    rules.end_guidance(guidance_id=second.pk, to_on=date(2021, 6, 1), by=city.office, at=at)
    with pytest.raises(CannotRegisterGuidance, match="已经废止"):
        rules.end_guidance(guidance_id=second.pk, to_on=date(2021, 6, 1), by=city.office, at=at)
    assert [e.act for e in acts_on(f"guidance:{second.pk}")] == [
        "publication.register_guidance",
        "publication.end_guidance",
    ]


def test_an_issued_document_is_registered_with_its_own_number_and_text(city, at):
    made = a_writing(city.campaign, city.root, by=city.office, at=at, template="notice")
    rules.change_writing(
        writing_id=made.pk, words=words_of(made, {2: "4月30日前完成。"}), by=city.office, at=at
    )
    entry = rules.Entry("", "", date(2021, 4, 1), writing=made)
    with pytest.raises(Missing):
        register(city, at, entry)
    rules.issue_writing(writing_id=made.pk, by=city.head, at=at)
    found = register(city, at, entry)
    assert (found.number, found.title) == ("示公通〔2021〕1号", "关于做好问题整改工作的通知")
    with pytest.raises(Missing):
        register(city, at, entry)


def test_every_reason_against_an_entry_is_told_and_who_may_not_is_refused(city, at):
    with pytest.raises(CannotRegisterGuidance) as refusal:
        register(city, at, rules.Entry(" ", "", date(2021, 3, 1)))
    assert codes(refusal) == ["no_title", "no_number", "no_text"]
    first = register(city, at)
    with pytest.raises(CannotRegisterGuidance) as refusal:
        register(city, at)
    assert codes(refusal) == ["number_taken"]
    early = replace(ENTRY, number="示公党〔2020〕1号", from_on=date(2020, 1, 1))
    with pytest.raises(CannotRegisterGuidance) as refusal:
        register(city, at, early, replaces_id=first.pk)
    assert codes(refusal) == ["before_last"]
    with pytest.raises(CannotRegisterGuidance, match="不能早于施行日期"):
        rules.end_guidance(guidance_id=first.pk, to_on=date(2020, 1, 1), by=city.office, at=at)
    for by in (city.officer, city.guidance, city.head):
        with pytest.raises(Forbidden):
            register(city, at, by=by)
    with pytest.raises(Forbidden):
        rules.end_guidance(guidance_id=first.pk, to_on=date(2021, 6, 1), by=city.clerk, at=at)
    with pytest.raises(Missing):
        rules.end_guidance(guidance_id=first.pk, to_on=date(2021, 6, 1), by=city.stranger, at=at)


TOPIC = {"title": "窗口延时服务", "question": "午间轮值要多少人", "due_on": date(2021, 5, 31)}


def test_a_topic_ends_in_a_measure_that_stands_on_the_ledger(city, at):
    lead = city.officer
    topic = rules.set_research(
        campaign=city.campaign, unit=city.ours, topic=rules.Topic(lead=lead, **TOPIC), by=city.office, at=at
    )
    assert list(queries.research(lead, at=at)) == [topic]
    assert not queries.research(city.their_clerk, at=at).exists()
    assert not queries.research(a_person(city.ours, name="无关人"), at=at).exists()
    with pytest.raises(CannotRegisterGuidance) as refusal:
        rules.conclude_research(
            research_id=topic.pk, ending=rules.Ending("两个人就够"), by=city.office, at=at
        )
    assert codes(refusal) == ["no_end"]
    ending = rules.Ending("两个人就够", measure="车管所午间两人轮值", unit=city.ours)
    done = rules.conclude_research(research_id=topic.pk, ending=ending, by=city.office, at=at)
    assert done.matter.kind == matter_kinds.Kind.DECISION and done.matter.source == "research"
    assert done.matter.unit == city.ours and done.matter.source_ref == str(topic.pk)
    with pytest.raises(CannotRegisterGuidance, match="已经结题"):
        rules.conclude_research(research_id=topic.pk, ending=ending, by=city.office, at=at)
    assert [e.act for e in acts_on(f"research:{topic.pk}")] == [
        "publication.set_research",
        "publication.conclude_research",
    ]


def test_a_topic_ends_in_a_rule_of_the_register_and_in_one_of_both_only(city, at):
    topic = rules.set_research(
        campaign=city.campaign,
        unit=city.root,
        topic=rules.Topic(lead=city.head, **TOPIC),
        by=city.office,
        at=at,
    )
    rule = register(city, at)
    both = rules.Ending("写进指导意见", rule=rule, measure="再发一份")
    with pytest.raises(CannotRegisterGuidance) as refusal:
        rules.conclude_research(research_id=topic.pk, ending=both, by=city.office, at=at)
    assert codes(refusal) == ["two_ends"]
    for by, error in ((city.clerk, Missing), (city.guidance, Forbidden), (city.stranger, Missing)):
        with pytest.raises(error):
            rules.conclude_research(research_id=topic.pk, ending=replace(both, measure=""), by=by, at=at)
    rules.conclude_research(research_id=topic.pk, ending=replace(both, measure=""), by=city.office, at=at)
    assert Research.objects.get().guidance == rule


def test_every_reason_against_a_topic_is_told(city, at):
    wrong = rules.Topic(title="", question=" ", lead=None, due_on=date(2021, 1, 1))
    with pytest.raises(CannotRegisterGuidance) as refusal:
        rules.set_research(campaign=city.campaign, unit=city.root, topic=wrong, by=city.office, at=at)
    assert codes(refusal) == ["no_title", "no_question", "no_lead", "due_past"]
    with pytest.raises(Forbidden):
        rules.set_research(campaign=city.campaign, unit=city.ours, topic=wrong, by=city.clerk, at=at)
