"""Pages of the kit itself. They belong to no room and need no account, so they say so themselves."""

from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from qingyuan.kit.paging import Page
from qingyuan.kit.samples import Sample, rows

EVERYBODY = "everybody"


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Keep the language of the pages in a cookie and go back to where the person was."""
    return set_language(request)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every part in every state: the test bench of the parts, and their documentation."""
    wrong = Sample({"statement": "", "measure": "x" * 8, "due_on": "2021-02-30", "ways": []})
    wrong.add_error(
        None, pgettext("styleguide", "本单位不能为自己的问题销号，请由教育整顿办公室指定其他单位。")
    )
    shown: dict[str, Any] = {
        "form": Sample(prefix="a"),
        "wrong": wrong,
        "rows": rows(),
        "page": Page[Any](rows(), after="next", before="previous"),
        "on": date(2021, 3, 19),
        "at": datetime(2021, 3, 19, 6, 5, tzinfo=UTC),
        "tones": ["ok", "warn", "late", "bad", "info", "mute"],
    }
    return render(request, "kit/styleguide.html", shown)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a person sees whose form carried no valid mark: what happened, and what to do."""
    return render(request, "kit/csrf.html", status=403)


language.opens_to = EVERYBODY  # type: ignore[attr-defined]
styleguide.opens_to = EVERYBODY  # type: ignore[attr-defined]
csrf_failure.opens_to = EVERYBODY  # type: ignore[attr-defined]
