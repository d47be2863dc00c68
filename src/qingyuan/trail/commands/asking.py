"""Asking a log over the network, on a machine of one's own: without database, with a server that may be hostile."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from qingyuan.engines.merkle import HeldTile, Tile

MOST = 64 * 1024  # bytes of a checkpoint with its cosignatures
OF_TILE = 256 * 32
OF_BUNDLE = 256 * (2 + 1024)
WITHIN = 30.0  # seconds for one whole answer, however slowly it drips
TRIES = 6
BUSY = (429, 503)


class CannotAsk(Exception):
    """The log could not be asked: not reached, not trusted, too slow, or not an answer of a log."""


class Withheld(LookupError):
    """The log answers, and does not hand out what was asked for."""


class Log:
    """One log under an address such as ``https://qingyuan.example.gov.cn``. One connection, used again.

    No redirect is followed, no answer longer than its kind may be is read, none may take longer than 30 seconds.
    """

    def __init__(
        self, url: str, *, trust: Path | None = None, wait: Callable[[float], None] = time.sleep
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise CannotAsk("an address is written https://name or https://name:port")
        try:
            self._context = ssl.create_default_context(cafile=str(trust) if trust else None)
            port = parts.port
        except (OSError, ValueError) as problem:
            raise CannotAsk(f"cannot use the address or the certificate: {type(problem).__name__}") from None
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname, port
        self._prefix = parts.path.rstrip("/")
        self._open: http.client.HTTPConnection | None = None
        self._wait = wait

    def __enter__(self) -> "Log":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def checkpoint(self) -> bytes:
        """The newest signed checkpoint, with whatever cosignatures it carries."""
        return self.get("checkpoint", MOST)

    def key(self) -> str:
        """The public key that the log itself names: to be trusted no more than the log."""
        return self.get("checkpoint-key", 1024).decode("utf-8", "replace").strip()

    def read(self, place: Tile | HeldTile) -> bytes:
        """A tile or held tile; Withheld if the log does not hand it out."""
        return self.get(place.path, OF_TILE)

    def get(self, path: str, most: int) -> bytes:
        """An answer of at most ``most`` bytes; Withheld, or CannotAsk."""
        return self._asked("GET", path, most, None)

    def post(self, path: str, body: bytes) -> bytes:
        """Hand something in; Withheld with the log's words (told only as their number) if it is refused."""
        return self._asked("POST", path, MOST, body)

    def _asked(self, method: str, path: str, most: int, body: bytes | None) -> bytes:
        for again in range(TRIES):
            used = self._open is not None
            try:
                status, data, patience = self._once(method, path, most, body)
            except CannotAsk:
                self.close()
                if used and again < TRIES - 1:  # the server may have hung up on a connection at rest
                    continue
                raise
            if status == 200:
                return data
            if status not in BUSY:
                raise Withheld(f"{status} for /{path}")
            self._wait(min(patience, 5.0))
        raise CannotAsk("the log is too busy to answer")

    def _once(self, method: str, path: str, most: int, body: bytes | None) -> tuple[int, bytes, float]:
        line = self._open or self._dial()
        self._open = line
        late = threading.Timer(WITHIN, _cut_off, [line])
        late.daemon = True
        late.start()
        try:
            headers = {
                "User-Agent": "qingyuan-witness",
                "Accept-Encoding": "identity",
                "Cache-Control": "no-cache",
            }
            line.request(method, f"{self._prefix}/{path}", body=body, headers=headers)
            answer = line.getresponse()
            data = answer.read(most + 1)
            if len(data) > most:
                raise CannotAsk(f"the answer for /{path} is longer than {most} bytes")
            after = answer.headers.get("Retry-After", "1")
            if answer.will_close:
                self.close()
            return answer.status, data, float(after) if after.isascii() and after.isdigit() else 1.0
        except ssl.SSLCertVerificationError as problem:
            words = (
                f"the certificate is not trusted ({problem.verify_message}): --trust FILE names the authority"
            )
            raise CannotAsk(words) from None
        except (OSError, http.client.HTTPException, ValueError, AttributeError) as problem:
            raise CannotAsk(f"no answer for /{path}: {type(problem).__name__}") from None
        finally:
            late.cancel()

    def _dial(self) -> http.client.HTTPConnection:
        if self._secure:
            return http.client.HTTPSConnection(self._host, self._port, timeout=10, context=self._context)
        return http.client.HTTPConnection(self._host, self._port, timeout=10)


def _cut_off(line: http.client.HTTPConnection) -> None:
    """End an answer that drips for ever."""
    if line.sock is not None:
        try:
            line.sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            return
