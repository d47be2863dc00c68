"""Shape and cleaning of what comes in: sealed things from browsers, and the form that works without script.

Nothing that comes here is written to disk: files stay in memory, and what is larger than the limit is refused.
"""

import json
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django import forms
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from qingyuan.engines import envelope
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _, choices
from qingyuan.reports.errors import CannotReport
from qingyuan.reports.kinds import (
    DESK_WORDS,
    GROUND_WORDS,
    LOST_WORDS,
    MORE_WORDS,
    ORGAN_WORDS,
    OUTCOME_WORDS,
    POST_WORDS,
    RATING_WORDS,
    WHY_WORDS,
)
from qingyuan.reports.policy.sealing import BAD_SEAL, FILES_AT_MOST, Sealed, SealedVault
from qingyuan.reports.queries.routing import Facts
from qingyuan.reports.rules.plain import PlainWords

ONE = envelope.MAX_SEALED + (1 << 20)  # bytes of a request that carries one sealed file
PLAIN = 24 << 20  # of a form without script, with all its files
NO_ROOM = Reason("no_room", _("提交的内容超过限制，没有接收；附件可以在提交后逐个补充"))
UNREADABLE = Reason("unreadable", _("提交的内容不完整，没有接收，请重试"))


class InMemory(FileUploadHandler):
    """Keeps files in memory whatever their size; what is beyond the limit ends the request."""

    def __init__(self, request: HttpRequest, limit: int) -> None:
        super().__init__(request)
        self.left = limit

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self.left -= len(raw_data)
        if self.left < 0:
            raise CannotReport(NO_ROOM)
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        return InMemoryUploadedFile(
            self.file, self.field_name, self.file_name or "", self.content_type, file_size, self.charset
        )


def taken(request: HttpRequest, *, limit: int = ONE) -> tuple[QueryDict, Mapping[str, Any]]:
    """The fields and files of a request, all in memory; CannotReport if it is too large or cut off."""
    request.upload_handlers = [InMemory(request, limit)]
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > limit:
            raise CannotReport(NO_ROOM)
        return request.POST, request.FILES
    except (MultiPartParserError, ValueError, OSError):
        raise CannotReport(UNREADABLE) from None


def sealed_file(files: Mapping[str, Any], name: str = "sealed") -> bytes:
    """The bytes of one sealed thing, or CannotReport."""
    found = files.get(name)
    if found is None:
        raise CannotReport(BAD_SEAL)
    return bytes(found.read())


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise CannotReport(UNREADABLE) from None


def _texts(given: Any, most: int = 40, length: int = 40) -> tuple[str, ...]:
    sound = isinstance(given, list) and len(given) <= most
    if not sound or not all(isinstance(one, str) and len(one) <= length and one.isascii() for one in given):
        raise CannotReport(UNREADABLE)
    return tuple(given)


def facts_of(text: str) -> Facts:
    """The routing facts from JSON: ``{units: [[code, post]], desks, avoid, nonce}``; nonce in hex, may be missing."""
    return facts_from(_read(text))


def facts_from(said: Any) -> Facts:
    """The same from what was read."""
    if not isinstance(said, dict) or not isinstance(said.get("units"), list):
        raise CannotReport(UNREADABLE)
    units = [_texts(one) for one in said["units"][:40]]
    if any(len(one) != 2 for one in units):
        raise CannotReport(UNREADABLE)
    try:
        nonce = bytes.fromhex(str(said.get("nonce", ""))[:32])
    except ValueError:
        raise CannotReport(UNREADABLE) from None
    return Facts(
        tuple((one[0], one[1]) for one in units),
        _texts(said.get("desks", [])),
        _texts(said.get("avoid", [])),
        nonce,
    )


def sealed_map(text: str) -> dict[str, bytes]:
    """Small sealed things by name of key, from JSON with base64."""
    said = _read(text)
    if not isinstance(said, dict) or len(said) > 200:
        raise CannotReport(UNREADABLE)
    return {name[:20]: _bytes(given) for name, given in said.items()}


def _bytes(given: Any) -> bytes:
    try:
        return b64decode(given, validate=True)
    except (ValueError, TypeError):
        raise CannotReport(BAD_SEAL) from None


def locator_of(post: Mapping[str, Any]) -> bytes:
    """The locator as bytes; anything else finds nothing."""
    given = str(post.get("locator", ""))
    try:
        return urlsafe_b64decode(given + "=") if len(given) == 43 and given.isascii() else b""
    except ValueError:
        return b""


def report_of(post: Mapping[str, Any], files: Mapping[str, Any], ids: Mapping[str, int]) -> Sealed:
    """A sealed report from fields: slots by the names of keys, which ``ids`` turns into what the tables know."""
    slots = sealed_map(str(post.get("slots", "")))
    return Sealed(
        recipient=str(post.get("recipient", "")),
        reporter=str(post.get("reporter", "")),
        locator=locator_of(post),
        own_slot=_bytes(post.get("own_slot", "")),
        slots=by_id(slots, ids),
        body=sealed_file(files, "body"),
        vault=vault_of(post, ids) if post.get("vault") else None,
    )


def vault_of(post: Mapping[str, Any], ids: Mapping[str, int]) -> SealedVault:
    """The vault from fields."""
    shares = by_id(sealed_map(str(post.get("shares", ""))), ids)
    return SealedVault(str(post.get("vault_recipient", "")), _bytes(post.get("vault", "")), shares)


def by_id(things: Mapping[str, bytes], ids: Mapping[str, int]) -> dict[int, bytes]:
    """By the id of the key; a name that is none of a key's becomes one that routing never allows."""
    return {ids.get(name, -1 - place): sealed for place, (name, sealed) in enumerate(things.items())}


BATCH = 20


def batch_of(text: str) -> list[tuple[str, Facts, dict[str, bytes]]]:
    """Reports of a batch from JSON: ``[{id, facts, slots}]``; ``slots`` may be missing."""
    said = _read(text)
    if not isinstance(said, list) or len(said) > BATCH:
        raise CannotReport(UNREADABLE)
    found = []
    for one in said:
        if not isinstance(one, dict) or not isinstance(one.get("id"), str) or len(one["id"]) > 10:
            raise CannotReport(UNREADABLE)
        slots = one.get("slots", {})
        if not isinstance(slots, dict) or len(slots) > 200:
            raise CannotReport(UNREADABLE)
        sealed = {str(name)[:20]: _bytes(given) for name, given in slots.items()}
        found.append((one["id"], facts_from(one.get("facts")), sealed))
    return found


PARTS = (("who", 500), ("what", 8000), ("when", 200), ("where", 200), ("names", 500))
NO_WORDS = Reason("no_words", _("请写明反映的事情"), "what")
TOO_MANY_FILES = Reason("too_many_files", _("最多五个附件"))
NO_NAME = Reason("no_name", _("实名举报请写姓名和联系电话；不愿写明可以匿名"), "name")


def plain_words(post: QueryDict, files: Any, nonce: bytes) -> PlainWords:
    """The form without script; CannotReport with every reason."""
    said = {part: post.get(part, "").strip()[:most] for part, most in PARTS}
    units = []
    for code, where in zip(post.getlist("unit")[:10], post.getlist("post")[:10], strict=False):
        if code:
            units.append((code, where))
    given = files.getlist("file") if hasattr(files, "getlist") else []
    problems = [] if said["what"] else [NO_WORDS]
    if len(given) > FILES_AT_MOST:
        problems.append(TOO_MANY_FILES)
    name = None
    if post.get("real") == "yes":
        name = {"name": post.get("name", "").strip()[:80], "phone": post.get("phone", "").strip()[:40]}
        if not all(name.values()):
            problems.append(NO_NAME)
    if problems:
        raise CannotReport(problems)
    kept = tuple(
        (f"附件{n}", "application/octet-stream", bytes(one.read())) for n, one in enumerate(given, 1)
    )
    return PlainWords(said, Facts(tuple(units), tuple(post.getlist("desk")[:20]), (), nonce), name, kept)


class DeskForm(forms.Form):
    """A new desk."""

    kind = forms.ChoiceField(label=_("类别"), choices=choices(DESK_WORDS))
    unit = forms.CharField(label=_("单位机构代码"), max_length=12, required=False)
    name = forms.CharField(label=_("名称"), max_length=80)
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)


class HolderForm(forms.Form):
    """Who is to sit at a desk."""

    person = forms.CharField(label=_("警号"), max_length=16)


class DeclineForm(forms.Form):
    """Why a report does not belong here."""

    ground = forms.ChoiceField(label=_("理由"), choices=choices(GROUND_WORDS))


class ResultForm(forms.Form):
    """What the handling found."""

    outcome = forms.ChoiceField(label=_("结果"), choices=choices(OUTCOME_WORDS))


class TakeUpForm(forms.Form):
    """Own words for the lead, on purpose or not at all."""

    summary = forms.CharField(
        label=_("线索摘要（可不写）"),
        max_length=200,
        required=False,
        help_text=_(
            "不写时线索只有编号，举报里的话一个字也不带出。写在这里的字是明文：能看到这条线索的人、数据库和备份里都有，"
            "也收不回。请只写您自己的概括，不写举报人、不抄原文。"
        ),
    )


class SendOnForm(forms.Form):
    """Where a report belongs."""

    to = forms.ChoiceField(label=_("移送给"), choices=choices(ORGAN_WORDS))


class MoreTimeForm(forms.Form):
    """Why more time is needed."""

    why = forms.ChoiceField(label=_("延期理由（告知举报人）"), choices=choices(MORE_WORDS))


class ReviewForm(forms.Form):
    """What a review found."""

    outcome = forms.ChoiceField(label=_("复查、复核结论"), choices=choices(OUTCOME_WORDS))


class LostForm(forms.Form):
    """Why a key has to be recovered."""

    why = forms.ChoiceField(label=_("理由"), choices=choices(LOST_WORDS))


class WatchForm(forms.Form):
    """Which officer the reporter is."""

    person = forms.CharField(label=_("举报人的警号"), max_length=16)


class RateForm(forms.Form):
    """Whether the result answers the report."""

    rating = forms.ChoiceField(label=_("评价"), choices=choices(RATING_WORDS))


class IdentityForm(forms.Form):
    """Why the reporter's identity has to be known."""

    why = forms.ChoiceField(label=_("理由"), choices=choices(WHY_WORDS))
    tell_reporter = forms.BooleanField(label=_("同时告知举报人"), required=False, initial=True)


POSTS = choices(POST_WORDS)
