"""Sign-in and sign-out, as the trail tells them: who, when, how it went. Never a password, never a typed name."""

from datetime import datetime

from django.db import transaction

from qingyuan.org.models import Account
from qingyuan.org.queries import hashed_name
from qingyuan.trail.api import record

NOBODY = "nobody"


@transaction.atomic
def note_sign_in(*, account: Account, second_factor: bool, at: datetime) -> None:
    """A person signed in."""
    account.last_login = at
    account.save(update_fields=["last_login"])
    key = account.person.key
    record(
        actor=key, act="org.sign_in", subject=f"person:{key}", at=at, detail={"second_factor": second_factor}
    )


@transaction.atomic
def note_sign_out(*, account: Account, at: datetime, idle: bool = False) -> None:
    """A person signed out, or the session ended because nobody used it."""
    key = account.person.key
    record(actor=key, act="org.sign_out", subject=f"person:{key}", at=at, detail={"idle": idle})


@transaction.atomic
def note_failure(*, username: str, at: datetime, step: str = "password") -> None:
    """Somebody tried and failed, with the ``password`` or with the ``code`` of the second factor."""
    _note("org.fail_sign_in", username, at, step=step)


@transaction.atomic
def note_lock(*, username: str, at: datetime) -> None:
    """The last failure allowed locked this name for a while."""
    _note("org.lock_account", username, at)


def _note(act: str, username: str, at: datetime, **detail: str) -> None:
    """For an account: under its person. For an unknown name: under nobody, with a keyed hash of what was typed."""
    account = Account.objects.filter(username=username).first()
    if account is not None:
        key = account.person.key
        record(actor=key, act=act, subject=f"person:{key}", at=at, detail=detail)
    else:
        record(
            actor=NOBODY, act=act, subject="nobody", at=at, detail={**detail, "name": hashed_name(username)}
        )
