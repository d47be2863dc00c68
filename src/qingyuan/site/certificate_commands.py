"""`qingyuan certificates make | renew | show`: HTTPS by itself."""

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Any


def register(parts: "argparse._SubParsersAction[Any]") -> None:
    top = parts.add_parser(
        "certificates",
        help="a certificate authority of one's own, and the server's certificate",
        epilog="example: qingyuan certificates make --name qingyuan.example.gov.cn --ip 10.1.2.3",
    )
    acts = top.add_subparsers(dest="act", required=True)

    one = acts.add_parser("make", help="make the authority and the first server certificate")
    one.add_argument(
        "--name", action="append", required=True, metavar="HOST", help="name in the address; repeatable"
    )
    one.add_argument("--ip", action="append", default=[], metavar="ADDRESS", help="IP address; repeatable")
    one.add_argument(
        "--throw-key-away",
        action="store_true",
        help="keep no key of the authority: safest, but in 397 days every device has to trust a new one",
    )
    _passphrase(one)
    one.set_defaults(func=make)

    one = acts.add_parser(
        "renew", help="a new server certificate for the same names; devices need not be touched"
    )
    _passphrase(one)
    one.set_defaults(func=renew)

    one = acts.add_parser("show", help="names, validity, and the authority's fingerprint")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=show)


def _passphrase(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="first line: passphrase of the authority's key"
    )
    one.add_argument("--json", action="store_true")


def make(args: argparse.Namespace) -> int:
    from django.conf import settings

    from qingyuan.kit import certificates, clock

    try:
        secret = None if args.throw_key_away else _asked(args.passphrase_file, twice=True)
        certificates.make(
            settings.DATA, names=args.name, addresses=args.ip, passphrase=secret, at=clock.real_now()
        )
    except (certificates.CannotCertify, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    missing = [one for one in (*args.name, *args.ip) if one.lower() not in settings.ALLOWED_HOSTS]
    if missing:
        print(f"add to QINGYUAN_HOSTS: {','.join(missing)}", file=sys.stderr)
    return show(args)


def renew(args: argparse.Namespace) -> int:
    from django.conf import settings

    from qingyuan.kit import certificates, clock

    try:
        certificates.renew(settings.DATA, passphrase=_asked(args.passphrase_file), at=clock.real_now())
    except (certificates.CannotCertify, OSError) as problem:
        print(problem, file=sys.stderr)
        return 2
    print("restart qingyuan serve, so that it shows the new certificate", file=sys.stderr)
    return show(args)


def show(args: argparse.Namespace) -> int:
    from django.conf import settings

    from qingyuan.kit import certificates

    authority, server = certificates.authority(settings.DATA), certificates.served(settings.DATA)
    if authority is None or server is None:
        print("there are no certificates: qingyuan certificates make --name HOST", file=sys.stderr)
        return 1
    kept = (certificates.place(settings.DATA) / "authority.key").is_file()
    said = {
        "names": list(server.names),
        "until": server.until.isoformat(),
        "authority": authority.name,
        "authority_until": authority.until.isoformat(),
        "authority_key": "sealed" if kept else "thrown away",
        "fingerprint": authority.fingerprint,
        "certificate": str(certificates.place(settings.DATA) / "authority.pem"),
    }
    if args.json:
        print(json.dumps({"ok": True, **said}, ensure_ascii=False))
    else:
        for name, value in said.items():
            print(f"{name:16} {', '.join(value) if isinstance(value, list) else value}")
    return 0


def _asked(kept: Path | None, *, twice: bool = False) -> str:
    """The passphrase from a file, or typed by a person; never from the command line, which others can see."""
    from qingyuan.kit.certificates import CannotCertify

    if kept is not None:
        return (kept.read_text(encoding="utf-8").splitlines() or [""])[0]
    if not os.isatty(sys.stdin.fileno()):
        raise CannotCertify("no terminal to ask at: use --passphrase-file FILE, or --throw-key-away")
    said = getpass.getpass("passphrase of the authority's key: ")
    if twice and getpass.getpass("once more: ") != said:
        raise CannotCertify("the two differ")
    return said
