"""Each verb: it works, each refusal, who may not, who must see nothing, and the act is in the record."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters.api import Matter, kinds
from qingyuan.matters.errors import CannotRegister
from qingyuan.matters.testing import closed, submitted
from qingyuan.org.api import queries as org
from qingyuan.org.api import reach
from qingyuan.resolutions import policy, queries, rules
from qingyuan.resolutions.errors import CannotHold, CannotNote, CannotResolve
from qingyuan.resolutions.kinds import OccasionKind, Part, SaidKind
from qingyuan.resolutions.models import Occasion, Presence, Resolution, Said
from qingyuan.resolutions.testing import an_occasion, resolved
from qingyuan.trail.api import acts

DUE = date(2021, 6, 1)
OPINIONS = ("下基层少", "会议太长", "对民警身心关心不够")


def noted(city, meeting, at):
    rules.note_lines(occasion_id=meeting.pk, kind=SaidKind.OPINION, lines=OPINIONS, by=city.clerk, at=at)
    return rules.note_criticism(
        occasion_id=meeting.pk, speaker=city.deputy, about=city.second, fact="两次例会没有到",
        happened_on=date(2021, 3, 2), by=city.clerk, at=at,
    )  # fmt: skip


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_a_meeting_keeps_when_it_was_who_chaired_and_who_took_part(city, meeting):
    found = queries.one(city.head, meeting.pk, at=meeting.at)
    assert queries.chair_of(found) == city.head
    assert {one.person: one.part for one in found.presences.all()} == {
        city.head: Part.CHAIR, city.deputy: Part.MEMBER, city.second: Part.MEMBER, city.clerk: Part.RECORDER,
    }  # fmt: skip


def test_every_reason_against_an_occasion_is_told_at_once(city, at):
    draft = rules.Draft(OccasionKind.SUMMONED_TALK, city.ours, " ", date(2021, 3, 20), None, ())
    with pytest.raises(CannotHold) as refused:
        rules.hold_occasion(campaign=city.campaign, draft=draft, by=city.office, at=at)
    assert codes(refused) == ["no_title", "ahead", "no_chair", "nobody", "no_reason"]


def test_nobody_summons_his_own_team(city, at):
    def talk(chair):
        return an_occasion(
            campaign=city.campaign, unit=city.ours, chair=chair, members=(city.deputy,), by=city.office, at=at,
            kind=OccasionKind.SUMMONED_TALK, reason="超期事项五项",
        )  # fmt: skip

    with pytest.raises(CannotHold) as refused:
        talk(city.head)
    assert codes(refused) == ["own_unit"]
    assert talk(city.chief).reason == "超期事项五项"


@pytest.mark.parametrize("who", ["officer", "guidance", "their_head", "their_clerk", "system", "audit"])
def test_who_does_not_keep_the_unit_s_minutes_writes_none(city, at, who):
    with pytest.raises(Forbidden):
        an_occasion(
            campaign=city.campaign, unit=city.ours, chair=city.head, members=(city.deputy,),
            by=getattr(city, who), at=at,
        )  # fmt: skip


def test_of_an_opinion_nobody_is_kept_and_no_order(city, meeting, at):
    noted(city, meeting, at)
    rows = Said.objects.filter(kind=SaidKind.OPINION)
    assert [row.words for row in rows.order_by("pk")] == sorted(OPINIONS)
    assert {field.name for field in Said._meta.get_fields()} == {
        *("id", "occasion", "kind", "words", "speaker", "about", "happened_on")
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(speaker=city.deputy)


def test_the_record_holds_that_something_was_said_and_never_what_or_by_whom(city, meeting, at):
    noted(city, meeting, at)
    told = list(acts().filter(subject=f"occasion:{meeting.pk}").order_by("index"))
    assert [one.act.rpartition(".")[2] for one in told] == ["hold_occasion", "note_lines", "note_criticism"]
    whole = json.dumps([one.detail for one in told], ensure_ascii=False)
    assert not any(secret in whole for secret in (*OPINIONS, "例会", city.deputy.key, city.second.key))


def test_a_word_of_belief_is_refused_and_named(city, meeting, at):
    with pytest.raises(CannotNote) as refused:
        rules.note_criticism(
            occasion_id=meeting.pk, speaker=city.deputy, about=city.second, fact="理想信念动摇",
            happened_on=at.date(), by=city.clerk, at=at,
        )  # fmt: skip
    assert codes(refused) == ["belief"]
    assert "理想信念" in str(refused.value)


def test_who_only_kept_the_minutes_neither_criticises_nor_is_criticised(city, meeting, at):
    with pytest.raises(CannotNote) as refused:
        rules.note_criticism(
            occasion_id=meeting.pk, speaker=city.clerk, about=city.officer, fact="迟到",
            happened_on=at.date(), by=city.clerk, at=at,
        )  # fmt: skip
    assert codes(refused) == ["speaker_absent", "about_absent"]


def test_a_clerk_who_was_not_there_notes_nothing_and_reads_nothing(city, meeting, at):
    said = noted(city, meeting, at)
    assert queries.one(city.other_clerk, meeting.pk, at=at)
    assert not queries.heard(city.other_clerk, at=at)
    with pytest.raises(Missing):
        rules.note_lines(
            occasion_id=meeting.pk, kind=SaidKind.OPINION, lines=["一条"], by=city.other_clerk, at=at
        )
    with pytest.raises(Missing):
        rules.remove_said(said_id=said.pk, by=city.other_clerk, at=at)
    with pytest.raises(Forbidden):
        rules.remove_said(said_id=said.pk, by=city.deputy, at=at)
    rules.remove_said(said_id=said.pk, by=city.clerk, at=at)
    assert not Said.objects.filter(kind=SaidKind.CRITICISM).exists()


def test_what_was_said_is_heard_by_who_took_part_and_who_may_and_by_nobody_else(city, meeting, at):
    noted(city, meeting, at)
    hearing = {city.head, city.deputy, city.second, city.clerk, city.chief, city.discipline}
    knowing = hearing | {city.office, city.other_clerk, city.guidance}
    for person in city.everybody():
        assert bool(queries.heard(person, at=at)) == (person in hearing), person
        assert bool(queries.one(person, meeting.pk, at=at)) == (person in knowing), person


def test_who_has_to_do_what_was_resolved_knows_the_occasion_and_hears_nothing(city, meeting, at):
    noted(city, meeting, at)
    assert not queries.one(city.officer, meeting.pk, at=at)
    resolved(meeting, owner=city.officer, due_on=DUE, by=city.clerk, at=at)
    assert queries.one(city.officer, meeting.pk, at=at)
    assert not queries.heard(city.officer, at=at)
    assert not queries.one(city.constable, meeting.pk, at=at)


@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_and_the_page_of_decisions_agree_on_who_hears(city, at, data):
    people = city.everybody()
    with transaction.atomic():
        occasions = []
        for unit in data.draw(
            st.lists(
                st.sampled_from([city.root, city.ours, city.station, city.theirs]), min_size=1, max_size=3
            )
        ):
            present = data.draw(st.lists(st.sampled_from(people), min_size=1, unique=True))
            one = Occasion.objects.create(
                campaign=city.campaign, kind=OccasionKind.ORG_LIFE, unit=unit, title="会", held_on=at.date(),
                at=at, by=city.office,
            )  # fmt: skip
            for place, person in enumerate(present):
                part = Part.MEMBER if place else Part.CHAIR
                Presence.objects.create(occasion=one, person=person, part=part)
            Said.objects.create(
                occasion=one, kind=SaidKind.CRITICISM, words="迟到", speaker=present[0], about=present[-1],
                happened_on=at.date(),
            )  # fmt: skip
            occasions.append((one, {person.pk for person in present}))
        for person in people:
            far = reach(person, queries.HEAR, at)
            who = policy.Listener(person.pk, far.paths, far.own)
            expected = {one.pk for one, present in occasions if policy.hears(who, one.unit.path, present)}
            assert set(queries.heard(person, at=at).values_list("occasion", flat=True)) == expected
            assert {one.pk for one, _present in occasions if queries.hears(person, one, at=at)} == expected
        transaction.set_rollback(True)


def test_administrators_hear_nothing_even_where_they_sat(city, at):
    meeting = an_occasion(
        campaign=city.campaign, unit=city.root, chair=city.chief,
        members=(city.system, city.security, city.audit), by=city.office, at=at,
    )  # fmt: skip
    for person in (city.system, city.security, city.audit):
        assert not queries.one(person, meeting.pk, at=at)
        assert not queries.hears(person, meeting, at=at)


def test_ten_measures_are_ten_matters_with_person_and_deadline_in_one_act(city, at):
    listed = an_occasion(
        campaign=city.campaign, unit=city.ours, chair=city.head, members=(city.deputy,), by=city.clerk, at=at,
        kind=OccasionKind.OWN_MEASURES, title="加强班子作风建设十项措施",
    )  # fmt: skip
    made = resolved(
        listed, owner=city.deputy, due_on=DUE, by=city.clerk, at=at,
        statements=tuple(f"第{n}项措施" for n in range(1, 11)),
    )  # fmt: skip
    assert [one.order for one in made] == list(range(1, 11))
    matters = list(Matter.objects.filter(source="resolutions", source_ref=str(listed.pk)))
    assert len(matters) == 10
    assert {(one.kind, one.state, one.owner_id, one.due_on) for one in matters} == {
        (kinds.Kind.DECISION, kinds.State.WORKING, city.deputy.pk, DUE)
    }
    more = resolved(listed, owner=city.deputy, due_on=DUE, by=city.clerk, at=at)
    assert more[0].order == 11


def test_either_all_is_resolved_or_nothing(city, meeting, at):
    past = date(2021, 3, 18)
    rows = [
        rules.Resolved("每月下基层一次", city.ours, city.deputy, DUE),
        rules.Resolved("精简会议", city.ours, city.deputy, past),
    ]
    with pytest.raises(CannotRegister) as refused:
        rules.resolve(occasion_id=meeting.pk, resolved=rows, by=city.clerk, at=at)
    assert codes(refused) == ["deadline_past"]
    with pytest.raises(CannotResolve):
        rules.resolve(occasion_id=meeting.pk, resolved=[], by=city.clerk, at=at)
    assert not Matter.objects.exists()
    assert not Resolution.objects.exists()


def test_who_may_not_register_in_the_unit_resolves_nothing_there(city, meeting, at):
    row = [rules.Resolved("每月下基层一次", city.ours, city.deputy, DUE)]
    with pytest.raises(Forbidden):
        rules.resolve(occasion_id=meeting.pk, resolved=row, by=city.deputy, at=at)
    with pytest.raises(Missing):
        rules.resolve(occasion_id=meeting.pk, resolved=row, by=city.their_clerk, at=at)
    elsewhere = [rules.Resolved("每月下基层一次", city.theirs, city.deputy, DUE)]
    with pytest.raises(Forbidden):
        rules.resolve(occasion_id=meeting.pk, resolved=elsewhere, by=city.clerk, at=at)
    assert not Matter.objects.exists()


def test_state_and_figures_are_read_from_the_matters(city, meeting, at):
    made = resolved(
        meeting, owner=city.deputy, due_on=date(2021, 3, 26), by=city.clerk, at=at,
        statements=("甲", "乙", "丙"),
    )  # fmt: skip
    submitted(made[0].matter, by=city.deputy, at=at)
    closed(made[0].matter, by=city.discipline, at=at)
    later = at + timedelta(days=10)
    assert queries.tallies([meeting], later.date())[meeting.pk] == queries.Tally(all=3, closed=1, late=2)
    rows = queries.lines(meeting, city.head, at=later)
    assert [(row.state, row.late) for row in rows] == [
        ("closed", False),
        ("working", True),
        ("working", True),
    ]


def test_the_list_of_measures_is_known_in_the_whole_bureau_and_not_to_administrators(city, at):
    listed = an_occasion(
        campaign=city.campaign, unit=city.ours, chair=city.head, members=(city.deputy,), by=city.clerk, at=at,
        kind=OccasionKind.OWN_MEASURES, title="十项措施",
    )  # fmt: skip
    resolved(listed, owner=city.deputy, due_on=DUE, by=city.clerk, at=at)
    for person in city.everybody():
        lists = queries.measure_lists(person, at=at)
        administers = person in (city.system, city.security, city.audit)
        assert bool(lists) != administers, person
        for one in lists:
            sees = org.may(person, "matters.see", at=at, path=city.ours.path, own=person == city.deputy)
            assert bool(one.lines[0].url) == sees, person
