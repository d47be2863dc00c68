"""Accounts: opened, closed and reset by the security administrator; passwords and second factors by their owner."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.org import passwords, policy
from qingyuan.org.errors import CannotOpenAccount, CannotSignIn
from qingyuan.org.models import Account, FormerPassword, Person, RoleHolding, SecondFactor
from qingyuan.org.queries import counted_name, home_path, require
from qingyuan.trail.api import record

FACTOR_BYTES = 20  # RFC 4226, section 4: 160 bits
CONSOLE = "console"  # the actor of what is done at the server itself, where no person is signed in


@dataclass(frozen=True)
class Opened:
    """An account and its temporary password: this is the only moment at which anybody can read it."""

    account: Account
    password: str


def _require_over(person: Person, by: Person, at: datetime) -> None:
    """Who hands out the means to sign in hands out all that the person may do, and could take it for himself: so
    the permission must reach the person's home and every unit where he holds a role, now or later.
    """
    held = RoleHolding.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=local_day(at)), person=person)
    for path in sorted({home_path(person, at), *held.values_list("unit__path", flat=True)}):
        require(by, "org.manage_accounts", at=at, path=path)


@transaction.atomic
def open_account(*, person: Person, by: Person, at: datetime, username: str = "") -> Opened:
    """Open an account, or open a closed one again. Sign-in name: the police number, unless another is given."""
    _require_over(person, by, at)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    account = Account.objects.filter(person=person).first()
    username = policy.sign_in_name(username or (account.username if account else person.police_no))
    problems = []
    if account is not None and account.is_active:
        problems.append(Reason("open", _("该人员已有账号：%(name)s"), "person", {"name": account.username}))
    if not username or len(username) > 40:
        problems.append(Reason("username", _("账号应为1至40个字符"), "username"))
    if Account.objects.filter(username=username).exclude(person=person).exists():
        problems.append(Reason("username_taken", _("账号已被使用：%(name)s"), "username", {"name": username}))
    if problems:
        raise CannotOpenAccount(problems)
    account = account or Account(person=person, created_at=at)
    account.username, account.is_active = username, True
    opened = _hand_over(account, at)
    record(actor=by.key, act="org.open_account", subject=f"person:{person.key}", at=at)
    return opened


@transaction.atomic
def close_account(*, account: Account, by: Person, at: datetime) -> None:
    """Close an account: it cannot sign in, and what is signed in ends at its next request."""
    require(by, "org.manage_accounts", at=at, path=home_path(account.person, at))
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    problems = []
    if account.person_id == by.pk:
        problems.append(Reason("self", _("不能停用自己的账号，请由另一位安全管理员办理")))
    if not account.is_active:
        problems.append(Reason("closed", _("该账号已停用")))
    if problems:
        raise CannotOpenAccount(problems)
    account.is_active = False
    account.save(update_fields=["is_active"])
    record(actor=by.key, act="org.close_account", subject=f"person:{account.person.key}", at=at)


@transaction.atomic
def reset_password(*, account: Account, by: Person, at: datetime) -> Opened:
    """Give an account a temporary password that its owner must change; a lock is lifted with it."""
    _require_over(account.person, by, at)
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if account.person_id == by.pk:
        words = _("自己的密码请用“修改密码”，忘记时由另一位安全管理员重置")
        raise CannotOpenAccount(Reason("self", words))
    opened = _hand_over(account, at)
    record(actor=by.key, act="org.reset_password", subject=f"person:{account.person.key}", at=at)
    return opened


@transaction.atomic
def recover_account(*, account: Account, at: datetime) -> Opened:
    """The way back when no security administrator can sign in: from the server's console only.

    No permission is asked, since whoever can call this already holds the database; the trail tells.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    account.is_active = True
    opened = _hand_over(account, at)
    SecondFactor.objects.filter(user=account).delete()
    record(actor=CONSOLE, act="org.recover_account", subject=f"person:{account.person.key}", at=at)
    return opened


def _forget_failures(account: Account) -> None:
    """Of strange browsers and of those that know the account."""
    counted = counted_name(account.username)
    for known in AccessAttempt.objects.filter(username__startswith=counted).values_list(
        "username", flat=True
    ):
        AxesProxyHandler.reset_attempts(username=known)
    AxesProxyHandler.reset_attempts(username=counted)


@transaction.atomic
def unlock_account(*, account: Account, by: Person, at: datetime) -> None:
    """Lift the lock of failed sign-ins before its time."""
    require(by, "org.manage_accounts", at=at, path=home_path(account.person, at))
    _forget_failures(account)
    record(actor=by.key, act="org.unlock_account", subject=f"person:{account.person.key}", at=at)


@transaction.atomic
def change_password(*, account: Account, old: str, new: str, at: datetime) -> Account:
    """Replace one's own password. Every reason why the new one is not acceptable is told at once."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    problems = []
    if not account.check_password(old):
        problems.append(Reason("old", _("现用密码不对"), "old"))
    try:
        validate_password(new, account)
    except ValidationError as refusal:
        problems += [Reason("new", words, "new") for words in refusal.messages]
    if problems:
        raise CannotSignIn(problems)
    _remember(account, at)
    account.set_password(new)
    account.password_changed_at = at
    account.save(update_fields=["password", "password_changed_at"])
    record(actor=account.person.key, act="org.change_password", subject=f"person:{account.person.key}", at=at)
    return account


@transaction.atomic
def enrol_second_factor(*, account: Account, at: datetime) -> SecondFactor:
    """Begin: a fresh secret (RFC 6238) that counts only once its first code has come back."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    if SecondFactor.objects.filter(user=account, confirmed=True).exists():
        raise CannotSignIn(Reason("enrolled", _("已绑定动态口令，更换请联系安全管理员重置")))
    SecondFactor.objects.filter(user=account).delete()
    device = SecondFactor(user=account, name="totp", confirmed=False)
    device.seal(secrets.token_bytes(FACTOR_BYTES))
    device.save()
    record(
        actor=account.person.key, act="org.enrol_second_factor", subject=f"person:{account.person.key}", at=at
    )
    return device


def confirm_second_factor(*, account: Account, code: str, at: datetime) -> SecondFactor:
    """End of the enrolment: the first code shows that the owner's device holds the secret.

    The transaction ends before a refusal: the device's own count of wrong codes must outlive it.
    """
    with transaction.atomic():
        device: SecondFactor | None = (
            SecondFactor.objects.select_for_update().filter(user=account, confirmed=False).first()
        )
        if device is None:
            raise CannotSignIn(Reason("not_begun", _("请先开始绑定动态口令")))
        right = device.verify_token(policy.digits(code))
        if right:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            key = account.person.key
            record(actor=key, act="org.confirm_second_factor", subject=f"person:{key}", at=at)
    if not right:
        raise CannotSignIn(Reason("code", _("动态口令不对，请核对手机时间后再试"), "code"))
    return device


@transaction.atomic
def check_second_factor(*, account: Account, code: str) -> SecondFactor | None:
    """The account's device, if the code is its present one and was not used before; else None.

    The device counts wrong codes itself and waits longer after each (1, 2, 4 ... seconds).
    """
    for device in SecondFactor.objects.select_for_update().filter(user=account, confirmed=True):
        if device.verify_token(policy.digits(code)):
            found: SecondFactor = device
            return found
    return None


@transaction.atomic
def reset_second_factor(*, account: Account, by: Person, at: datetime) -> None:
    """Take an account's second factor away, because the device is lost or replaced."""
    _require_over(account.person, by, at)
    problems = []
    if account.person_id == by.pk:
        problems.append(Reason("self", _("不能重置自己的动态口令，请由另一位安全管理员办理")))
    if not SecondFactor.objects.filter(user=account).exists():
        problems.append(Reason("none", _("该账号没有绑定动态口令")))
    if problems:
        raise CannotOpenAccount(problems)
    SecondFactor.objects.filter(user=account).delete()
    record(actor=by.key, act="org.reset_second_factor", subject=f"person:{account.person.key}", at=at)


@transaction.atomic
def choose_language(*, account: Account, language: str) -> None:
    """Remember the language of an account's pages. A preference, not an act: the trail is not told."""
    if language not in dict(settings.LANGUAGES):
        raise CannotSignIn(Reason("language", _("没有这种语言")))
    account.language = language
    account.save(update_fields=["language"])


def _remember(account: Account, at: datetime) -> None:
    """Keep the hash of the password that now goes, and of the four before it."""
    if account.pk is None or not account.has_usable_password():
        return
    FormerPassword.objects.create(account=account, password=account.password, at=at)
    kept = FormerPassword.objects.filter(account=account).order_by("-at", "-pk")[: policy.PASSWORD_HISTORY]
    FormerPassword.objects.filter(account=account).exclude(pk__in=[former.pk for former in kept]).delete()


def _hand_over(account: Account, at: datetime) -> Opened:
    """Set a temporary password on an account and lift its lock. Its own former password stays forbidden."""
    _remember(account, at)
    word = passwords.temporary()
    account.set_password(word)
    account.password_changed_at = None
    account.save()
    _forget_failures(account)
    return Opened(account, word)
