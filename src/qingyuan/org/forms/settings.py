"""Shape of what the bureau settles for itself."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SettingsForm(forms.Form):
    """Settings of the whole bureau."""

    site_address = forms.URLField(
        label=_("本系统网址"),
        required=False,
        max_length=200,
        assume_scheme="http",
        help_text=_("例如 http://qingyuan.example.gov.cn；不填就用起草人当时打开的网址"),
    )
