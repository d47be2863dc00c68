// Sealing in the browser: the same functions as qingyuan.engines.envelope, held to the same vectors.
// Formats: C2SP age v1 through age.js; keys X25519; passphrases and codes by scrypt. Nothing is fetched.

import { bech32, chacha20poly1305, Decrypter, Encrypter, identityToRecipient, scryptAsync, Stanza } from "./age.js";
import { checkCode, crockford } from "./code.js";
import { EnvelopeError, fromBase64, fromUtf8, joined, osRandom, sha256, toBase64url, utf8 } from "./problem.js";

export { checkCode, newCode } from "./code.js";
export { MAX_FILE, MAX_TEXT, pad, padFile, unpad, unpadFile } from "./padding.js";
export { EnvelopeError } from "./problem.js";
export { join, split } from "./shares.js";

export const WORK_FACTOR = 17;
export const MAX_WORK_FACTOR = 20;
const SALT = "qingyuan.reports.code.v1";
const MAX_SEALED = 21 * 1024 * 1024;
const MAX_HEADER = 16 * 1024;
const MAX_STANZAS = 64;
const CHUNK = 64 * 1024;
const TAG = 16;
const NONCE = 16;

// -- keys ----------------------------------------------------------------------------------------------------

/** A fresh secret key, `AGE-SECRET-KEY-1...`. */
export const newIdentity = (random = osRandom) => identityFrom(random(32));

/** The identity that holds these 32 bytes. */
export function identityFrom(secret) {
  if (secret.length !== 32) throw new EnvelopeError("bad_identity", "a secret key has 32 bytes");
  return bech32.encodeFromBytes("AGE-SECRET-KEY-", secret).toUpperCase();
}

/** The 32 bytes of an identity: what is split into shares. */
export function secretOf(identity) {
  return decoded(identity, "age-secret-key-", identity.toUpperCase(), "bad_identity");
}

/** The public recipient, `age1...`, of an identity. */
export async function recipientOf(identity) {
  secretOf(identity);
  return identityToRecipient(identity);
}

/** 100 bits of SHA-256 of the public key as five groups of four characters, to be read aloud. */
export async function fingerprint(recipient) {
  const digest = await sha256(joined(utf8("qingyuan.key.v1\n"), publicOf(recipient)));
  return crockford(digest.subarray(0, 15)).slice(0, 20).match(/.{4}/g).join("-");
}

const publicOf = (recipient) => decoded(recipient, "age", recipient.toLowerCase(), "bad_recipient");

function decoded(text, prefix, cased, problem) {
  try {
    const found = bech32.decodeToBytes(text);
    if (text === cased && found.prefix.toLowerCase() === prefix && found.bytes.length === 32) return found.bytes;
  } catch {
    // said below
  }
  throw new EnvelopeError(problem, "not a key of age");
}

/**
 * The keys of a receipt code, `{identity, recipient, locator}`; throws as `checkCode`.
 * scrypt with N = 2^15 and 32 MiB; the page stays alive meanwhile.
 */
export async function fromCode(code) {
  const signs = utf8(checkCode(code).replaceAll("-", ""));
  const made = await scryptAsync(signs, utf8(SALT), { N: 2 ** 15, r: 8, p: 1, dkLen: 64 });
  const identity = identityFrom(made.subarray(0, 32));
  return { identity, recipient: await recipientOf(identity), locator: toBase64url(made.subarray(32)) };
}

// -- files of age --------------------------------------------------------------------------------------------

/** The types of the stanzas of an age file, in their order: `["X25519"]` for one reader. */
export const header = (bytes) => parse(bytes).stanzas.map(([kind]) => kind);

/** The size of the plaintext of a file with exactly one well-formed stanza, of this type. */
export function sealedForOne(bytes, kind = "X25519") {
  if (bytes.length > MAX_SEALED) throw tooLarge();
  const { stanzas, size } = parse(bytes);
  if (stanzas.length !== 1 || stanzas[0][0] !== kind) {
    throw new EnvelopeError("not_sole", `exactly one stanza of type ${kind} is accepted`);
  }
  const [, ...rest] = stanzas[0];
  const body = rest.pop();
  const fits =
    kind === "X25519"
      ? rest.length === 1 && fromBase64(rest[0])?.length === 32
      : rest.length === 2 && fromBase64(rest[0])?.length === 16 && /^[1-9][0-9]?$/.test(rest[1]);
  const payload = bytes.length - size - NONCE;
  const full = Math.floor(payload / (CHUNK + TAG));
  const last = payload % (CHUNK + TAG);
  if (!fits || body.length !== 32 || payload < TAG || (last > 0 && last < TAG) || (full && last === TAG)) {
    throw malformed();
  }
  return payload - TAG * (full + (last > 0 ? 1 : 0));
}

/** An age file that only the holder of the recipient's identity can open: one stanza of type X25519. */
export async function seal(bytes, recipient) {
  publicOf(recipient);
  if (bytes.length + TAG * Math.ceil(bytes.length / CHUNK) + 200 > MAX_SEALED) throw tooLarge();
  const encrypter = new Encrypter();
  try {
    encrypter.addRecipient(recipient);
    return await encrypter.encrypt(bytes);
  } catch {
    throw new EnvelopeError("bad_recipient", "the recipient is a point of low order");
  }
}

/** What `seal` sealed; throws EnvelopeError not_sole, malformed, too_large, bad_identity, wrong_key, broken. */
export async function open(bytes, identity) {
  secretOf(identity);
  sealedForOne(bytes);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return opened(decrypter, bytes);
}

/** An age file that the passphrase opens. The passphrase is normalised (NFKC). */
export async function sealPass(text, passphrase, workFactor = WORK_FACTOR) {
  const normal = normalised(passphrase);
  if (!(workFactor >= 1 && workFactor <= MAX_WORK_FACTOR)) throw tooCostly();
  const encrypter = new Encrypter();
  encrypter.addRecipient({
    async wrapFileKey(fileKey) {
      const salt = osRandom(16);
      const key = await stretched(normal, salt, workFactor);
      const body = chacha20poly1305(key, new Uint8Array(12)).encrypt(fileKey);
      const salted = toBase64url(salt).replaceAll("-", "+").replaceAll("_", "/");
      return [new Stanza(["scrypt", salted, String(workFactor)], body)];
    },
  });
  return encrypter.encrypt(utf8(text));
}

/** What `sealPass` sealed, as text. */
export async function openPass(bytes, passphrase) {
  const normal = normalised(passphrase);
  sealedForOne(bytes, "scrypt");
  const [, salt, factor, body] = parse(bytes).stanzas[0];
  if (Number(factor) > MAX_WORK_FACTOR) throw tooCostly();
  const decrypter = new Decrypter();
  decrypter.addIdentity({
    async unwrapFileKey() {
      const key = await stretched(normal, fromBase64(salt), Number(factor));
      try {
        return chacha20poly1305(key, new Uint8Array(12)).decrypt(body);
      } catch {
        return null;
      }
    },
  });
  const text = fromUtf8(await opened(decrypter, bytes));
  if (text === null) throw new EnvelopeError("broken", "what was sealed is not text");
  return text;
}

async function opened(decrypter, bytes) {
  try {
    return await decrypter.decrypt(bytes);
  } catch (error) {
    if (/no identity matched/.test(error?.message)) {
      throw new EnvelopeError("wrong_key", "the key does not open this file");
    }
    throw new EnvelopeError("broken", "the file was cut off or changed");
  }
}

function normalised(passphrase) {
  const normal = passphrase.normalize("NFKC");
  if (!normal) throw new EnvelopeError("wrong_key", "the passphrase is empty");
  return normal;
}

function stretched(passphrase, salt, workFactor) {
  const salted = joined(utf8("age-encryption.org/v1/scrypt"), salt);
  const N = 2 ** workFactor;
  return scryptAsync(utf8(passphrase), salted, { N, r: 8, p: 1, dkLen: 32, maxmem: N * 1024 + (1 << 20) });
}

// -- the header, read strictly -------------------------------------------------------------------------------

/** `{stanzas: [[kind, ...arguments, body]], size}` of an age file. */
function parse(bytes) {
  let place = 0;
  const line = () => {
    const end = bytes.subarray(0, MAX_HEADER).indexOf(10, place);
    if (end < 0) throw bytes.length > MAX_HEADER && place ? tooLarge() : malformed();
    const text = String.fromCharCode(...bytes.subarray(place, end));
    place = end + 1;
    return text;
  };
  if (line() !== "age-encryption.org/v1") throw malformed();
  const stanzas = [];
  for (let text = line(); ; text = line()) {
    if (text.startsWith("---")) {
      const mac = text.startsWith("--- ") ? fromBase64(text.slice(4)) : null;
      if (!stanzas.length || mac?.length !== 32) throw malformed();
      return { stanzas, size: place };
    }
    if (stanzas.length === MAX_STANZAS) throw tooLarge();
    if (!/^->( [\x21-\x7e]+)+$/.test(text)) throw malformed();
    const parts = [];
    for (;;) {
      const row = line();
      const part = row.length <= 64 ? fromBase64(row) : null;
      if (!part) throw malformed();
      parts.push(part);
      if (row.length < 64) break;
    }
    stanzas.push([...text.slice(3).split(" "), joined(...parts)]);
  }
}

const malformed = () => new EnvelopeError("malformed", "not a well-formed age file");
const tooLarge = () => new EnvelopeError("too_large", `an age file has ${MAX_SEALED} bytes at most`);
const tooCostly = () => new EnvelopeError("too_costly", `the work factor is 1 to ${MAX_WORK_FACTOR}`);
