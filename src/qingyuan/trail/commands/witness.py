"""`qingyuan witness`: follow a log on a machine of one's own, notice what was done to it, vouch for what is good."""

import argparse
import json
import secrets
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qingyuan.engines.merkle import (
    Checkpoint,
    KeyKind,
    MerkleError,
    Note,
    Signer,
    VerifierKey,
    cosign,
    follow,
    remembers,
)
from qingyuan.trail.commands.asking import OF_BUNDLE, CannotAsk, Log, Withheld
from qingyuan.trail.commands.memory import Memory, Mirror, write

SOONEST = 5.0  # seconds between two rounds

EPILOG = """examples:
  qingyuan witness keygen --name witness.example.org --key witness.key
  qingyuan witness https://qingyuan.example.gov.cn --state seen --once
  qingyuan witness https://qingyuan.example.gov.cn --state seen --key witness.key --submit --every 600

exit codes: 0 the log is what it was, and has at most grown; 1 it was changed: the first entry is named, and what was
remembered stays as it was; 2 it could not be asked, or the call is wrong
"""


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    one = subparsers.add_parser(
        "witness",
        help="follow a platform's public record from another machine, and vouch for it",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    one.add_argument("url", metavar="URL|keygen", help="address of the platform; or keygen: make a key")
    one.add_argument("--state", type=Path, metavar="DIR", help="where to remember what was seen")
    one.add_argument(
        "--log", metavar="KEY", help="the log's public key, or a file with it (else: as first seen)"
    )
    one.add_argument("--key", type=Path, metavar="FILE", help="this witness's own key, made with keygen")
    one.add_argument("--name", help="with keygen: name of the witness, such as witness.example.org")
    often = one.add_mutually_exclusive_group()
    often.add_argument("--once", action="store_true", help="one round (the default)")
    often.add_argument("--every", type=float, metavar="SECONDS", help="go on, one round each so many seconds")
    one.add_argument("--mirror", type=Path, metavar="DIR", help="keep a full copy that others can verify")
    one.add_argument("--submit", action="store_true", help="hand the cosignature to the platform")
    one.add_argument("--trust", type=Path, metavar="PEM", help="certificate of the authority behind https")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=run, needs_database=False)


class Wrong(Exception):
    """The call, or a file that it names, is wrong."""


@dataclass(frozen=True)
class Said:
    """What one round found."""

    code: int
    words: str
    size: int = 0
    first_bad: int | None = None
    problem: str = ""
    submitted: bool = False


def run(args: argparse.Namespace) -> int:
    """One round, or one after another until something is found."""
    try:
        if args.url == "keygen":
            return keygen(args)
        if not args.state:
            raise Wrong("--state DIR is where the witness remembers what it saw")
        if args.submit and not args.key:
            raise Wrong("--submit needs --key: the key that signs")
        if args.every is not None and args.every < SOONEST:
            raise Wrong(f"--every is at least {SOONEST:.0f} seconds")
        own = _own_key(args.key) if args.key else None
        with Log(args.url, trust=args.trust) as log:
            while True:
                said = _safely(args, log, own)
                _tell(said, args.json)
                if args.every is None or said.code == 1:
                    return said.code
                time.sleep(args.every)
    except (Wrong, CannotAsk) as problem:
        print(problem, file=sys.stderr)
        return 2


def keygen(args: argparse.Namespace) -> int:
    """Make the key of a witness: the secret half in a file of one's own, the public one to be told."""
    if not args.key or not args.name:
        raise Wrong("keygen needs --name NAME and --key FILE")
    if args.key.exists():
        raise Wrong(f"{args.key} is there already: a key is never written over")
    try:
        made = Signer.from_seed(args.name, secrets.token_bytes(32), KeyKind.COSIGNATURE_V1)
        write(args.key, made.secret_text().encode() + b"\n", mode=0o600)
    except MerkleError as problem:
        raise Wrong(f"--name: {problem.detail}") from None
    except OSError as problem:
        raise Wrong(f"cannot write {args.key}: {problem.strerror}") from None
    print(json.dumps({"ok": True, "public": str(made.verifier)}) if args.json else made.verifier)
    return 0


def round_of(
    log: Log, memory: Memory, key: VerifierKey, own: Signer | None, args: argparse.Namespace
) -> Said:
    """Ask, compare, remember, copy, vouch: in this order, so that only what is good is remembered or signed."""
    last = memory.last(key)
    if last is not None and not remembers(last, memory.read):
        raise Wrong(
            f"what lies in {memory.place} is not what was remembered there: it was damaged or changed"
        )
    newest = log.checkpoint()
    found = follow(newest, key, last.size if last else 0, memory.read, log.read)
    if not found.ok:
        write(memory.place / f"refused-{int(time.time())}", newest)
        words = f"REFUSED from entry {found.first_bad} on: {found.detail}"
        return Said(1, words, found.size, found.first_bad, str(found.problem))
    note = Note.parse(newest)
    if own is not None:
        note = cosign(note, key, own, stamp=int(time.time()))
    signed = str(note).encode()
    memory.keep(found.news, signed)
    if args.mirror:
        Mirror(args.mirror).keep(
            memory, found.size, signed, str(key), lambda place: log.get(place.path, OF_BUNDLE)
        )
    if args.submit:
        log.post("witness/cosignature", signed)
    grown = found.size - (last.size if last else 0)
    return Said(0, f"ok: {found.size} entries, {grown} of them new", found.size, submitted=bool(args.submit))


def _safely(args: argparse.Namespace, log: Log, own: Signer | None) -> Said:
    memory = Memory(args.state)
    try:
        key = _log_key(args, log, memory)
        return round_of(log, memory, key, own, args)
    except Withheld as problem:
        first = _seen(memory)
        if not first:
            return Said(
                2, f"there is no signed record at this address (yet): {problem}", problem="unreachable"
            )
        return Said(1, f"REFUSED: the log does not hand out what it should: {problem}", 0, first, "withheld")
    except (LookupError, MerkleError) as problem:
        return Said(
            1, f"REFUSED: what the log hands out is not the log: {problem}", 0, _seen(memory), "malformed"
        )
    except CannotAsk as problem:
        return Said(2, f"could not ask: {problem}", problem="unreachable")
    except Wrong as problem:
        return Said(2, str(problem), problem="memory")
    except OSError as problem:
        return Said(2, f"cannot write {problem.filename}: {problem.strerror}", problem="memory")


def _seen(memory: Memory) -> int:
    """How many entries were vouched for so far: the first of which nothing is known."""
    text = memory.text("checkpoint")
    try:
        return Checkpoint.parse_text(Note.parse(text).text).size if text else 0
    except MerkleError:
        return 0


def _log_key(args: argparse.Namespace, log: Log, memory: Memory) -> VerifierKey:
    """The log's key: as given, else as remembered, else as the log itself names it on the first day."""
    kept = memory.text("key").strip()
    given = ""
    if args.log:
        named = Path(args.log)
        given = (
            args.log if "+" in args.log else (named.read_text("utf-8", "replace") if named.is_file() else "")
        )
        if not given:
            raise Wrong(f"no such file, and no key: {args.log}")
    try:
        key = VerifierKey.parse((given or kept or log.key()).strip())
        if kept and str(key) != kept:
            raise Wrong(f"--log names another key than the one remembered in {args.state}")
    except MerkleError as problem:
        raise Wrong(f"the log's key cannot be read: {problem.detail}") from None
    if not kept:
        write(args.state / "key", str(key).encode() + b"\n")
        if not given:
            print(
                f"the log's key as it names it itself: compare it with the bureau's: {key}", file=sys.stderr
            )
    return key


def _own_key(place: Path) -> Signer:
    try:
        own = Signer.parse(place.read_text("utf-8", "replace").strip())
    except OSError as problem:
        raise Wrong(f"cannot read {place}: {problem.strerror}") from None
    except MerkleError as problem:
        raise Wrong(f"{place}: {problem.detail}") from None
    if own.verifier.kind is not KeyKind.COSIGNATURE_V1:
        raise Wrong(f"{place} is not the key of a witness: make one with qingyuan witness keygen")
    return own


def _tell(said: Said, as_json: bool) -> None:
    if as_json:
        told = {"ok": said.code == 0, "size": said.size, "first_bad": said.first_bad, "problem": said.problem}
        print(json.dumps({**told, "detail": said.words, "submitted": said.submitted}), flush=True)
    else:
        print(said.words, file=sys.stdout if said.code == 0 else sys.stderr, flush=True)
