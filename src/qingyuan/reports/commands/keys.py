"""Make a key, leave shares of it with other offices, and get a lost one back from them."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from qingyuan.reports.commands.typed import SHORTEST, Wrong, asked, mine, said

if TYPE_CHECKING:
    from qingyuan.org.api import Person
    from qingyuan.reports.models import Recovery


def keygen(args: argparse.Namespace) -> int:
    from qingyuan.engines import envelope

    try:
        if args.out.exists():
            raise Wrong(f"there is a file already: {args.out}")
        passphrase = asked(args)
        if len(passphrase) < SHORTEST:
            raise Wrong(f"the passphrase needs at least {SHORTEST} characters")
        identity = envelope.new_identity()
        recipient = envelope.recipient_of(identity)
        args.out.write_bytes(envelope.seal_pass(identity, passphrase))
        args.out.chmod(0o600)
        if args.by:
            _register(args.by, recipient)
    except Wrong as wrong:
        return said(str(wrong))
    except OSError as problem:
        return said(f"cannot write {args.out}: {problem.strerror}")
    told = {
        "recipient": recipient,
        "fingerprint": envelope.fingerprint(recipient),
        "registered": bool(args.by),
    }
    print(json.dumps(told) if args.json else f"{told['recipient']}\nfingerprint {told['fingerprint']}")
    return 0


def _register(number: str, recipient: str) -> None:
    import django

    django.setup()
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.org.api import Person
    from qingyuan.reports import rules
    from qingyuan.reports.queries import reading

    person = Person.objects.filter(police_no=number).first()
    seat = reading.holdings(person).first() if person else None
    if person is None or seat is None:
        raise Wrong("this person sits at no desk")
    try:
        rules.make_key(holder_id=seat.pk, recipient=recipient, by=person, at=clock.now())
    except Refused as refusal:
        raise Wrong(str(refusal)) from None


def _print(args: argparse.Namespace, told: "dict[str, Any]", words: str) -> int:
    print(json.dumps(told, ensure_ascii=False) if args.json else words)
    return 0


def shares(args: argparse.Namespace) -> int:
    """Split the private key among the other offices, one share to each, two of which give it back."""
    from qingyuan.engines import envelope
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.reports import rules
    from qingyuan.reports.queries.routing import current_keys

    try:
        key, identity = mine(args)
        others = {
            one.holder.desk_id: one
            for one in current_keys().order_by("-pk")
            if one.holder.desk_id != key.holder.desk_id and one.holder.person_id != key.holder.person_id
        }
        if len(others) < 2:
            raise Wrong("there are fewer than two other desks with keys")
        parts = envelope.split(envelope.secret_of(identity), 2, len(others))
        sealed = {
            one.key: envelope.seal(part, one.recipient)
            for one, part in zip(others.values(), parts, strict=True)
        }
        rules.keep_shares(key_id=key.pk, shares=sealed, by=key.holder.person, at=clock.now())
    except Wrong as wrong:
        return said(str(wrong))
    except Refused as refusal:
        return said(str(refusal))
    return _print(
        args, {"shares": len(sealed)}, f"{len(sealed)} shares left with other desks; any two give it back"
    )


def ask(args: argparse.Namespace) -> int:
    """Ask for one's old key back, with the new one in hand."""
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.reports import rules
    from qingyuan.reports.kinds import Lost
    from qingyuan.reports.queries import recovering

    try:
        new, _identity = mine(args)
        by = new.holder.person
        found = [one for one in recovering.lost(by) if args.old in ("", one.fingerprint)]
        if not found:
            raise Wrong("no retired key of yours has shares with other desks")
        old = found[0]
        made = rules.ask_recovery(key_id=old.pk, why=Lost(args.why), by=by, at=clock.now())
    except Wrong as wrong:
        return said(str(wrong))
    except Refused as refusal:
        return said(str(refusal))
    told = {"recovery": made.pk, "old": old.fingerprint, "new": new.fingerprint}
    words = f"recovery {made.pk} asked for\nread to the keepers the end of {new.fingerprint}: {new.fingerprint[-9:]}"
    return _print(args, told, words)


def waiting(args: argparse.Namespace) -> int:
    """What others ask of one as a keeper."""
    from qingyuan.reports.queries import recovering

    try:
        key, _identity = mine(args)
    except Wrong as wrong:
        return said(str(wrong))
    rows = [
        {"recovery": one.pk, "who": str(one.asked_by), "desk": str(one.of.holder.desk), "why": one.why}
        for one in recovering.waiting_for(key.holder.person)
    ]
    lines = "\n".join(f"{row['recovery']}  {row['who']}  {row['desk']}  {row['why']}" for row in rows)
    return _print(args, {"recoveries": rows}, lines or "nobody asks for anything")


def give(args: argparse.Namespace) -> int:
    """Give one's share to who asks, after he has read out the end of the fingerprint of his new key."""
    from qingyuan.engines import envelope
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.reports import rules
    from qingyuan.reports.queries import recovering

    try:
        key, identity = mine(args)
        by = key.holder.person
        found = recovering.one_waiting(by, args.recovery)
        share = recovering.share_of(found, by)
        try:
            plain = envelope.open_(bytes(share.sealed), identity)
        except envelope.EnvelopeError:
            raise Wrong("the share is sealed to an older key of yours: use that key file") from None
        sealed = envelope.seal(plain, found.into.recipient)
        rules.give_share(recovery_id=found.pk, sealed=sealed, said=args.said, by=by, at=clock.now())
    except Wrong as wrong:
        return said(str(wrong))
    except Refused as refusal:
        return said(str(refusal))
    return _print(args, {"given": True}, "your share has been given")


def join(args: argparse.Namespace) -> int:
    """Join the old key from the shares that came, and seal every report to the new one."""
    from qingyuan.engines import envelope
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.reports import rules
    from qingyuan.reports.models import Recovery

    try:
        new, identity = mine(args)
        by = new.holder.person
        shares = rules.take_shares(recovery_id=args.recovery, by=by, at=clock.now())
        recovery = Recovery.objects.select_related("of", "into").get(pk=args.recovery)
        old = envelope.identity_from(envelope.join([envelope.open_(one, identity) for one in shares]))
        if envelope.recipient_of(old) != recovery.of.recipient:
            raise Wrong("the shares do not make your old key")
        done, refused = _reseal(recovery, {recovery.of.recipient: old, new.recipient: identity}, by)
        rules.finish_recovery(recovery_id=recovery.pk, by=by, at=clock.now())
    except Wrong as wrong:
        return said(str(wrong))
    except Refused as refusal:
        return said(str(refusal))
    except envelope.EnvelopeError as error:
        return said(f"the shares do not join: {error.problem.value}")
    left = f"; not allowed today: {' '.join(refused)}" if refused else ""
    return _print(args, {"sealed": done, "refused": refused}, f"{done} reports sealed to the new key{left}")


def _reseal(recovery: "Recovery", identities: "dict[str, str]", by: "Person") -> "tuple[int, list[str]]":
    from qingyuan.engines import envelope
    from qingyuan.kit import clock
    from qingyuan.reports import forms, rules
    from qingyuan.reports.errors import CannotReport
    from qingyuan.reports.queries import reading

    after, done, refused = "", 0, list[str]()
    while batch := rules.open_batch(after=after, by=by, at=clock.now()):
        bodies = reading.bodies([report for report, _slots in batch])
        again = []
        for report, slots in batch:
            slot = next((one for one in slots if one.key.recipient in identities), None)
            try:
                if slot is None:
                    raise CannotReport(forms.UNREADABLE)
                content = envelope.open_(bytes(slot.sealed), identities[slot.key.recipient])
                body = json.loads(envelope.unpad(envelope.open_(bodies[report.pk], content.decode())))
                facts = forms.facts_from({**body["facts"], "nonce": body["nonce"]})
            except (envelope.EnvelopeError, CannotReport, KeyError, TypeError, ValueError):
                refused.append(report.public_id)
                continue
            sealed = {recovery.into.key: envelope.seal(content, recovery.into.recipient)}
            again.append(rules.Again(report.public_id, sealed, facts))
        bad = rules.reseal_batch(again=again, by=by, at=clock.now())
        refused += bad
        done += len(again) - len(bad)
        after = batch[-1][0].public_id
        print(f"sealed {done}", file=sys.stderr)
    return done, refused
