"""Everything a reporter can type, sent from an address of its own to a served platform, and then looked for."""

import json
import os
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tools.postgres import binaries

from qingyuan.engines import envelope
from tests.reports.test_pages import solve
from tests.scan import Scan, descendants
from tests.trail.conftest import SERVED, Platform

ADDRESS, FORWARDED, BROWSER = "127.0.0.77", "203.0.113.177", "Zhuyin-Reader/77.1"
TYPED = {
    "what": "朱樱巷末号院内夜间收受玉器",
    "sealed": "墨竹里第三进院落私设账簿",
    "more": "绛云轩还有一笔款子没有入账",
    "name": "慕容听澜举报者",
    "phone": "13900770077",
    "file": "霁月楼收据底单影印件全文",
    "file name": "蘅芜渡口往来凭证.txt",
    "failed": "翠微岭下没有成功送达的一封",
    "wrong": "栖霞坞里缺了姓名的一封信",
    "search": "漱玉泉派出所查无此处",
}
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]")


@dataclass
class Phone:
    """A reporter's machine: its own address, and headers as a proxy on the way adds them."""

    platform: Platform
    codes: list[str] = field(default_factory=list)

    def ask(
        self, method: str, path: str, fields: dict[str, object] | None = None, files: tuple[bytes, ...] = ()
    ) -> tuple[int, str]:
        parts = [
            f'--xx\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in (fields or {}).items()
            if not isinstance(value, bytes)
        ]
        sent = [(name, "blob", value) for name, value in (fields or {}).items() if isinstance(value, bytes)]
        sent += [("file", TYPED["file name"], one) for one in files]
        for name, called, value in sent:
            head = f'Content-Disposition: form-data; name="{name}"; filename="{called}"'
            parts.append(f"--xx\r\n{head}\r\nContent-Type: text/plain\r\n\r\n".encode() + value + b"\r\n")
        headers = {
            "X-Forwarded-For": FORWARDED,
            "X-Real-IP": FORWARDED,
            "Forwarded": f"for={FORWARDED}",
            "User-Agent": BROWSER,
            "Content-Type": "multipart/form-data; boundary=xx",
        }
        connection = HTTPConnection(
            "127.0.0.1", urlsplit(self.platform.url).port, timeout=60, source_address=(ADDRESS, 0)
        )
        connection.request(method, path, b"".join(parts) + b"--xx--\r\n" if fields else None, headers)
        answer = connection.getresponse()
        said = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, said


def without_script(phone: Phone) -> None:
    """The form, a large file with it, and coming back with the code."""
    photo = TYPED["file"].encode() + os.urandom(3 << 20)
    status, page = phone.ask(
        "POST",
        "/report/new/",
        {"what": TYPED["what"], "real": "yes", "name": TYPED["name"], "phone": TYPED["phone"]},
        (photo,),
    )
    assert status == 200, page
    found = CODE.search(page)
    assert found
    phone.codes.append(found[0])
    fields: dict[str, object] = {"code": found[0], "text": TYPED["more"]}
    status, page = phone.ask("POST", "/report/back/", fields, (TYPED["file"].encode(),))
    assert status == 200
    assert TYPED["what"] in page
    assert TYPED["more"] in page


def with_script(phone: Phone) -> str:
    """What report.js does."""
    facts = {"units": [], "desks": [], "avoid": [], "nonce": os.urandom(16).hex()}
    status, said = phone.ask("POST", "/report/route/", {"facts": json.dumps(facts)})
    assert status == 200, said
    way = json.loads(said)
    code, content = envelope.new_code(), envelope.new_identity()
    phone.codes.append(code)
    keys, recipient = envelope.from_code(code), envelope.recipient_of(content)
    words = json.dumps({"what": TYPED["sealed"]}, ensure_ascii=False).encode()
    slots = {
        one["id"]: b64encode(envelope.seal(content.encode(), one["recipient"])).decode()
        for one in way["readers"]
    }
    status, said = phone.ask(
        "POST",
        "/report/send/",
        {
            "facts": json.dumps(facts),
            "recipient": recipient,
            "reporter": keys.recipient,
            "locator": keys.locator,
            "slots": json.dumps(slots),
            "challenge": way["challenge"],
            "own_slot": b64encode(envelope.seal(content.encode(), keys.recipient)).decode(),
            "solution": solve(way["challenge"]),
            "body": envelope.seal(envelope.pad(words), recipient),
        },
    )
    assert status == 200, said
    return str(json.loads(said)["id"])


def what_goes_wrong(phone: Phone) -> None:
    """Refusals in words, pages that are not there, a request that is too large, and errors of the server itself."""
    assert phone.ask("POST", "/report/new/", {"what": TYPED["wrong"], "real": "yes"})[0] == 422
    with suppress(BrokenPipeError, ConnectionResetError):  # the answer comes before all was sent
        assert phone.ask("POST", "/report/new/", {"what": TYPED["wrong"]}, (bytes(25 << 20),))[0] == 422
    assert phone.ask("GET", "/report/nothing-here/")[0] == 404
    assert phone.ask("GET", "/report/units/?q=" + TYPED["search"].encode().hex())[0] == 200
    assert phone.ask("GET", "/report/units/?q=%00" + TYPED["search"].encode().hex())[0] == 400
    for table in ("reports_envelope", "trail_head"):
        phone.platform.inside("sql", f"ALTER TABLE {table} RENAME TO not_here")
        try:
            status, page = phone.ask(
                "POST", "/report/new/", {"what": TYPED["failed"]}, (TYPED["file"].encode(),)
            )
            assert status == 500
            assert TYPED["failed"] not in page
            status, page = phone.ask(
                "POST", "/report/back/", {"code": phone.codes[0], "text": TYPED["failed"]}
            )
            assert status == 500
        finally:
            phone.platform.inside("sql", f"ALTER TABLE not_here RENAME TO {table}")
    assert "Traceback" in phone.platform.log.read_text(), "the errors were not logged: nothing was tried here"


@pytest.fixture(scope="module")
def phone(platform_of_module: Platform) -> Iterator[Phone]:
    yield Phone(platform_of_module)


def test_no_word_and_no_address_of_a_reporter_is_anywhere_on_the_machine(phone: Phone) -> None:
    platform = phone.platform
    without_script(phone)
    public_id = with_script(phone)
    what_goes_wrong(phone)
    scan = Scan([*TYPED.values(), *phone.codes, ADDRESS, FORWARDED, BROWSER])
    control = Scan([public_id])
    for one in (scan, control):
        one.processes(platform.server)
        one.folder(platform.data)
        one.file(platform.log)
        if SERVED:
            one.postgresql(platform.database, binaries())
    assert scan.files > 30, "the server's files were not found"
    assert control.hits, "what is there was not found"
    assert not scan.hits
    assert not list((platform.data / "tmp").iterdir())


@pytest.mark.parametrize(
    "form", ["utf-8", "utf-16-le", "gb18030", "unicode_escape", "base64", "hex", "mapped", "name"]
)
def test_the_scan_finds_what_is_left_in_whatever_spelling(tmp_path, form: str) -> None:  # type: ignore[no-untyped-def]
    word = TYPED["what"]
    scan = Scan([word])
    place = tmp_path / (f"{word}.tmp" if form == "name" else "left")
    if form in ("base64", "hex"):
        data = f'{{"what": "{word}"}}'.encode()
        place.write_bytes(b64encode(data) if form == "base64" else data.hex().encode())
    else:
        place.write_bytes(
            b"x" if form == "name" else b"--" + word.encode("utf-8" if form == "mapped" else form)
        )
    if form == "mapped":
        with place.open("rb") as kept:  # a file that is open, and removed
            place.unlink()
            assert kept.name
            scan.processes(os.getpid())
    else:
        scan.folder(tmp_path)
    assert scan.hits


@given(st.binary(max_size=40), st.data(), st.binary(max_size=40))
def test_one_look_finds_what_looking_for_each_spelling_finds(
    before: bytes, drawn: st.DataObject, after: bytes
) -> None:
    scan = Scan([*TYPED.values(), ADDRESS])
    forms = sorted(form for forms in scan.words.values() for form in forms)
    form = drawn.draw(st.sampled_from(forms))
    data = before + form[: drawn.draw(st.integers(6, len(form)))] + after
    scan.bytes_of("", data)
    assert scan.hits == {
        ("", word) for word, forms in scan.words.items() if any(form in data for form in forms)
    }


def test_a_crash_of_the_server_leaves_no_picture_of_its_memory(phone: Phone) -> None:
    limits = [Path(f"/proc/{pid}/limits").read_text() for pid in descendants(phone.platform.server)]
    assert limits
    for one in limits:
        assert re.search(r"Max core file size +0 +0 ", one)
