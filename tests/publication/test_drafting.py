"""Drafting: what the ledger holds becomes a draft, and what must not be told never does."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.api import rules as matter_rules
from qingyuan.matters.testing import a_matter
from qingyuan.org.testing import a_person
from qingyuan.publication import policy, queries, rules
from qingyuan.publication.errors import CannotDraft, CannotRecordOutcome
from qingyuan.publication.kinds import OutcomeKind
from qingyuan.publication.models import Bulletin, BulletinItem, Outcome
from qingyuan.publication.testing import a_draft, an_issued, an_outcome, some_findings
from qingyuan.trail.api import acts_on


def text_of(composed) -> str:
    return "\n".join(
        "".join(run.text for run in block.runs) for block in composed.document.body if hasattr(block, "runs")
    )


def composed(bulletin, at, **more):
    return queries.compose(queries.paper_of(bulletin, at=at, **more))


def test_a_draft_holds_the_findings_and_problems_of_the_period_by_unit(city, at):
    told = some_findings(city.campaign, [city.theirs, city.ours], by=city.office, at=at, count=3)
    a_matter(
        campaign=city.campaign,
        unit=city.ours,
        by=city.office,
        at=at - timedelta(days=9),
        statement="更早的问题",
    )
    made = a_draft(city.campaign, by=city.office, at=at, first=at.date() - timedelta(days=3))
    assert [item.matter_id for item in made.items.all()] == [told[1].pk, told[0].pk, told[2].pk]
    assert made.title == "关于3月15日至18日教育整顿督导情况的通报"
    assert "通报" in made.purpose or made.purpose.endswith("通报如下。")
    assert made.code == "示公通"
    assert [entry.act for entry in acts_on(f"bulletin:{made.pk}")] == ["publication.draft_bulletin"]


def test_leads_restricted_matters_void_ones_and_other_kinds_never_stand_in_a_bulletin(city, at):
    kind = matter_kinds.Kind
    good = a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=at, statement="可以通报")
    for other in (kind.LEAD, kind.OPINION, kind.PLEDGE, kind.WARNING, kind.DECISION):
        a_matter(
            campaign=city.campaign,
            unit=city.ours,
            by=city.office,
            at=at,
            kind=other,
            statement=f"别类{other}",
        )
    a_matter(
        campaign=city.campaign, unit=city.ours, by=city.office, at=at, statement="涉人", names=(city.officer,)
    )
    a_matter(
        campaign=city.campaign,
        unit=city.ours,
        by=city.office,
        at=at,
        statement="涉单位",
        names_units=(city.theirs,),
    )
    void = a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=at, statement="登记有误")
    matter_rules.void_matter(matter_id=void.pk, reason="重复", by=city.discipline, at=at)
    choice = queries.Choice(city.campaign, city.root, at.date(), at.date(), kinds=list(kind))
    for by in (city.office, None):
        assert [matter.pk for matter in queries.candidates(choice, by, at=at)] == [good.pk]
    with pytest.raises(CannotDraft):
        rules.draft_bulletin(
            campaign=city.campaign,
            unit=city.root,
            period_from=at.date(),
            period_to=at.date(),
            kinds=["lead"],
            by=city.office,
            at=at,
        )


def test_what_was_struck_out_after_drafting_leaves_the_document_and_cannot_be_put_back(city, at):
    first, second = some_findings(city.campaign, [city.ours], by=city.office, at=at, count=2)
    made = a_draft(city.campaign, by=city.office, at=at)
    matter_rules.void_matter(matter_id=second.pk, reason="重复", by=city.discipline, at=at)
    said = text_of(composed(made, at))
    assert first.statement in said and second.statement not in said
    item = made.items.get(matter=second)
    rules.leave_out(item_id=item.pk, by=city.office, at=at)
    with pytest.raises(CannotDraft, match="不能列入通报"):
        rules.include_item(item_id=item.pk, by=city.office, at=at)


def test_an_empty_period_is_refused_in_words_and_says_if_all_was_told_before(city, at):
    with pytest.raises(CannotDraft, match="2021-03-18 至 2021-03-18 台账上没有可以通报"):
        a_draft(city.campaign, by=city.office, at=at)
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=2)
    an_issued(city.campaign, by=city.office, issuer=city.head, at=at)
    with pytest.raises(CannotDraft, match="2 个事项都已在此前的通报中通报过"):
        a_draft(city.campaign, by=city.office, at=at)
    assert Bulletin.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(0, -1, "period_backwards"), (0, 1, "period_ahead"), (-366, 0, "period_long")],
)
def test_a_period_must_make_sense(city, at, first, last, code):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    on = at.date()
    with pytest.raises(CannotDraft) as refusal:
        rules.draft_bulletin(
            campaign=city.campaign,
            unit=city.root,
            period_from=on + timedelta(days=first),
            period_to=on + timedelta(days=last),
            by=city.office,
            at=at,
        )
    assert [reason.code for reason in refusal.value.reasons] == [code]


def test_a_clerk_drafts_for_the_own_unit_only(city, at):
    mine, _theirs = some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=2)
    made = a_draft(city.campaign, by=city.clerk, at=at, unit=city.ours)
    assert [item.matter_id for item in made.items.all()] == [mine.pk]
    assert made.code == "源公通"
    for unit in (city.theirs, city.root):
        with pytest.raises(Forbidden):
            a_draft(city.campaign, by=city.clerk, at=at, unit=unit)
    for nobody in (city.guidance, city.officer, city.admin, city.discipline, city.head):
        with pytest.raises(Forbidden):
            a_draft(city.campaign, by=nobody, at=at)


def test_another_units_clerk_cannot_touch_a_draft(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.clerk, at=at, unit=city.ours)
    item = made.items.get()
    for act in (
        lambda: rules.leave_out(item_id=item.pk, by=city.their_clerk, at=at),
        lambda: rules.discard_bulletin(bulletin_id=made.pk, by=city.their_clerk, at=at),
        lambda: rules.keep_file(bulletin_id=made.pk, content=b"", by=city.their_clerk, at=at),
        lambda: an_outcome(made, by=city.their_clerk, at=at),
    ):
        with pytest.raises(Missing):
            act()
    assert BulletinItem.objects.get(pk=item.pk).included


def test_leaving_out_and_including_turn_one_item_and_are_recorded_once(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=2)
    made = a_draft(city.campaign, by=city.office, at=at)
    item = made.items.first()
    rules.leave_out(item_id=item.pk, by=city.office, at=at)
    rules.leave_out(item_id=item.pk, by=city.office, at=at)
    assert item.matter.statement not in text_of(composed(made, at))
    rules.include_item(item_id=item.pk, by=city.office, at=at)
    assert item.matter.statement in text_of(composed(made, at))
    acts = [entry.act for entry in acts_on(f"bulletin:{made.pk}")]
    assert sorted(acts) == sorted(
        ["publication.draft_bulletin", "publication.leave_out", "publication.include_item"]
    )


def test_a_name_on_the_roster_is_taken_out_wherever_it_stands_even_with_spaces_between(city, at):
    someone = a_person(city.third, name="欧阳知微")
    a_matter(
        campaign=city.campaign, unit=city.ours, by=city.office, at=at, statement="民警欧阳 知微未按规定着装"
    )
    made = a_draft(city.campaign, by=city.office, at=at)
    rules.change_bulletin(
        bulletin_id=made.pk,
        words=rules.Wording(
            code="示公通",
            title="关于欧阳知微的通报",
            purpose="欧阳知微",
            praise="郾川分局:欧阳·知微带头",
            demands="欧阳知微整改",
        ),
        by=city.office,
        at=at,
    )
    made.refresh_from_db()
    found = composed(made, at)
    whole = text_of(found) + found.document.title
    assert someone.name not in "".join(whole.split()).replace("·", "")
    assert whole.count("有关人员") == 5
    assert found.names == {"欧阳知微"}
    assert any("欧阳知微" in check.words and not check.bars for check in queries.checks(found))


def test_the_facts_link_to_their_matters_with_the_address_of_the_site(city, at):
    matters = some_findings(city.campaign, [city.ours, city.theirs], by=city.office, at=at, count=2)
    made = a_draft(city.campaign, by=city.office, at=at)
    found = composed(made, at, site="https://zd.example.cn/")
    links = [
        run.link for block in found.document.body if hasattr(block, "runs") for run in block.runs if run.link
    ]
    assert links == [f"https://zd.example.cn/ledger/{matter.pk}/" for matter in matters]


def test_only_what_an_inspection_found_counts_as_inspected(city, at):
    a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=at, statement="群众反映的问题")
    assert "督导组" not in text_of(composed(a_draft(city.campaign, by=city.office, at=at), at))
    some_findings(city.campaign, [city.theirs], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.office, at=at)
    said = text_of(composed(made, at))
    assert "对郾川分局1个单位开展督导" in said and "问题2个" in said


def test_good_practice_needs_a_unit_and_a_fact_and_all_reasons_come_at_once(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.office, at=at)
    wrong = rules.Wording(code="第3号", title="关于督导的报告", praise="没有冒号的一行\n:没有单位")
    with pytest.raises(CannotDraft) as refusal:
        rules.change_bulletin(bulletin_id=made.pk, words=wrong, by=city.office, at=at)
    assert [reason.field for reason in refusal.value.reasons] == ["code", "title", "praise", "praise"]


def test_an_outcome_counts_persons_and_never_takes_a_name(city, at):
    (matter,) = some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.office, at=at)
    an_outcome(made, by=city.office, at=at, persons=11, matter=matter)
    an_outcome(made, by=city.office, at=at, persons=2, kind=OutcomeKind.PARTY_WARNING, decided=False)
    found = composed(made, at)
    assert "对11人予以批评教育" in text_of(found) and "党内警告" not in text_of(found)
    assert found.made.outcomes_withheld == 1
    said = rules.Decision(OutcomeKind.ADMONITION, 1, at.date(), f"{city.officer.name}所在支部", "第一条")
    with pytest.raises(CannotRecordOutcome, match="不写姓名"):
        rules.record_outcome(said=said, bulletin_id=made.pk, unit=city.ours, by=city.office, at=at)
    assert {field.name for field in Outcome._meta.get_fields() if field.is_relation} == {
        "bulletin",
        "matter",
        "unit",
        "recorded_by",
    }


def test_a_sanction_is_decided_only_after_the_person_was_heard(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.office, at=at)
    on = at.date()
    pending = an_outcome(
        made, by=city.office, at=at, persons=2, kind=OutcomeKind.PARTY_WARNING, decided=False
    )

    def decide(heard_on):
        return rules.decide_outcome(
            outcome_id=pending.pk,
            decided_on=on,
            decided_by="市公安局党委",
            basis="第十条",
            heard_on=heard_on,
            by=city.office,
            at=at,
        )

    for heard_on, code in ((None, "not_heard"), (on + timedelta(days=1), "heard_later")):
        with pytest.raises(CannotRecordOutcome) as refusal:
            decide(heard_on)
        assert [reason.code for reason in refusal.value.reasons] == [code]
    decide(on)
    assert "对2人给予党内警告处分" in text_of(composed(made, at))
    with pytest.raises(CannotRecordOutcome, match="已经决定"):
        decide(on)


def test_criticism_is_decided_only_after_rosters_and_leave_were_looked_at(city, at):
    (matter,) = some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    said = policy.Decision(OutcomeKind.CRITICISM_EDUCATION, 2, at.date(), "市公安局党委", "第二十条")
    with pytest.raises(CannotRecordOutcome, match="因勤务、请假而缺席"):
        rules.record_outcome(said=said, matter_id=matter.pk, by=city.office, at=at)
    assert not Outcome.objects.exists()
    checked = replace(said, duty_checked=True)
    made = rules.record_outcome(said=checked, matter_id=matter.pk, by=city.office, at=at)
    assert made.duty_checked
    assert json.loads(acts_on(f"matter:{matter.pk}").last().detail)["duty_checked"] is True
    assert policy.outcome_gaps(replace(said, kind=OutcomeKind.REMINDER_TALK), at.date()) == []


def test_a_pending_criticism_is_not_decided_without_it(city, at):
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.office, at=at)
    pending = an_outcome(made, by=city.office, at=at, decided=False)
    decided = {
        "outcome_id": pending.pk,
        "decided_on": at.date(),
        "decided_by": "市公安局党委",
        "basis": "第十条",
    }
    with pytest.raises(CannotRecordOutcome, match="核对排班"):
        rules.decide_outcome(**decided, heard_on=None, by=city.office, at=at)
    rules.decide_outcome(**decided, heard_on=None, duty_checked=True, by=city.office, at=at)
    pending.refresh_from_db()
    assert pending.duty_checked


@pytest.mark.parametrize(
    ("said", "gaps"),
    [
        (policy.Decision(OutcomeKind.ADMONITION, 0), ["no_persons"]),
        (policy.Decision(OutcomeKind.ADMONITION, 3), []),
    ],
)
def test_a_pending_outcome_needs_only_a_number(said, gaps, at):
    assert policy.outcome_gaps(said, at.date()) == gaps


def test_discarding_a_draft_keeps_the_matters_and_their_outcomes(city, at):
    (matter,) = some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = a_draft(city.campaign, by=city.office, at=at)
    an_outcome(made, by=city.office, at=at, matter=matter)
    an_outcome(made, by=city.office, at=at)
    rules.discard_bulletin(bulletin_id=made.pk, by=city.office, at=at)
    assert not Bulletin.objects.exists()
    assert [outcome.matter_id for outcome in Outcome.objects.all()] == [matter.pk]


def test_the_next_period_begins_after_the_last_bulletin(city, at):
    assert queries.proposed_period(city.campaign, city.root, at.date()) == (
        city.campaign.starts_on,
        at.date(),
    )
    some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    an_issued(city.campaign, by=city.office, issuer=city.head, at=at)
    later = at.date() + timedelta(days=4)
    assert queries.proposed_period(city.campaign, city.root, later) == (at.date() + timedelta(days=1), later)
    assert queries.proposed_period(city.campaign, city.root, at.date()) == (at.date(), at.date())
