"""A lost key comes back by shares of two other offices, and by nothing less."""

import os
from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from qingyuan.engines import envelope
from qingyuan.kit.errors import Missing
from qingyuan.org.api import Person
from qingyuan.reports import rules
from qingyuan.reports.errors import CannotKeepKey, Forbidden
from qingyuan.reports.kinds import DeskKind, Lost, RecoveryEnd
from qingyuan.reports.models import DutyKey, KeyShare, Recovery, RecoveryShare, Slot
from qingyuan.reports.queries import recovering
from qingyuan.reports.queries.reading import readable, unsealed
from qingyuan.reports.queries.routing import Facts
from qingyuan.reports.rules import Again
from qingyuan.reports.testing import Seat, Told, a_report, a_seat
from qingyuan.trail.api import acts_on
from tests.reports.conftest import City


def deposit(of: Seat, keepers: list[Seat], at: datetime) -> None:
    """What the holder's browser does while all is well."""
    parts = envelope.split(envelope.secret_of(of.identity), 2, len(keepers))
    shares = {
        seat.key.key: envelope.seal(part, seat.key.recipient)
        for seat, part in zip(keepers, parts, strict=True)
    }
    rules.keep_shares(key_id=of.key.pk, shares=shares, by=of.person, at=at)


def a_new_key(of: Seat, at: datetime) -> tuple[DutyKey, str]:
    identity = envelope.new_identity()
    recipient = envelope.recipient_of(identity)
    made = rules.make_key(holder_id=of.key.holder_id, recipient=recipient, by=of.person, at=at)
    return made, identity


def given(recovery: Recovery, by: Seat, at: datetime) -> bytes:
    """What a keeper's browser does: his share opened, and sealed again to who asks."""
    share = recovering.share_of(recovery, by.person)
    plain = envelope.open_(bytes(share.sealed), by.identity)
    sealed = envelope.seal(plain, recovery.into.recipient)
    said = recovery.into.fingerprint[-9:].lower()
    rules.give_share(recovery_id=recovery.pk, sealed=sealed, said=said, by=by.person, at=at)
    return sealed


def asked(city: City, at: datetime) -> tuple[Recovery, str]:
    deposit(city.city, [city.unit, city.resident, city.upper], at)
    _new, identity = a_new_key(city.city, at)
    return rules.ask_recovery(
        key_id=city.city.key.pk, why=Lost.PASSPHRASE, by=city.city.person, at=at
    ), identity


def a_told(at: datetime) -> Told:
    return a_report(at=at, facts=Facts(units=(("990101010000", "head"),), nonce=os.urandom(16)))


def test_two_offices_give_the_key_back_and_everything_is_sealed_to_the_new_one(
    city: City, at: datetime
) -> None:
    told = [a_told(at) for _n in range(3)]
    recovery, identity = asked(city, at)
    sealed = [given(recovery, seat, at) for seat in (city.resident, city.upper)]
    shares = rules.take_shares(recovery_id=recovery.pk, by=city.city.person, at=at)
    assert shares == sealed
    old = envelope.identity_from(envelope.join([envelope.open_(one, identity) for one in shares]))
    assert old == city.city.identity

    facts = {one.report.public_id: one.facts for one in told}
    batch = rules.open_batch(after="", by=city.city.person, at=at)
    assert [report.public_id for report, _slots in batch] == sorted(facts)
    again = []
    for report, slots in batch:
        content = envelope.open_(bytes(slots[0].sealed), old)
        slot = envelope.seal(content, recovery.into.recipient)
        again.append(Again(report.public_id, {recovery.into.key: slot}, facts[report.public_id]))
    assert rules.reseal_batch(again=again, by=city.city.person, at=at) == []
    assert rules.open_batch(after="", by=city.city.person, at=at) == []
    new = Slot.objects.filter(key=recovery.into)
    assert new.count() == 3
    assert envelope.open_(bytes(new[0].sealed), identity).decode() == next(
        one.content for one in told if one.report == new[0].report
    )

    done = rules.finish_recovery(recovery_id=recovery.pk, by=city.city.person, at=at)
    assert done.end == RecoveryEnd.DONE
    assert not KeyShare.objects.filter(of=city.city.key).exists()
    assert {bytes(one.sealed) for one in RecoveryShare.objects.all()} == {b""}
    assert DutyKey.objects.get(pk=city.city.key.pk).retired_at is not None
    acts = [entry.act for entry in acts_on(f"desk:{city.city.desk.key}")][-5:]
    assert acts == [
        "reports.ask_recovery", "reports.give_share", "reports.give_share", "reports.take_shares",
        "reports.finish_recovery",
    ]  # fmt: skip
    assert not unsealed(city.city.person, at).exists()


def test_routing_is_asked_again_and_what_it_refuses_stays_behind(city: City, at: datetime) -> None:
    told = a_told(at)
    recovery, _identity = asked(city, at)
    slot = envelope.seal(told.content.encode(), recovery.into.recipient)
    wrong = Facts(units=(("990101000000", "unit"),), nonce=told.facts.nonce)
    name = told.report.public_id
    for facts, key in ((wrong, recovery.into.key), (told.facts, city.unit.key.key)):
        again = [Again(name, {key: slot}, facts)]
        assert rules.reseal_batch(again=again, by=city.city.person, at=at) == [name]
    from qingyuan.org.models import Post

    Post.objects.filter(person=city.city.person).update(unit=city.station)  # he serves now where it is about
    again = [Again(name, {recovery.into.key: slot}, told.facts)]
    assert rules.reseal_batch(again=again, by=city.city.person, at=at) == [name]
    assert not Slot.objects.filter(key=recovery.into).exists()


def test_one_office_alone_gives_nothing_back(city: City, at: datetime) -> None:
    recovery, _identity = asked(city, at)
    with pytest.raises(CannotKeepKey):
        rules.take_shares(recovery_id=recovery.pk, by=city.city.person, at=at)
    given(recovery, city.upper, at)
    with pytest.raises(CannotKeepKey) as refused:
        rules.take_shares(recovery_id=recovery.pk, by=city.city.person, at=at)
    assert [reason.code for reason in refused.value.reasons] == ["not_yet"]
    with pytest.raises(Missing):  # nor does he give twice
        given(recovery, city.upper, at)


def test_nobody_asks_for_anothers_key_and_no_administrator_takes_part(city: City, at: datetime) -> None:
    deposit(city.city, [city.unit, city.resident, city.upper], at)
    a_new_key(city.city, at)
    key = city.city.key.pk
    follower = a_seat(DeskKind.CITY, city.supervision, at=at, desk=city.city.desk)
    for other in (city.unit.person, follower.person):
        with pytest.raises(Missing):
            rules.ask_recovery(key_id=key, why=Lost.DEVICE, by=other, at=at)
    for stranger in city.strangers:
        with pytest.raises(Forbidden):
            rules.ask_recovery(key_id=key, why=Lost.DEVICE, by=stranger, at=at)
    recovery = rules.ask_recovery(key_id=key, why=Lost.DEVICE, by=city.city.person, at=at)
    with pytest.raises(CannotKeepKey):
        rules.ask_recovery(key_id=key, why=Lost.DEVICE, by=city.city.person, at=at)
    for act in (rules.take_shares, rules.finish_recovery, rules.withdraw_recovery):
        for other in (follower.person, city.upper.person):
            with pytest.raises(Missing):
                act(recovery_id=recovery.pk, by=other, at=at)
        for stranger in city.strangers:
            with pytest.raises(Forbidden):
                act(recovery_id=recovery.pk, by=stranger, at=at)
    with pytest.raises(Missing):
        rules.refuse_recovery(recovery_id=recovery.pk, by=follower.person, at=at)


def test_a_share_is_given_only_after_the_new_key_was_compared_with_its_owner(
    city: City, at: datetime
) -> None:
    recovery, _identity = asked(city, at)
    share = recovering.share_of(recovery, city.upper.person)
    plain = envelope.open_(bytes(share.sealed), city.upper.identity)
    sealed = envelope.seal(plain, recovery.into.recipient)
    for said, what in (("", sealed), ("0000-0000", sealed), (recovery.into.fingerprint[-9:], b"plain")):
        with pytest.raises(CannotKeepKey):
            rules.give_share(recovery_id=recovery.pk, sealed=what, said=said, by=city.upper.person, at=at)
    assert not RecoveryShare.objects.exists()


def test_a_keeper_may_refuse_and_the_asker_withdraw(city: City, at: datetime) -> None:
    recovery, _identity = asked(city, at)
    given(recovery, city.unit, at)
    rules.refuse_recovery(recovery_id=recovery.pk, by=city.upper.person, at=at)
    with pytest.raises(Missing):
        rules.take_shares(recovery_id=recovery.pk, by=city.city.person, at=at)
    assert KeyShare.objects.filter(of=city.city.key).count() == 3  # nothing was lost by it
    again = rules.ask_recovery(key_id=city.city.key.pk, why=Lost.DEVICE, by=city.city.person, at=at)
    rules.withdraw_recovery(recovery_id=again.pk, by=city.city.person, at=at)
    assert [one.end for one in Recovery.objects.order_by("pk")] == ["refused", "withdrawn"]


def test_without_two_sitting_keepers_nothing_is_asked_in_vain(city: City, at: datetime) -> None:
    deposit(city.city, [city.unit, city.upper], at)
    a_new_key(city.city, at)
    rules.end_holder(holder_id=city.upper.key.holder_id, by=city.resident.person, at=at)
    with pytest.raises(CannotKeepKey) as refused:
        rules.ask_recovery(key_id=city.city.key.pk, why=Lost.DEVICE, by=city.city.person, at=at)
    assert [reason.code for reason in refused.value.reasons] == ["few_shares"]


def test_those_who_watch_over_it_see_every_step_and_others_only_their_own(city: City, at: datetime) -> None:
    recovery, _identity = asked(city, at)
    seen = {seat.desk.kind: recovering.all_for(seat.person, at) for seat in city.seats}
    assert seen["resident"] == seen["upper"] == seen["city"] == [recovery]
    assert seen["unit"] == []
    with pytest.raises(DatabaseError), transaction.atomic():
        Recovery.objects.filter(pk=recovery.pk).update(end="done")
    with pytest.raises(DatabaseError), transaction.atomic():
        Recovery.objects.filter(pk=recovery.pk).update(into=city.city.key)


def test_present_readers_seal_to_newcomers_of_their_desks_in_batches(city: City, at: datetime) -> None:
    told = [a_told(at) for _n in range(2)]
    assert not unsealed(city.city.person, at).exists()
    follower: Person = a_seat(DeskKind.CITY, city.supervision, at=at, desk=city.city.desk).person
    assert (
        set(unsealed(city.unit.person, at))
        == set(unsealed(city.city.person, at))
        == {one.report for one in told}
    )
    assert not readable(follower).exists()
    key = DutyKey.objects.get(holder__person=follower)
    again = [
        Again(one.report.public_id, {key.key: envelope.seal(one.content.encode(), key.recipient)}, one.facts)
        for one in told
    ]
    assert rules.reseal_batch(again=again, by=city.unit.person, at=at) == []
    assert readable(follower).count() == 2
    assert rules.reseal_batch(again=again, by=follower, at=at) == [one.report.public_id for one in told]
