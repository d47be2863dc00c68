"""What anybody may fetch without an account: the signed record after C2SP tlog-tiles, held tiles, cosignatures."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from qingyuan.engines.merkle import HeldTile, MerkleError, parse_path
from qingyuan.kit.bounds import Bucket
from qingyuan.org.api import public
from qingyuan.portal import queries
from qingyuan.portal.errors import CannotKeep
from qingyuan.portal.rules import keep_cosignature
from qingyuan.trail.api import published, verifier_key

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"  # the path says the content: it never changes
NEVER_KEPT = "no-store"
NOTE_AT_MOST = 64 * 1024
# A tile costs some milliseconds of database: a witness of a million entries asks for 8,000 of them each round.
turns = Bucket(rate=100, burst=400)
of_held = Bucket(rate=30, burst=150)  # these are computed anew each time, from all that they speak of
signing = Bucket(rate=2, burst=20)


def _said(text: str) -> HttpResponse:
    if not text:
        return HttpResponse(status=404, content_type=TEXT)
    return HttpResponse(text, content_type=TEXT, headers={"Cache-Control": NEVER_KEPT})


def _busy() -> HttpResponse:
    return HttpResponse(
        status=429, content_type=TEXT, headers={"Retry-After": "1", "Cache-Control": NEVER_KEPT}
    )


@public
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest signed checkpoint, with the cosignatures over it. It tells nothing but a size."""
    return _said(queries.cosigned_checkpoint()) if turns.take() else _busy()


@public
@require_safe
def witnessed(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint that a witness has vouched for; the log may have grown since."""
    return _said(queries.witnessed_checkpoint()) if turns.take() else _busy()


@public
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key of the log, as the log itself names it."""
    return _said(f"{verifier_key()}\n")


@public
@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile, an entry bundle (commitments only) or a held tile. The first two never change, the last must not."""
    try:
        place = parse_path(request.path.lstrip("/"))
        if not (of_held if isinstance(place, HeldTile) else turns).take():
            return _busy()
        data = published(place)
    except (MerkleError, LookupError):
        return HttpResponse(status=404, content_type=TEXT, headers={"Cache-Control": NEVER_KEPT})
    kept = NEVER_KEPT if isinstance(place, HeldTile) else FOR_EVER
    return HttpResponse(data, content_type=BYTES, headers={"Cache-Control": kept})


@csrf_exempt
@public
@require_POST
def cosignature(request: HttpRequest) -> HttpResponse:
    """A witness hands in what it has signed: no cookie, no account, the signature is what counts."""
    if not signing.take():
        return _busy()
    if int(request.META.get("CONTENT_LENGTH") or 0) > NOTE_AT_MOST:
        return HttpResponse(status=413, content_type=TEXT)
    try:
        keep_cosignature(note=request.read(NOTE_AT_MOST))
    except CannotKeep as refusal:
        return HttpResponse(f"{refusal.reasons[0].code}\n", status=403, content_type=TEXT)
    return HttpResponse("ok\n", content_type=TEXT)
