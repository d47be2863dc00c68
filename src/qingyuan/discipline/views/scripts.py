"""How pages answer scripts that seal and open: JSON with every reason, bytes as they are, kept by no cache."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from qingyuan.kit.errors import Forbidden, Missing, Refused

View = Callable[..., HttpResponseBase]
Answer = TypeVar("Answer", bound=HttpResponseBase)


def done(**said: Any) -> JsonResponse:
    """What a script asked for."""
    return quiet(JsonResponse({"ok": True, **said}))


def refused(refusal: Refused) -> JsonResponse:
    """Every reason."""
    reasons = [{"code": one.code, "words": str(one), "field": one.field} for one in refusal.reasons]
    return quiet(JsonResponse({"ok": False, "reasons": reasons}, status=422))


def quiet(answer: Answer) -> Answer:
    """Kept by no cache."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def octets(data: bytes) -> HttpResponse:
    """A sealed thing as it is."""
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = 'attachment; filename="sealed.age"'
    return quiet(answer)


def for_scripts(view: View) -> View:
    """Refusals as JSON. What does not exist for a person stays Missing."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            return refused(refusal)

    return told


def for_page() -> dict[str, str]:
    """Words that scripts say, by code, in the language of the page."""
    return {
        "sealing": _("正在浏览器中加密…"),
        "sending": _("正在提交…"),
        "opening": _("正在打开…"),
        "failed": _("没有提交成功，内容还在本页，可以再试。"),
        "network": _("网络不通，内容还在本页，请稍后再试。"),
        "too_long": _("内容太长，请分成几次说明"),
        "empty": _("请先填写内容"),
        "weak_pass": _("口令至少十二个字符"),
        "wrong_pass": _("口令不对，或者不是您的密钥"),
        "no_key": _("这台电脑上没有您的密钥，请选择密钥文件"),
        "broken": _("这一条无法打开"),
        "draft_kept": _("草稿已加密保存，只有您的口令能打开。"),
        "draft_opened": _("草稿已打开。"),
        "no_draft": _("没有草稿"),
    }
