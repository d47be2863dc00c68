"""The browser modules do the same as the engine, byte for byte where nothing is random; in a real Chromium."""

import base64
import hashlib
import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from qingyuan.engines import envelope

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
VECTORS = json.loads((HERE / "vectors.json").read_text("utf-8"))
OFFICIAL = json.loads((HERE / "cctv.json").read_text("utf-8"))["files"]
NOW = datetime(2021, 3, 19, 2, tzinfo=UTC)
Run = Callable[..., Any]
ANNA = envelope.new_identity(Random(11).randbytes)


def outcome(act: Callable[[], object]) -> object:
    """What comes out of the engine, in the form in which `run` gives what comes out of the browser."""
    try:
        return act()
    except envelope.EnvelopeError as error:
        return {"problem": error.problem.value}


def test_the_page_is_a_secure_context_with_the_policy_of_the_product(run: Run, page: Page) -> None:
    assert run("() => isSecureContext && typeof crypto.subtle === 'object'")
    script = """() => new Promise((done) => { const tag = document.createElement("script");
      tag.textContent = "globalThis.ran = 1"; document.body.append(tag);
      setTimeout(() => done(globalThis.ran ?? 0)); })"""
    assert run(script) == 0
    complaints: list[str] = page.complaints  # type: ignore[attr-defined]
    assert len(complaints) == 1
    assert "Content Security Policy" in complaints.pop()


def test_codes_and_their_spellings(run: Run) -> None:
    for row in VECTORS["codes"]:
        assert run("(m, random) => m.newCode(given(random))", row["random"]) == row["code"]
        assert run("(m, typed) => typed.map(m.checkCode)", row["typed"]) == [row["code"]] * len(row["typed"])
    for row in VECTORS["wrong codes"]:
        assert run("(m, typed) => m.checkCode(typed)", row["typed"]) == {"problem": row["problem"]}
    fresh = run("(m) => Array.from({length: 50}, () => m.newCode())")
    assert len(set(fresh)) == 50
    assert [envelope.check_code(code) for code in fresh] == fresh


def test_the_keys_of_a_code(run: Run) -> None:
    for row in VECTORS["codes"][:2]:
        found = run("(m, code) => m.fromCode(code)", row["code"].lower())
        assert found == {key: row[key] for key in ("identity", "recipient", "locator")}


def test_keys_and_fingerprints(run: Run) -> None:
    for row in VECTORS["keys"]:
        assert run("(m, random) => m.newIdentity(given(random))", row["random"]) == row["identity"]
        assert run("(m, identity) => m.recipientOf(identity)", row["identity"]) == row["recipient"]
        assert run("(m, recipient) => m.fingerprint(recipient)", row["recipient"]) == row["fingerprint"]
        assert run("(m, identity) => hex(m.secretOf(identity))", row["identity"]) == row["random"]
    good = VECTORS["keys"][0]
    for text in ("", good["recipient"], good["identity"].lower(), good["identity"][:-1], "钥匙"):
        assert run("(m, text) => m.recipientOf(text)", text) == {"problem": "bad_identity"}
    for text in ("", good["identity"], good["recipient"].upper(), good["recipient"][:-1], "收件人"):
        assert run("(m, text) => m.fingerprint(text)", text) == {"problem": "bad_recipient"}
        assert run("(m, text) => m.seal(new Uint8Array(1), text)", text) == {"problem": "bad_recipient"}
    fresh = run("(m) => m.newIdentity()")
    assert run("(m, identity) => m.recipientOf(identity)", fresh) == envelope.recipient_of(fresh)


@pytest.mark.parametrize("size", [0, 1, 17, 4096, 65_535, 65_536, 65_537, 200_000])
def test_what_the_browser_seals_the_engine_opens_and_the_other_way_round(run: Run, size: int) -> None:
    plain = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    recipient = envelope.recipient_of(ANNA)
    theirs = bytes.fromhex(run("async (m, p, r) => hex(await m.seal(bytes(p), r))", plain.hex(), recipient))
    assert envelope.header(theirs) == ("X25519",)
    assert len(theirs) == envelope.sealed_size(size)
    assert envelope.open_(theirs, ANNA) == plain
    ours = envelope.seal(plain, recipient)
    assert run("async (m, d, i) => hex(await m.open(bytes(d), i))", ours.hex(), ANNA) == plain.hex()
    assert run("(m, d) => [m.header(bytes(d)), m.sealedForOne(bytes(d))]", ours.hex()) == [["X25519"], size]


def test_a_file_of_the_largest_size_goes_both_ways(run: Run) -> None:
    seal = "async (m, n, r) => { globalThis.large = await m.seal(m.padFile('大.bin', 'a/b', new Uint8Array(n)), r);"
    size = run(seal + " return large.length; }", envelope.MAX_FILE, envelope.recipient_of(ANNA))
    assert size == envelope.sealed_size(len(envelope.pad_file("大.bin", "a/b", bytes(envelope.MAX_FILE))))
    back = "async (m, i) => { const f = m.unpadFile(await m.open(large, i)); return [f.name, f.type, f.bytes.length]; }"
    assert run(back, ANNA) == ["大.bin", "a/b", envelope.MAX_FILE]
    too_much = "(m, n) => m.padFile('x', 'a/b', new Uint8Array(n + 1)).length"
    assert run(too_much, envelope.MAX_FILE) == {"problem": "too_large"}


def test_published_files_open_and_those_for_more_readers_do_not(run: Run) -> None:
    for row in VECTORS["sealed"]:
        if "sealed" in row:
            found = run(
                "async (m, d, i) => (await m.open(bytes(d), i)).length", row["sealed"], row["identity"]
            )
            assert found == row["size"]
    for row in VECTORS["not sole"]:
        assert run("(m, d) => m.header(bytes(d))", row["sealed"]) == row["kinds"]
        assert run("(m, d) => m.sealedForOne(bytes(d))", row["sealed"]) == {"problem": "not_sole"}
        assert run("(m, d, i) => m.open(bytes(d), i)", row["sealed"], row["identity"]) == {
            "problem": "not_sole"
        }


def test_the_official_vectors_come_out_as_in_the_engine(run: Run) -> None:
    for name in sorted(OFFICIAL):
        head, _, data = base64.b64decode(OFFICIAL[name]).partition(b"\n\n")
        said = dict(line.split(": ", 1) for line in head.decode().splitlines())
        data = zlib.decompress(data) if said.get("compressed") else data
        if "passphrase" in said:
            ours = outcome(lambda d=data, p=said["passphrase"]: envelope.open_pass(d, p).encode().hex())
            theirs = run(
                "async (m, d, p) => hex(new TextEncoder().encode(await m.openPass(bytes(d), p)))",
                data.hex(),
                said["passphrase"],
            )
        else:
            identity = said.get("identity", ANNA)
            ours = outcome(lambda d=data, i=identity: envelope.open_(d, i).hex())
            theirs = run("async (m, d, i) => hex(await m.open(bytes(d), i))", data.hex(), identity)
        assert theirs == ours, name


def test_damage_is_told_by_the_same_codes(run: Run) -> None:
    data = envelope.seal(b"text" * 20, envelope.recipient_of(ANNA), Random(3).randbytes)
    dice = Random(8)
    files = [data[:end] for end in (0, 21, 22, 30, 120, 168, 180, 184, 199, 200, len(data) - 1)]
    for place in range(0, len(data), 5):
        changed = bytearray(data)
        changed[place] ^= 1 << dice.randrange(8)
        files.append(bytes(changed))
    files += [data + b"\0", data[:22] + b"-> x\n\n" * 65 + data[22:], data[:22] + b"-> " + b"x" * 20_000]
    script = """async (m, all, i) => { const out = [];
      for (const one of all) out.push(await m.open(bytes(one), i).then(hex, (error) => error.problem ?? String(error)));
      return out; }"""
    theirs = run(script, [one.hex() for one in files], ANNA)
    for one, found in zip(files, theirs, strict=True):
        with pytest.raises(envelope.EnvelopeError) as caught:
            envelope.open_(one, ANNA)
        assert found == caught.value.problem.value


def test_passphrases(run: Run) -> None:
    for row in VECTORS["passphrases"]:
        for typed in (row["passphrase"], row["typed"]):
            assert run("(m, d, p) => m.openPass(bytes(d), p)", row["sealed"], typed) == row["text"]
        assert run("(m, d, p) => m.openPass(bytes(d), p)", row["sealed"], "x") == {"problem": "wrong_key"}
    made = run("async (m, t, p) => hex(await m.sealPass(t, p))", "AGE-SECRET-KEY-1 钥匙", "清源１")
    assert envelope.parse_header(bytes.fromhex(made)).stanzas[0].arguments[1] == str(envelope.WORK_FACTOR)
    assert envelope.open_pass(bytes.fromhex(made), "清源1") == "AGE-SECRET-KEY-1 钥匙"
    costly = bytes.fromhex(VECTORS["passphrases"][0]["sealed"]).replace(b" 10\n", b" 21\n", 1)
    assert run("(m, d) => m.openPass(bytes(d), 'x')", costly.hex()) == {"problem": "too_costly"}
    assert run("(m) => m.sealPass('x', '')") == {"problem": "wrong_key"}


def test_padding(run: Run) -> None:
    digest = (
        "const h = async (d) => [d.length, hex(new Uint8Array(await crypto.subtle.digest('SHA-256', d)))];"
    )
    for row in VECTORS["padding"]["texts"]:
        script = f"async (m, n) => {{ {digest} return h(m.pad(new Uint8Array(n).fill(97))); }}"
        assert run(script, row["of"]) == [row["size"], row["sha256"]]
        assert run("(m, n) => m.unpad(m.pad(new Uint8Array(n))).length", row["of"]) == row["of"]
    for row in VECTORS["padding"]["files"]:
        script = (
            f"async (m, a, b, n) => {{ {digest} return h(m.padFile(a, b, new Uint8Array(n).fill(97))); }}"
        )
        assert run(script, row["name"], row["type"], row["of"]) == [row["size"], row["sha256"]]
        made = envelope.pad_file(row["name"], row["type"], b"abc")
        back = "(m, d) => { const f = m.unpadFile(bytes(d)); return [f.name, f.type, hex(f.bytes)]; }"
        assert run(back, made.hex()) == [row["name"], row["type"], b"abc".hex()]
    for row in VECTORS["padding"]["names"]:
        script = "(m, name) => m.padFile(name, 'text/plain', new Uint8Array(0)).length"
        assert run(script, row["name"]) == {"problem": row["problem"]}
    for kind in VECTORS["padding"]["types"]:
        assert run("(m, t) => m.padFile('x', t, new Uint8Array(0)).length", kind) == {"problem": "bad_type"}
    wrong = [
        b"",
        bytes(3),
        bytes(4095),
        b"\0\0\0\1" + bytes(4091) + b"x",
        b"\xff" * 4096,
        b"\0\0\0\1x" + bytes(16_379),
    ]
    for data in wrong:
        assert run("(m, d) => m.unpad(bytes(d)).length", data.hex()) == {"problem": "not_padded"}
        assert run("(m, d) => m.unpadFile(bytes(d))", data.hex()) == {"problem": "not_padded"}
    heads = [
        b"{}",
        b'{"name":1,"type":"a/b"}',
        b'{"type":"a/b","name":"x"}',
        b'{"name": "x","type":"a/b"}',
        b"\xff",
    ]
    for head in heads:
        whole = len(head).to_bytes(4, "big") + head + bytes(65_532 - len(head))
        assert run("(m, d) => m.unpadFile(bytes(d))", whole.hex()) == {"problem": "not_padded"}


def test_padded_sizes_for_every_kind_of_size(run: Run) -> None:
    sizes = [Random(2).randrange(envelope.MAX_FILE) for _ in range(2000)] + [
        0,
        65_536,
        65_537,
        envelope.MAX_FILE,
    ]
    assert run("(m, sizes) => sizes.map(m.paddedSize)", sizes) == [
        envelope.padded_size(size) for size in sizes
    ]


def test_shares(run: Run) -> None:
    script = "async (m, s, a, b, r) => (await m.split(bytes(s), a, b, given(r))).slice(0, 9).map(hex)"
    join = "async (m, shares) => hex(await m.join(shares.map(bytes)))"
    for row in VECTORS["shares"]:
        assert run(script, row["secret"], row["m"], row["n"], row["random"]) == row["shares"]
        chosen = row["shares"][::-1][: row["m"]]
        assert (
            run(join, chosen) == row["secret"] == envelope.join([bytes.fromhex(one) for one in chosen]).hex()
        )
        assert run(join, row["shares"]) == row["secret"]
        assert run(join, chosen[1:]) == {"problem": "too_few_shares"}
        for place in (0, 3, 5, 6, 8, -1):
            changed = bytearray.fromhex(chosen[0])
            changed[place] ^= 1
            damaged = [changed.hex(), *chosen[1:]]
            ours = outcome(lambda d=damaged: envelope.join([bytes.fromhex(one) for one in d]).hex())
            assert run(join, damaged) == ours == {"problem": "wrong_shares"}
            changed[-4:] = hashlib.sha256(changed[:-4]).digest()[:4]
            damaged = [changed.hex(), *chosen[1:]]
            ours = outcome(lambda d=damaged: envelope.join([bytes.fromhex(one) for one in d]).hex())
            assert run(join, damaged) == ours
    theirs = run("async (m, s) => (await m.split(bytes(s), 3, 5)).map(hex)", b"secret".hex())
    assert envelope.join([bytes.fromhex(one) for one in theirs[2:]]) == b"secret"
    assert run("(m) => m.split(new Uint8Array(1), 1, 2)") == {"problem": "bad_split"}
    assert run("(m) => m.join([])") == {"problem": "too_few_shares"}


def test_work_is_done_in_a_worker_and_accepted_by_the_server(run: Run) -> None:
    key = Random(4).randbytes(32)
    for row in VECTORS["work"]:
        assert run("(m, challenge) => m.solve(challenge)", row["challenge"]) == row["nonce"]
    text = envelope.challenge(key, NOW, 10)
    script = """async (m, c) => { const seen = []; let alive = 0; const timer = setInterval(() => alive++, 1);
      const nonce = await m.solve(c, (part) => seen.push(part)); clearInterval(timer); return [nonce, seen]; }"""
    nonce, seen = run(script, text)
    assert envelope.solved(text, nonce, key, NOW)
    assert seen == [count / 16 for count in range(1, 17)]


def test_work_is_done_in_the_page_where_there_are_no_workers(run: Run) -> None:
    row = VECTORS["work"][1]
    script = """async (m, c) => { const kept = globalThis.Worker;
      globalThis.Worker = class { constructor() { throw new Error("none"); } };
      try { return await m.solve(c); } finally { globalThis.Worker = kept; } }"""
    assert run(script, row["challenge"]) == row["nonce"]


def test_what_is_no_challenge_is_not_worked_at(run: Run) -> None:
    for text in ("", "qy1", "qy1.99.1.a.b", "qy1.3.1.a.b"):
        assert "RangeError" in run("(m, c) => m.solve(c)", text)["problem"]


def test_how_long_it_takes_here_is_printed(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    challenge = envelope.challenge(bytes(32), NOW)
    script = """async (m, c) => {
      const t = async (f) => { const s = performance.now(); await f(); return Math.round(performance.now() - s); };
      const code = await t(() => m.fromCode("0000-0000-0000-0000-0"));
      const passphrase = await t(() => m.sealPass("x", "y"));
      return { code, passphrase, work: await t(() => m.solve(c)) }; }"""
    found = run(script, challenge)
    with capsys.disabled():
        print(f"\nin this browser, ms: {found}")
    assert set(found) == {"code", "passphrase", "work"}
