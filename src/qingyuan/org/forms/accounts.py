"""Forms of sign-in and accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.org.kinds import Role
from qingyuan.org.models import ROLE_WORDS
from qingyuan.org.policy import PASSWORD_CLASSES, PASSWORD_LENGTH


class SignInForm(forms.Form):
    """A name and a password."""

    username = forms.CharField(
        label=_("账号"),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A code of the second factor."""

    code = forms.CharField(
        label=_("动态口令"),
        max_length=20,
        help_text=_("手机应用上显示的6位数字，每30秒更换一次"),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
    )


class PasswordForm(forms.Form):
    """The old password and twice the new one."""

    old = forms.CharField(
        label=_("现用密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        words = _(
            "至少 %(length)d 个字符，大写字母、小写字母、数字、符号中至少 %(classes)d 类，不能用最近5次用过的"
        )
        self.fields["new"].help_text = words % {"length": PASSWORD_LENGTH, "classes": PASSWORD_CLASSES}

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new"):
            raise forms.ValidationError(_("两次输入的新密码不一样"), code="differs")
        return again


class OpenAccountForm(forms.Form):
    """Whose account, and under which name."""

    police_no = forms.CharField(label=_("警号"), max_length=16)
    username = forms.CharField(
        label=_("账号"), max_length=40, required=False, help_text=_("留空则用警号作为账号")
    )


class SecondFactorRolesForm(forms.Form):
    """The roles that need a second factor."""

    roles = forms.MultipleChoiceField(
        label=_("必须使用动态口令的角色"),
        required=False,
        choices=[(role.value, ROLE_WORDS[role.value]) for role in Role],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_roles(self) -> list[Role]:
        return [Role(name) for name in self.cleaned_data["roles"]]
