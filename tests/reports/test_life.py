"""A report from its sealing to its rating, each refusal, and what must not be possible."""

import json
import os
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from qingyuan.engines import envelope
from qingyuan.kit.errors import Missing
from qingyuan.matters.api import visible
from qingyuan.org.api import Role
from qingyuan.org.testing import holds
from qingyuan.reports import rules
from qingyuan.reports.errors import CannotHandle, CannotKeepKey, CannotOpenVault, CannotReport, Forbidden
from qingyuan.reports.kinds import DeskKind, Ground, Outcome, Rating, Stage, Why
from qingyuan.reports.models import Allowed, DutyKey, Envelope, Report, Slot, Spent
from qingyuan.reports.policy.sealing import Sealed
from qingyuan.reports.queries.held import held
from qingyuan.reports.queries.reading import deadline, located, readable, without_slot
from qingyuan.reports.queries.routing import Facts, routed
from qingyuan.reports.testing import a_report, a_seat, a_vault, sealed_report
from qingyuan.trail.api import acts_on, proof_of, still_there, verify
from tests.reports.conftest import City, close_lead


def facts(*units: tuple[str, str]) -> Facts:
    return Facts(units=units, nonce=os.urandom(16))


STATION = ("990101010000", "head")


def test_those_who_may_handle_it_open_it_and_nobody_else_has_a_slot(city: City, at: datetime) -> None:
    told = a_report(at=at, facts=facts(STATION), words="收受烟酒")
    slots = dict(told.report.slots.values_list("key", "level"))
    assert slots == {
        city.unit.key.pk: 0,
        city.city.key.pk: 0,
        city.resident.key.pk: 1,
        city.upper.key.pk: 2,
    }
    slot = rules.open_report(report_id=told.report.pk, by=city.unit.person, at=at)[0]
    content = envelope.open_(bytes(slot.sealed), city.unit.identity).decode()
    body = Envelope.objects.get(report=told.report, number=1)
    said = json.loads(envelope.unpad(envelope.open_(bytes(body.sealed), content)))
    assert said["what"] == "收受烟酒"
    with pytest.raises(Missing):
        rules.open_report(report_id=told.report.pk, by=city.resident.person, at=at)
    for stranger in city.strangers:
        assert not readable(stranger).exists()
        with pytest.raises(Forbidden):
            rules.open_report(report_id=told.report.pk, by=stranger, at=at)


def test_each_opening_is_in_the_record_before_the_slot_is_handed_out(city: City, at: datetime) -> None:
    told = a_report(at=at, facts=facts(STATION))
    rules.open_report(report_id=told.report.pk, by=city.city.person, at=at)
    entry = acts_on(f"report:{told.report.public_id}").last()
    assert entry is not None
    assert (entry.act, entry.actor) == ("reports.open", city.city.person.key)


def test_of_the_time_of_a_reporter_only_the_hour_is_kept(city: City, at: datetime) -> None:
    told = a_report(at=at)
    rules.say(locator=told.locator, sealed=a_text(told.report, "还有一事"), at=at + timedelta(minutes=9))
    kept = [told.report.received_at, *Envelope.objects.values_list("at", flat=True)]
    kept += acts_on(f"report:{told.report.public_id}").values_list("at", flat=True)
    assert {(moment.minute, moment.second, moment.microsecond) for moment in kept} == {(0, 0, 0)}


def a_text(report: Report, words: str) -> bytes:
    return envelope.seal(envelope.pad(words.encode()), report.recipient)


def test_a_key_that_retires_while_a_report_is_sent_is_refused_in_words_and_nothing_is_kept(
    city: City, at: datetime
) -> None:
    said = facts(STATION)
    way = routed(said, at)
    sealed, _code, _content = sealed_report(said, at=at)
    DutyKey.objects.filter(pk=city.unit.key.pk).update(retired_at=at)
    with pytest.raises(CannotReport) as refused:
        rules.accept_report(sealed=sealed, facts=said, work=None, at=at, way=way)
    assert [reason.code for reason in refused.value.reasons] == ["used"]
    assert not Report.objects.exists()


def test_the_dialogue_goes_both_ways_and_only_sealed(city: City, at: datetime) -> None:
    told = a_report(at=at)
    rules.reply(
        report_id=told.report.pk, sealed=a_text(told.report, "请补充时间"), by=city.city.person, at=at
    )
    rules.say(locator=told.locator, sealed=a_text(told.report, "上月三日"), at=at)
    messages = Envelope.objects.filter(report=told.report, part="message").order_by("number")
    said = [envelope.unpad(envelope.open_(bytes(one.sealed), told.content)).decode() for one in messages]
    assert said == ["请补充时间", "上月三日"]
    with pytest.raises(CannotReport):
        rules.say(locator=told.locator, sealed="没有加密".encode(), at=at)
    with pytest.raises(CannotReport):
        rules.say(locator=os.urandom(32), sealed=a_text(told.report, "谁"), at=at)
    with pytest.raises(CannotHandle):
        rules.reply(report_id=told.report.pk, sealed=b"", by=city.city.person, at=at)


def test_a_report_goes_its_way_to_the_rating(city: City, at: datetime) -> None:
    told = a_report(at=at, facts=facts(STATION))
    key = told.report.pk
    assert deadline(told.report).clock.code == "accept"  # type: ignore[union-attr]
    with pytest.raises(CannotHandle):
        rules.take_up(report_id=key, by=city.city.person, at=at)  # nobody decides on what he has not read
    rules.open_report(report_id=key, by=city.city.person, at=at)
    report = rules.take_up(report_id=key, by=city.city.person, at=at)
    assert report.stage == Stage.ACCEPTED
    assert deadline(report).on == (at + timedelta(days=60)).date()  # type: ignore[union-attr]
    with pytest.raises(CannotReport):
        rules.rate(locator=told.locator, rating=Rating.ANSWERS, at=at)
    with pytest.raises(CannotHandle) as refused:
        rules.tell_result(report_id=key, outcome=Outcome.FOUNDED, by=city.city.person, at=at)
    assert [reason.code for reason in refused.value.reasons] == ["not_closed"]
    close_lead(city, report, at=at)
    rules.tell_result(report_id=key, outcome=Outcome.FOUNDED, by=city.city.person, at=at)
    rated = rules.rate(locator=told.locator, rating=Rating.PARTLY, at=at)
    assert (rated.stage, rated.rating) == (Stage.ANSWERED, Rating.PARTLY)
    assert deadline(rated) is None


def test_the_lead_exists_for_the_readers_only_and_says_nothing(city: City, at: datetime) -> None:
    told = a_report(at=at, facts=facts(STATION), words="收受烟酒")
    rules.open_report(report_id=told.report.pk, by=city.city.person, at=at)
    report = rules.take_up(report_id=told.report.pk, by=city.city.person, at=at)
    matter = report.matter
    assert matter is not None
    assert matter.statement == f"举报线索 {report.public_id}"
    assert matter.number == f"XS-{report.public_id}"
    assert matter.restricted
    assert visible(city.city.person, at=at).filter(pk=matter.pk).exists()
    other = a_seat(DeskKind.CITY, city.supervision, at=at, desk=city.city.desk)
    holds(other.person, Role.DISCIPLINE, city.root)
    for stranger in [*city.strangers, city.resident.person, other.person]:
        assert not visible(stranger, at=at).filter(pk=matter.pk).exists(), stranger.name


def test_what_does_not_belong_here_is_told_where_it_does(city: City, at: datetime) -> None:
    told = a_report(at=at)
    rules.open_report(report_id=told.report.pk, by=city.city.person, at=at)
    report = rules.decline(report_id=told.report.pk, ground=Ground.SERVICE, by=city.city.person, at=at)
    assert (report.stage, report.ground) == (Stage.DECLINED, Ground.SERVICE)
    with pytest.raises(CannotHandle):
        rules.tell_result(report_id=report.pk, outcome=Outcome.FOUNDED, by=city.city.person, at=at)
    assert rules.take_up(report_id=report.pk, by=city.city.person, at=at).stage == Stage.ACCEPTED


# -- three locks --------------------------------------------------------------------------------------------------


def tampered(city: City, at: datetime, **changes: object) -> tuple[Sealed, Facts]:
    said = facts(STATION)
    sealed, _code, _content = sealed_report(said, at=at)
    return replace(sealed, **changes), said  # type: ignore[arg-type]


def test_a_slot_for_one_who_may_not_read_is_refused(city: City, at: datetime) -> None:
    said = facts(STATION)
    sealed, _code, content = sealed_report(said, at=at)
    stranger = a_seat(DeskKind.UNIT, city.station, at=at)  # of the station that is named
    foreign = {stranger.key.pk: envelope.seal(content.encode(), stranger.key.recipient)}
    for slots in ({**sealed.slots, **foreign}, dict(list(sealed.slots.items())[1:]), {}, foreign):
        with pytest.raises(CannotReport):
            rules.accept_report(sealed=replace(sealed, slots=slots), facts=said, work=None, at=at)
    assert not Report.objects.exists()


def test_a_second_reader_inside_an_envelope_is_refused(city: City, at: datetime) -> None:
    import pyrage

    sealed, said = tampered(city, at)
    two = [pyrage.x25519.Recipient.from_str(key) for key in (sealed.recipient, city.upper.key.recipient)]
    body = pyrage.encrypt(envelope.pad(b"{}"), two)
    for change in (
        {"body": body},
        {"body": b"plain"},
        {"own_slot": body},
        {"locator": b"short"},
        {"recipient": "x"},
    ):
        with pytest.raises(CannotReport):
            rules.accept_report(sealed=replace(sealed, **change), facts=said, work=None, at=at)  # type: ignore[arg-type]
    with pytest.raises(CannotReport):
        rules.accept_report(sealed=sealed, facts=replace(said, nonce=b""), work=None, at=at)


def test_the_database_refuses_a_slot_that_routing_did_not_allow(city: City, at: datetime) -> None:
    told = a_report(at=at, facts=facts(STATION))
    with pytest.raises(DatabaseError), transaction.atomic():
        Slot.objects.create(
            report=told.report, key=a_seat(DeskKind.UNIT, city.station, at=at).key, sealed=b"x"
        )
    retired = DutyKey.objects.create(
        holder=city.upper.key.holder, recipient="age1old", made_at=at, retired_at=at
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        Allowed.objects.create(report=told.report, key=retired)


@pytest.mark.parametrize("table", ["slot", "envelope", "allowed", "opening", "vault", "vaultshare", "report"])
def test_the_database_lets_nothing_sealed_be_changed_or_removed(city: City, at: datetime, table: str) -> None:
    told = a_report(at=at, facts=facts(STATION), name="举报人甲")
    rules.open_report(report_id=told.report.pk, by=city.city.person, at=at)
    column = {"report": "locator_hash", "allowed": "key_id", "opening": "key_id", "vaultshare": "sealed"}
    name = column.get(table, "sealed")
    value = city.upper.key.pk if name == "key_id" else b"changed"
    for words, given in (
        (f"UPDATE reports_{table} SET {name} = %s", [value]),
        (f"DELETE FROM reports_{table}", []),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words, given)


def test_the_form_takes_nothing_when_all_who_could_read_are_named(city: City, at: datetime) -> None:
    said = Facts(
        units=(("990100000000", "head"),),
        desks=(city.resident.desk.key, city.upper.desk.key),
        nonce=b"n" * 16,
    )
    with pytest.raises(CannotReport):
        sealed_report(said, at=at)
    with pytest.raises(CannotReport):
        sealed_report(facts(("990100000000", "boss")), at=at)
    with pytest.raises(CannotReport):
        sealed_report(facts(("000000000000", "head")), at=at)


def test_a_challenge_counts_once(city: City, at: datetime) -> None:
    work = envelope.read_challenge(envelope.challenge(b"k" * 32, at, 4), b"k" * 32)
    for _again in range(2):
        said = facts(STATION)
        sealed, _code, _content = sealed_report(said, at=at)
        if Spent.objects.exists():
            with pytest.raises(CannotReport):
                rules.accept_report(sealed=sealed, facts=said, work=work, at=at)
        else:
            rules.accept_report(sealed=sealed, facts=said, work=work, at=at)
    assert Report.objects.count() == 1
    assert rules.forget_spent(work.until + timedelta(seconds=1)) == 1


# -- later holders, lost keys -------------------------------------------------------------------------------------


def test_a_later_holder_reads_only_what_routing_still_allows_and_a_present_one_seals_to_him(
    city: City, at: datetime
) -> None:
    told = a_report(at=at, facts=facts(STATION))
    later = a_seat(DeskKind.CITY, city.supervision, at=at, desk=city.city.desk)
    assert [key.pk for key in without_slot(told.report, told.facts, at)] == [later.key.pk]
    slot = envelope.seal(told.content.encode(), later.key.recipient)
    with pytest.raises(CannotHandle):
        other = replace(told.facts, units=(("990101000000", "unit"),))
        rules.reseal(
            report_id=told.report.pk, slots={later.key.key: slot}, facts=other, by=city.city.person, at=at
        )
    with pytest.raises(CannotHandle):
        slots = {city.upper.key.key: slot}
        rules.reseal(report_id=told.report.pk, slots=slots, facts=told.facts, by=city.city.person, at=at)
    rules.reseal(
        report_id=told.report.pk, slots={later.key.key: slot}, facts=told.facts, by=city.city.person, at=at
    )
    mine = rules.open_report(report_id=told.report.pk, by=later.person, at=at)[0]
    assert envelope.open_(bytes(mine.sealed), later.identity).decode() == told.content


def test_a_later_holder_from_the_accused_unit_is_never_offered(city: City, at: datetime) -> None:
    from qingyuan.org.testing import a_person

    told = a_report(at=at, facts=facts(STATION))
    insider = a_person(city.station, Role.DISCIPLINE, at_unit=city.supervision, name="本所的人")
    a_seat(DeskKind.CITY, city.supervision, at=at, desk=city.city.desk, person=insider)
    assert without_slot(told.report, told.facts, at) == []


def test_who_leaves_a_desk_opens_nothing_any_more(city: City, at: datetime) -> None:
    told = a_report(at=at, facts=facts(STATION))
    keeper = city.resident.person
    rules.end_holder(holder_id=city.city.key.holder_id, by=keeper, at=at)
    with pytest.raises(Missing):
        rules.open_report(report_id=told.report.pk, by=city.city.person, at=at)


def test_nobody_comes_to_a_desk_by_one_persons_word(city: City, at: datetime) -> None:
    from qingyuan.org.testing import a_person

    new = a_person(city.supervision, Role.DISCIPLINE, at_unit=city.root, name="新来的")
    proposed = rules.propose_holder(desk_id=city.city.desk.pk, person=new, by=city.resident.person, at=at)
    with pytest.raises(CannotKeepKey):
        rules.make_key(holder_id=proposed.pk, recipient=city.city.key.recipient, by=new, at=at)
    for same in (city.resident.person, new):
        with pytest.raises(CannotKeepKey):
            rules.agree_to_holder(holder_id=proposed.pk, by=same, at=at)
    rules.agree_to_holder(holder_id=proposed.pk, by=city.upper.person, at=at)
    recipient = envelope.recipient_of(envelope.new_identity())
    assert rules.make_key(holder_id=proposed.pk, recipient=recipient, by=new, at=at).recipient == recipient
    for stranger in city.strangers:
        with pytest.raises(Forbidden):
            rules.propose_holder(desk_id=city.city.desk.pk, person=new, by=stranger, at=at)


def test_shares_of_a_key_go_to_other_offices(city: City, at: datetime) -> None:
    secret = envelope.secret_of(city.city.identity)
    shares = envelope.split(secret, 2, 2)
    keepers = [city.resident, city.upper]
    sealed = {
        seat.key.key: envelope.seal(share, seat.key.recipient)
        for seat, share in zip(keepers, shares, strict=True)
    }
    rules.keep_shares(key_id=city.city.key.pk, shares=sealed, by=city.city.person, at=at)
    opened = [envelope.open_(sealed[seat.key.key], seat.identity) for seat in keepers]
    assert envelope.identity_from(envelope.join(opened)) == city.city.identity
    with pytest.raises(CannotKeepKey):
        rules.keep_shares(key_id=city.city.key.pk, shares={}, by=city.city.person, at=at)
    own = {city.city.key.key: sealed[city.upper.key.key], city.upper.key.key: sealed[city.upper.key.key]}
    with pytest.raises(CannotKeepKey):
        rules.keep_shares(key_id=city.city.key.pk, shares=own, by=city.city.person, at=at)


# -- who the reporter is ------------------------------------------------------------------------------------------


def test_the_identity_is_opened_by_two_with_a_reason(city: City, at: datetime) -> None:
    told = a_report(at=at, facts=facts(STATION), name="举报人甲")
    asked = rules.ask_identity(
        report_id=told.report.pk, why=Why.VERIFY, tell_reporter=True, by=city.city.person, at=at
    )
    with pytest.raises(Missing):
        rules.take_identity(opening_id=asked.pk, by=city.city.person, at=at)
    theirs = told.report.vault.shares.get(key=city.upper.key)
    again = envelope.seal(envelope.open_(bytes(theirs.sealed), city.upper.identity), city.city.key.recipient)
    with pytest.raises(CannotOpenVault):
        rules.agree_to_identity(opening_id=asked.pk, sealed=again, by=city.city.person, at=at)
    rules.agree_to_identity(opening_id=asked.pk, sealed=again, by=city.upper.person, at=at)
    opening, own = rules.take_identity(opening_id=asked.pk, by=city.city.person, at=at)
    shares = [
        envelope.open_(own, city.city.identity),
        envelope.open_(bytes(opening.share), city.city.identity),
    ]
    key = envelope.identity_from(envelope.join(shares))
    plain = envelope.unpad(envelope.open_(bytes(opening.vault.sealed), key))
    assert json.loads(plain) == {"name": "举报人甲"}
    told_of = [entry.act for entry in acts_on(f"report:{told.report.public_id}")]
    assert told_of[-3:] == ["reports.ask_identity", "reports.agree_to_identity", "reports.take_identity"]


def test_an_anonymous_report_can_become_a_named_one_and_has_nothing_to_open_before(
    city: City, at: datetime
) -> None:
    told = a_report(at=at, facts=facts(STATION))
    with pytest.raises(CannotOpenVault):
        rules.ask_identity(
            report_id=told.report.pk, why=Why.VERIFY, tell_reporter=True, by=city.city.person, at=at
        )
    keepers = [city.city.key, city.upper.key]
    named = rules.give_name(locator=told.locator, vault=a_vault("甲", keepers), facts=told.facts, at=at)
    assert named.real_name
    with pytest.raises(CannotReport):
        rules.give_name(locator=told.locator, vault=a_vault("乙", keepers), facts=told.facts, at=at)


# -- it cannot vanish ---------------------------------------------------------------------------------------------


def test_what_was_promised_in_the_record_is_what_is_held(city: City, at: datetime) -> None:
    told = a_report(at=at, facts=facts(STATION), name="甲")
    rules.say(locator=told.locator, sealed=a_text(told.report, "补充"), at=at)
    rules.attach(locator=told.locator, sealed=a_file(told.report), at=at)
    entries = list(acts_on(f"report:{told.report.public_id}"))
    promised = [json.loads(entry.detail)["digest"] for entry in entries]
    assert [one.hex() for one in held(entries)] == promised
    assert [entry.act for entry in entries] == [
        "reports.accept", "reports.give_name", "reports.say", "reports.attach",
    ]  # fmt: skip
    assert verify().ok


def a_file(report: Report) -> bytes:
    return envelope.seal(envelope.pad_file("照片.png", "image/png", b"\x89PNG"), report.recipient)


def off(table: str) -> None:
    """What a superuser does first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [f"reports_{table}"],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE reports_{table} DISABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("envelope", "UPDATE reports_envelope SET sealed = %s"),
        ("report", "UPDATE reports_report SET locator_hash = %s"),
        ("slot", "UPDATE reports_slot SET sealed = %s"),
        ("report", "UPDATE reports_report SET own_slot = %s"),
    ],
)
def test_a_change_behind_the_rules_is_seen_by_the_receipt_holder(
    city: City, at: datetime, table: str, words: str
) -> None:
    told = a_report(at=at, facts=facts(STATION))
    entry = acts_on(f"report:{told.report.public_id}")[0]
    proof = proof_of(entry.index)
    assert still_there(proof).ok
    off(table)
    with connection.cursor() as cursor:
        cursor.execute(words, [b"changed behind the rules"])
    assert not still_there(proof).ok


def test_only_a_hash_of_the_locator_and_no_word_of_the_report_is_kept(city: City, at: datetime) -> None:
    told = a_report(at=at, facts=facts(STATION), words="丹枫路收受烟酒", name="举报人甲")
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            if table.startswith(("reports_", "trail_")):
                cursor.execute(f"SELECT * FROM {table}")
                rows += [
                    bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row
                ]
    flat = b"\n".join(v if isinstance(v, bytes) else str(v).encode() for v in rows)
    for secret in ("丹枫路", "举报人甲", "990101010000", told.code, told.content, told.identity):
        assert secret.encode() not in flat
    assert told.locator not in flat
    assert located(told.locator) == told.report
    assert located(b"") is None


def test_a_reporter_known_by_name_is_watched_over_and_nowhere_stands_of_which_report(
    city: City, at: datetime
) -> None:
    from qingyuan.discipline.models import Protected

    told = a_report(at=at, facts=facts(STATION), name="所长甲")
    rules.open_report(report_id=told.report.pk, by=city.city.person, at=at)
    asked = rules.ask_identity(
        report_id=told.report.pk, why=Why.PROTECT, tell_reporter=True, by=city.city.person, at=at
    )
    with pytest.raises(Missing):  # nobody is named before the identity was opened by two
        rules.watch_reporter(opening_id=asked.pk, person=city.clerk, by=city.city.person, at=at)
    share = envelope.seal(bytes(50), city.city.key.recipient)
    rules.agree_to_identity(opening_id=asked.pk, sealed=share, by=city.upper.person, at=at)
    with pytest.raises(Missing):
        rules.watch_reporter(opening_id=asked.pk, person=city.clerk, by=city.city.person, at=at)
    rules.take_identity(opening_id=asked.pk, by=city.city.person, at=at)
    with pytest.raises(Missing):
        rules.watch_reporter(opening_id=asked.pk, person=city.clerk, by=city.upper.person, at=at)
    with pytest.raises(CannotOpenVault):
        rules.watch_reporter(opening_id=asked.pk, person=city.city.person, by=city.city.person, at=at)
    holds(city.city.person, Role.DISCIPLINE, city.root)
    city.city.person.__dict__.pop("_standings", None)
    rules.watch_reporter(opening_id=asked.pk, person=city.clerk, by=city.city.person, at=at)
    watched = Protected.objects.get()
    assert (watched.person, watched.source) == (city.clerk, "reporter")
    with pytest.raises(CannotOpenVault):
        rules.watch_reporter(opening_id=asked.pk, person=city.clerk, by=city.city.person, at=at)
    entry = acts_on(f"report:{told.report.public_id}").last()
    assert entry is not None
    assert entry.act == "reports.watch_reporter"
    assert city.clerk.key not in entry.detail
