"""Sealed reports: receipt codes, age files to one reader, padding, shares of a key, proof of work.

Sources: C2SP age v1 (https://c2sp.org/age), RFC 7748 (X25519), RFC 7914 (scrypt), Shamir, "How to share a
secret" (1979), Nikitin et al., PURBs and Padmé (2019), Back, "Hashcash" (2002), Crockford's base32, BIP 173.
No clock and no disk; randomness is the operating system's, through a parameter. The browser does the same in
`kit/static/kit/sealing/envelope.js` and in `pow.js` of the reports; both are held to the same vectors.

Who reports gets a code that can be copied by hand. It gives the keys by which he comes back:

>>> from random import Random as Dice
>>> dice = Dice(1).randbytes  # so that this page comes out the same each time; in earnest leave it out
>>> code = new_code(dice)
>>> code, check_code(code.lower().replace("-", " ")) == code
('YPRP-A8JA-B2VS-3WER-N', True)
>>> reporter = from_code(code)
>>> reporter.recipient == recipient_of(reporter.identity), len(locator_digest(reporter.locator) or b"")
(True, 32)

A report is sealed to a key of its own, and that key once for each who may read:

>>> content, reader = new_identity(dice), new_identity(dice)
>>> body = seal(pad(b'{"what":"..."}'), recipient_of(content), dice)
>>> slot = seal(content.encode(), recipient_of(reader), dice)
>>> unpad(open_(body, str(open_(slot, reader), "ascii")))
b'{"what":"..."}'

The server, which can open nothing, sees that there is one reader and that the size tells little:

>>> header(body), sealed_for_one(body), is_text_size(sealed_for_one(body))
(('X25519',), 4096, True)
>>> try:
...     open_(body, reader)
... except EnvelopeError as error:
...     error.problem.value
'wrong_key'

Offices hold a key together; any two of three shares give it back:

>>> shares = split(secret_of(reader), 2, 3, dice)
>>> identity_from(join([shares[2], shares[0]])) == reader
True
"""

from qingyuan.engines.envelope._code import CodeKeys, check_code, from_code, locator_digest, new_code
from qingyuan.engines.envelope._header import (
    MAX_SEALED,
    Header,
    Stanza,
    header,
    parse_header,
    sealed_for_one,
    sealed_size,
)
from qingyuan.engines.envelope._keys import fingerprint, identity_from, new_identity, recipient_of, secret_of
from qingyuan.engines.envelope._lexical import Random
from qingyuan.engines.envelope._padding import (
    BUCKETS,
    MAX_FILE,
    MAX_TEXT,
    PlainFile,
    is_file_size,
    is_text_size,
    pad,
    pad_file,
    padded_size,
    unpad,
    unpad_file,
)
from qingyuan.engines.envelope._problem import EnvelopeError, Problem
from qingyuan.engines.envelope._seal import MAX_WORK_FACTOR, WORK_FACTOR, open_, open_pass, seal, seal_pass
from qingyuan.engines.envelope._shamir import join, split
from qingyuan.engines.envelope._work import (
    DEFAULT_BITS,
    MAX_BITS,
    MIN_BITS,
    WINDOW,
    Challenge,
    challenge,
    difficulty,
    read_challenge,
    solved,
)

__all__ = [
    "BUCKETS",
    "DEFAULT_BITS",
    "MAX_BITS",
    "MAX_FILE",
    "MAX_SEALED",
    "MAX_TEXT",
    "MAX_WORK_FACTOR",
    "MIN_BITS",
    "WINDOW",
    "WORK_FACTOR",
    "Challenge",
    "CodeKeys",
    "EnvelopeError",
    "Header",
    "PlainFile",
    "Problem",
    "Random",
    "Stanza",
    "challenge",
    "check_code",
    "difficulty",
    "fingerprint",
    "from_code",
    "header",
    "identity_from",
    "is_file_size",
    "is_text_size",
    "join",
    "locator_digest",
    "new_code",
    "new_identity",
    "open_",
    "open_pass",
    "pad",
    "pad_file",
    "padded_size",
    "parse_header",
    "read_challenge",
    "recipient_of",
    "seal",
    "seal_pass",
    "sealed_for_one",
    "sealed_size",
    "secret_of",
    "solved",
    "split",
    "unpad",
    "unpad_file",
]
