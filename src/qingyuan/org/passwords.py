"""What a password must be (GB/T 22239-2019, 8.1.4.1; the figures are in :mod:`qingyuan.org.policy`)."""

import secrets
from typing import Any

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from qingyuan.org import policy
from qingyuan.org.models import Account, FormerPassword

LETTERS = "abcdefghjkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"


class Complex:
    """At least ten characters out of three of the four classes."""

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002
        if len(password) < policy.PASSWORD_LENGTH:
            raise ValidationError(
                _("密码至少 %(length)d 个字符"), code="too_short", params={"length": policy.PASSWORD_LENGTH}
            )
        if policy.password_classes(password) < policy.PASSWORD_CLASSES:
            raise ValidationError(
                _("密码应包含大写字母、小写字母、数字、符号中的至少 %(classes)d 类"),
                code="too_simple",
                params={"classes": policy.PASSWORD_CLASSES},
            )

    def get_help_text(self) -> str:
        return _("至少 %(length)d 个字符，大写字母、小写字母、数字、符号中至少 %(classes)d 类") % {
            "length": policy.PASSWORD_LENGTH,
            "classes": policy.PASSWORD_CLASSES,
        }


class NotUsedBefore:
    """Not one of the last five passwords of the account, the present one included."""

    def validate(self, password: str, user: Any = None) -> None:
        if not isinstance(user, Account) or user.pk is None:
            return
        former = FormerPassword.objects.filter(account=user).values_list("password", flat=True)
        last = [user.password, *former[: policy.PASSWORD_HISTORY - 1]]
        if any(check_password(password, hashed) for hashed in last):
            raise ValidationError(
                _("不能使用最近 %(count)d 次用过的密码"),
                code="used_before",
                params={"count": policy.PASSWORD_HISTORY},
            )

    def get_help_text(self) -> str:
        return _("不能与最近 %(count)d 次用过的密码相同") % {"count": policy.PASSWORD_HISTORY}


def temporary() -> str:
    """A random password to be handed over once: 12 characters that are not mistaken for one another.

    About 49 bits; every group holds a capital, small letters and a digit, so it is always complex.
    """
    groups = []
    for _group in range(3):
        signs = [
            secrets.choice(CAPITALS),
            secrets.choice(LETTERS),
            secrets.choice(LETTERS),
            secrets.choice(DIGITS),
        ]
        groups.append("".join(signs))
    return "-".join(groups)
