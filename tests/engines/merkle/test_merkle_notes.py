"""Signed notes, keys, checkpoints and cosignatures after C2SP."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.merkle import (
    EMPTY_ROOT,
    Checkpoint,
    KeyKind,
    MerkleError,
    Note,
    Problem,
    Signer,
    VerifierKey,
    cosign,
    open_checkpoint,
    witnessed,
)

# golang.org/x/mod/sumdb/note, ExampleSign and ExampleSign_add_signatures
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
QUIP = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
PETER_SIGNED = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZIn"
    "NIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ENOCH_SIGNED = (
    "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2"
    "tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"
)
# c2sp.org/signed-note, "Example"
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
FOO_NOTE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""
# A tree head of the Go checksum database and the key that ships with Go
SUMDB = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
SUMDB_NOTE = """go.sum database tree
35225469
vt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=

— sum.golang.org Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=
"""
# c2sp.org/tlog-cosignature, the example
COSIGNED = """example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa \
Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 \
jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
"""

ORIGIN = "trail.example.org/clear"
LOG = Signer.from_seed(ORIGIN, bytes(range(32)))
WITNESS = Signer.from_seed("witness.example.org/w1", bytes(32), KeyKind.COSIGNATURE_V1)
HEAD = Checkpoint(ORIGIN, 205, bytes(range(32)))
NOTE = str(HEAD.sign(LOG))


def problem_of(call, *args, **named) -> Problem:  # type: ignore[no-untyped-def]
    with pytest.raises(MerkleError) as caught:
        call(*args, **named)
    return caught.value.problem


def test_the_note_of_go_opens_and_is_signed_to_the_same_bytes() -> None:
    signer = Signer.parse(PETER_SECRET)
    assert str(signer.verifier) == PETER
    assert signer.secret_text() == PETER_SECRET
    note = Note(QUIP, ()).signed(signer)
    assert str(note) == QUIP + "\n" + PETER_SIGNED
    assert list(Note.parse(str(note).encode()).verified([VerifierKey.parse(PETER)])) == [signer.verifier]


def test_the_second_signature_of_go_comes_out_too() -> None:
    enoch = Signer.from_seed("EnochRoot", bytes(32))
    assert (
        str(Note.parse(QUIP + "\n" + PETER_SIGNED).signed(enoch)) == QUIP + "\n" + PETER_SIGNED + ENOCH_SIGNED
    )
    both = Note.parse(QUIP + "\n" + PETER_SIGNED + ENOCH_SIGNED)
    assert len(both.verified([enoch.verifier, VerifierKey.parse(PETER)])) == 2
    assert str(both.signed(enoch)) == str(both), "a key's second signature replaces its first"


def test_the_example_of_the_signed_note_specification_verifies() -> None:
    assert str(VerifierKey.parse(FOO)) == FOO
    assert Note.parse(FOO_NOTE).verified([VerifierKey.parse(FOO)])


def test_a_real_tree_head_of_the_go_checksum_database_verifies() -> None:
    head = open_checkpoint(SUMDB_NOTE, VerifierKey.parse(SUMDB), origin="go.sum database tree")
    assert head.size == 35_225_469
    assert problem_of(open_checkpoint, SUMDB_NOTE, VerifierKey.parse(SUMDB)) is Problem.WRONG_ORIGIN


def test_the_example_of_the_cosignature_specification_reads() -> None:
    note = Note.parse(COSIGNED)
    head = Checkpoint.parse_text(note.text)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert [item.name for item in note.signatures] == [
        "example.com/behind-the-sofa",
        "witness.example.com/w1",
    ]
    assert note.signatures[1].stamp == 1679315147
    assert note.signatures[1].key_id.hex() == "8d66cf3f"
    assert str(note) == COSIGNED


def test_a_cosignature_key_in_use_reads() -> None:
    key = VerifierKey.parse("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2")
    assert key.kind is KeyKind.COSIGNATURE_V1


def test_no_part_and_no_change_of_a_key_is_a_key() -> None:
    for start in range(len(PETER) + 1):
        for end in range(start, len(PETER) + 1):
            if end - start < len(PETER):
                assert problem_of(VerifierKey.parse, PETER[start:end]) is Problem.BAD_KEY
    for at, char in enumerate(PETER):
        assert (
            problem_of(VerifierKey.parse, PETER[:at] + chr(ord(char) + 1) + PETER[at + 1 :])
            is Problem.BAD_KEY
        )
    for bad in (
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        PETER.replace("c74f20a3", "C74F20A3"),
        PETER + "\n",
        "清 源" + PETER[12:],
    ):
        assert problem_of(VerifierKey.parse, bad) is Problem.BAD_KEY


def test_no_change_of_a_private_key_is_a_key_and_none_is_shown() -> None:
    for at in range(len(PETER_SECRET)):
        changed = PETER_SECRET[:at] + chr(ord(PETER_SECRET[at]) + 1) + PETER_SECRET[at + 1 :]
        with pytest.raises(MerkleError) as caught:
            Signer.parse(changed)
        assert PETER_SECRET[-40:-10] not in str(caught.value)
    assert PETER_SECRET[-40:-10] not in repr(Signer.parse(PETER_SECRET))


def test_a_checkpoint_reads_back_and_its_text_is_as_specified() -> None:
    root = base64.b64encode(bytes(range(32))).decode()
    assert HEAD.text == f"{ORIGIN}\n205\n{root}\n"
    assert open_checkpoint(NOTE, LOG.verifier) == open_checkpoint(NOTE.encode(), LOG.verifier) == HEAD
    extended = Checkpoint("清源 记录", 7, bytes(32), ("first line", "第二行"))
    signed = extended.sign(LOG)
    assert open_checkpoint(str(signed), LOG.verifier, origin="清源 记录") == extended


def test_every_change_of_one_character_of_a_signed_checkpoint_is_refused() -> None:
    for at in range(len(NOTE)):
        for char in ("\n", "A", "0", " ", "é", "\r", "+"):
            changed = NOTE[:at] + char + NOTE[at + 1 :]
            if changed != NOTE:
                problem_of(open_checkpoint, changed, LOG.verifier)
        problem_of(open_checkpoint, NOTE[:at] + NOTE[at + 1 :], LOG.verifier)
        problem_of(open_checkpoint, NOTE[:at], LOG.verifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "o\n1\n",
        "o\n01\n{r}\n",
        "o\n+1\n{r}\n",
        "o\n１\n{r}\n",
        "o\n1_0\n{r}\n",
        "o\n9223372036854775808\n{r}\n",
        "o\n" + "9" * 5000 + "\n{r}\n",
        "o\n1\n{r}",
        "o\n1\n{r}\n\n",
        "o\n1\n{r}\n\nx\n",
        "\n1\n{r}\n",
        "o\n1\n{s}\n",
        "o\n0\n{r}\n",
        "o\n1\n{r} \n",
        "o\n1\n" + "A" * 42 + "B=\n",
        "o\n1\n{r}\n" + "x\n" * 33,
        "o\r\n1\r\n{r}\r\n",
        "o\t\n1\n{r}\n",
        "o" * 20000 + "\n1\n{r}\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    root, short = base64.b64encode(bytes(32)).decode(), base64.b64encode(bytes(31)).decode()
    problem_of(Checkpoint.parse_text, text.format(r=root, s=short))


def test_a_refusal_names_the_line() -> None:
    with pytest.raises(MerkleError) as caught:
        Checkpoint.parse_text("o\n01\n\n")
    assert (caught.value.problem, caught.value.line) == (Problem.MALFORMED, 3)
    with pytest.raises(MerkleError, match=r"line 5: .*signature"):
        Note.parse("o\n1\nx\n\nnot a signature\n")
    with pytest.raises(MerkleError, match="line 2: carriage return"):
        Note.parse("o\n1\r\nx\n\n— a AAAAAAA=\n")


def test_an_impossible_checkpoint_cannot_be_made() -> None:
    for parts in (("", 1, bytes(32)), ("o\n", 1, bytes(32)), ("o", -1, bytes(32)), ("o", 1, bytes(31))):
        problem_of(Checkpoint, *parts)
    problem_of(Checkpoint, "o", 0, bytes(32))
    problem_of(Checkpoint, "o", 1, bytes(32), ("",))
    problem_of(Checkpoint, "\ud800", 1, bytes(32))
    assert Checkpoint("o", 0, EMPTY_ROOT).size == 0


def test_signatures_by_strangers_are_ignored_but_a_known_key_must_fit() -> None:
    stranger = Signer.from_seed("stranger.example.org", bytes([7]) * 32)
    namesake = Signer.from_seed(ORIGIN, bytes([8]) * 32)
    many = Note.parse(NOTE).signed(stranger).signed(namesake)
    assert open_checkpoint(str(many), LOG.verifier) == HEAD
    assert problem_of(open_checkpoint, str(HEAD.sign(stranger)), LOG.verifier) is Problem.UNSIGNED
    forged = str(HEAD.sign(stranger)).replace(
        str(HEAD.sign(stranger).signatures[0]),
        f"— {ORIGIN} {base64.b64encode(LOG.verifier.id + bytes(64)).decode()}\n",
    )
    assert problem_of(open_checkpoint, forged, LOG.verifier) is Problem.BAD_SIGNATURE
    assert problem_of(open_checkpoint, NOTE + forged.split("\n\n")[1], LOG.verifier) is Problem.BAD_SIGNATURE


def test_a_witness_cosigns_with_its_time() -> None:
    note = cosign(NOTE, LOG.verifier, WITNESS, stamp=1_604_626_200)
    assert witnessed(note, [WITNESS.verifier], 1) == {WITNESS.verifier: 1_604_626_200}
    assert open_checkpoint(note, LOG.verifier) == HEAD
    line = note.signatures[1]
    assert line.signature[:8] == (1_604_626_200).to_bytes(8, "big")
    plain = Signer.from_seed("x", bytes(32))  # the same secret, as a plain key
    message = f"cosignature/v1\ntime 1604626200\n{HEAD.text}"
    assert plain.verifier.verifies(message, line.signature[8:]), "the message is the one specified"
    assert WITNESS.verifier.id != VerifierKey(WITNESS.verifier.name, WITNESS.verifier.public).id


def test_a_changed_time_breaks_the_cosignature() -> None:
    note = str(cosign(NOTE, LOG.verifier, WITNESS, stamp=1000))
    line = Note.parse(note).signatures[1]
    later = line.key_id + (1001).to_bytes(8, "big") + line.signature[8:]
    changed = note.replace(str(line), f"— {line.name} {base64.b64encode(later).decode()}\n")
    assert problem_of(witnessed, Note.parse(changed), [WITNESS.verifier], 0) is Problem.BAD_SIGNATURE


def test_a_cosignature_with_a_time_beyond_the_specification_is_refused() -> None:
    plain = Signer.from_seed("x", bytes(32))  # the same secret, as a plain key
    for stamp, fits in ((2**63 - 1, True), (2**63, False)):
        signature = plain.signature(f"cosignature/v1\ntime {stamp}\n{HEAD.text}")
        assert WITNESS.verifier.verifies(HEAD.text, stamp.to_bytes(8, "big") + signature) is fits


def test_one_secret_under_two_names_is_one_witness() -> None:
    twin = Signer.from_seed("witness.example.org/w2", bytes(32), KeyKind.COSIGNATURE_V1)
    other = Signer.from_seed("witness.example.org/w3", bytes([3]) * 32, KeyKind.COSIGNATURE_V1)
    note = cosign(cosign(NOTE, LOG.verifier, WITNESS, stamp=5), LOG.verifier, twin, stamp=6)
    known = [WITNESS.verifier, twin.verifier, other.verifier]
    assert problem_of(witnessed, note, known, 2) is Problem.TOO_FEW_WITNESSES
    assert len(witnessed(cosign(note, LOG.verifier, other, stamp=7), known, 2)) == 2


def test_keys_do_only_the_work_of_their_kind() -> None:
    assert problem_of(HEAD.sign, WITNESS) is Problem.BAD_KEY
    assert problem_of(cosign, NOTE, LOG.verifier, LOG, stamp=1) is Problem.BAD_KEY
    assert problem_of(open_checkpoint, NOTE, WITNESS.verifier) is Problem.BAD_KEY
    assert (
        problem_of(cosign, NOTE.replace("205", "206"), LOG.verifier, WITNESS, stamp=1)
        is Problem.BAD_SIGNATURE
    )
    assert problem_of(WITNESS.signature, "x\n") is Problem.OUT_OF_RANGE
    assert problem_of(WITNESS.signature, "x\n", stamp=2**63) is Problem.OUT_OF_RANGE
    assert problem_of(LOG.signature, "x\n", stamp=1) is Problem.BAD_KEY


def test_a_note_keeps_its_limits_and_takes_sixteen_large_signatures() -> None:
    large = "".join(f"— w{i} {base64.b64encode(bytes(4900)).decode()}\n" for i in range(16))
    assert len(Note.parse("text\n\n" + large).signatures) == 16
    assert problem_of(Note.parse, "text\n\n" + "— a AAAAAAA=\n" * 65) is Problem.TOO_LARGE
    assert problem_of(Note.parse, "x\n" * 1024 + "\n— a AAAAAAA=\n") is Problem.TOO_LARGE
    assert problem_of(Note.parse, b"x" * 300_000) is Problem.TOO_LARGE
    assert problem_of(Note.parse, "清" * 90_000) is Problem.TOO_LARGE


@pytest.mark.parametrize(
    "note",
    [
        "",
        "text",
        "text\n",
        "text\n\n",
        "text\n\n— a AAAAAAA=",
        "text\n\n- a AAAAAAA=\n",
        "text\n\n—  AAAAAAA=\n",
        "text\n\n— a AAAAAA==\n",
        "text\n\n— a b AAAAAAA=\n",
        "text\n\n— a+b AAAAAAA=\n",
        "text\n\n— a\u00a0b AAAAAAA=\n",
        "text\n\n— a\u2028b AAAAAAA=\n",
        "text\n\n— a AAAAAAB=\n",
        "text\n\n— a AAAA AAA=\n",
        "text\n\n— a AAAAAAA\n",
        "text\n\n— a AAAAAAA=\nmore\n",
        "te\x00xt\n\n— a AAAAAAA=\n",
        b"te\xffxt\n\n\xe2\x80\x94 a AAAAAAA=\n",
        "te\ud800xt\n\n— a AAAAAAA=\n",
    ],
)
def test_a_malformed_note_is_refused(note: str | bytes) -> None:
    problem_of(Note.parse, note)


note_like = st.lists(
    st.one_of(
        st.text(max_size=8),
        st.sampled_from(["\n", "\n\n", "— ", "a ", "AAAAAAA=", "0", "\u2028", "\r", "\ud800", ORIGIN, NOTE]),
    ),
    max_size=12,
).map("".join)


@settings(deadline=None, max_examples=400)
@given(st.one_of(note_like, st.binary(max_size=200), note_like.map(lambda t: t.encode("utf-8", "replace"))))
def test_a_hostile_text_is_read_as_itself_or_refused(data: str | bytes) -> None:
    for read in (Note.parse, lambda text: open_checkpoint(text, LOG.verifier)):
        try:
            found = read(data)
        except MerkleError:
            continue
        if isinstance(found, Note):
            assert str(found) == (data if isinstance(data, str) else data.decode())
    if isinstance(data, str):
        for parse in (VerifierKey.parse, Signer.parse, Checkpoint.parse_text):
            try:
                parse(data)
            except MerkleError:
                continue


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=12), st.integers(-1, 2**63), st.lists(st.text(max_size=6), max_size=3))
def test_a_checkpoint_that_can_be_made_is_read_as_itself(origin: str, size: int, extra: list[str]) -> None:
    try:
        head = Checkpoint(origin, size, bytes(32) if size else EMPTY_ROOT, tuple(extra))
    except MerkleError:
        return
    note = str(head.sign(LOG))
    assert open_checkpoint(note, LOG.verifier, origin=origin) == head
