"""`qingyuan trail`: verify, checkpoint, prove, check-proof."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    trail = subparsers.add_parser(
        "trail", help="the append-only record: verify, checkpoint, prove, check-proof"
    )
    acts = trail.add_subparsers(dest="act", required=True)

    one = acts.add_parser("verify", help="re-compute every entry, the tree and all signatures")
    one.add_argument("--against", type=Path, metavar="FILE", help="an older checkpoint, kept elsewhere")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=verify)

    one = acts.add_parser("checkpoint", help="print the newest signed checkpoint and the public key")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=checkpoint)

    one = acts.add_parser("prove", help="print the proof that an entry is in the log")
    one.add_argument("entry", type=int, help="index of the entry, from 0")
    one.add_argument("--out", type=Path, metavar="FILE")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=prove)

    one = acts.add_parser(
        "check-proof",
        help="check a proof file without any database",
        epilog="example: qingyuan trail check-proof proof.txt --key 'qingyuan.local/trail+1a2b3c4d+AZ...'",
    )
    one.add_argument("proof", type=Path)
    one.add_argument("--key", required=True, help="the log's public key, or a file that holds it")
    one.add_argument("--url", help="ask this platform too whether the entry and its object are still there")
    one.add_argument("--trust", type=Path, metavar="PEM", help="certificate of the authority behind https")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=check_proof, needs_database=False)


def verify(args: argparse.Namespace) -> int:
    from qingyuan.trail import queries

    if args.against and not args.against.is_file():
        print(f"no such file: {args.against}", file=sys.stderr)
        return 2
    with tqdm(unit="entries", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:

        def seen(done: int, whole: int) -> None:
            bar.total = whole
            bar.update(done - bar.n)

        verdict = queries.verify(kept=args.against, seen=seen)
    if args.json:
        said = {"ok": verdict.ok, "size": verdict.size, "root": verdict.root, "first_bad": verdict.first_bad}
        print(json.dumps({**said, "problem": verdict.problem, "detail": verdict.detail}))
    elif verdict.ok:
        print(f"ok: {verdict.size} entries, root {verdict.root}")
    else:
        print(f"NOT OK at entry {verdict.first_bad}: {verdict.problem}: {verdict.detail}")
    return 0 if verdict.ok else 1


def checkpoint(args: argparse.Namespace) -> int:
    from qingyuan.trail import queries

    newest, key = queries.public_checkpoint(), queries.verifier_key()
    if args.json:
        print(json.dumps({"ok": bool(newest), "checkpoint": newest, "key": key}))
    elif newest:
        print(newest, end="")
        print(f"key: {key}", file=sys.stderr)
    else:
        print("the record is empty: nothing has been signed yet", file=sys.stderr)
    return 0 if newest else 1


def prove(args: argparse.Namespace) -> int:
    from qingyuan.trail import queries

    try:
        proof = queries.proof_of(args.entry)
    except LookupError:
        print(f"there is no entry {args.entry}", file=sys.stderr)
        return 2
    if args.out:
        try:
            args.out.write_text(proof, encoding="utf-8")
        except OSError as problem:
            print(f"cannot write {args.out}: {problem.strerror}", file=sys.stderr)
            return 2
    if args.json:
        print(json.dumps({"ok": True, "entry": args.entry, "proof": proof}))
    elif not args.out:
        print(proof, end="")
    return 0


def check_proof(args: argparse.Namespace) -> int:
    """Needs no database and no settings: the engine alone decides; with ``--url`` also what a platform answers."""
    from qingyuan.engines.merkle import check_bundle

    try:
        data = args.proof.read_bytes()
        named = Path(args.key)
        given = "+" in args.key or not named.is_file()
        key = args.key if given else named.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as problem:
        print(f"cannot read: {problem.strerror}", file=sys.stderr)
        return 2
    found = check_bundle(data, key)
    if args.url and found.ok:
        return _ask(args, data, key)
    if args.json:
        print(
            json.dumps(
                {
                    "ok": found.ok,
                    "kind": found.kind,
                    "size": found.size,
                    "origin": found.origin,
                    "index": found.index,
                    "says": found.opening.content if found.opening else None,
                    "problem": found.problem,
                    "detail": found.detail,
                },
                ensure_ascii=False,
            )
        )
    elif found.ok:
        print(f"ok: {found.kind} in {found.origin}, {found.size} entries, index {found.index}")
    else:
        print(f"NOT OK: {found.problem}: {found.detail}")
    return 0 if found.ok else 1


def _ask(args: argparse.Namespace, data: bytes, key: str) -> int:
    """Whether the platform's log still extends the proof's checkpoint and still holds what the entry speaks of."""
    from qingyuan.engines.merkle import recheck
    from qingyuan.trail.commands.asking import CannotAsk, Log, Withheld
    from qingyuan.trail.policy import promised

    try:
        with Log(args.url, trust=args.trust) as log:
            found = recheck(data, key, log.checkpoint(), log.read, promised=promised)
    except Withheld as problem:
        print(f"NOT OK: the platform has no checkpoint to show: {problem}", file=sys.stderr)
        return 1
    except CannotAsk as problem:
        print(f"could not ask: {problem}", file=sys.stderr)
        return 2
    said = {"ok": found.ok, "standing": str(found.standing), "index": found.proof.index, "size": found.size}
    if args.json:
        print(json.dumps({**said, "detail": found.detail}))
    elif found.ok:
        words = "unchanged" if found.standing == "present" else found.detail
        print(f"ok: entry {found.proof.index} still stands among {found.size}; what it speaks of: {words}")
    else:
        print(f"NOT OK: {found.standing}: {found.detail}")
    return 0 if found.ok else 1
