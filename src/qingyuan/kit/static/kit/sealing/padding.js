// Padding, so that the size of what is sealed tells little (see qingyuan.engines.envelope, _padding.py).

import { EnvelopeError, equal, fromUtf8, joined, utf8 } from "./problem.js";

export const BUCKETS = [4 * 1024, 16 * 1024, 64 * 1024];
export const MAX_TEXT = BUCKETS.at(-1) - 4;
export const MAX_FILE = 20 * 1024 * 1024;
const MIN_FILE = 64 * 1024;
const MAX_FILE_HEADER = 1024;
const NAME =
  /^[^\x00-\x1f\x7f-\x9f/\\\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]{1,120}$/u;
const TYPE = /^[a-z0-9][a-z0-9.+-]{0,62}\/[a-z0-9][a-z0-9.+-]{0,126}$/;

/** 4 bytes of length, big-endian, the data, zeroes up to 4, 16 or 64 KiB. */
export function pad(bytes) {
  const bucket = BUCKETS.find((size) => bytes.length + 4 <= size);
  if (!bucket) throw new EnvelopeError("too_large", `a text has ${MAX_TEXT} bytes at most`);
  return filled(counted(bytes), bucket);
}

/** What `pad` padded; throws EnvelopeError not_padded for anything that `pad` would not have made. */
export function unpad(bytes) {
  const [found] = taken(bytes);
  if (!BUCKETS.includes(bytes.length) || !equal(pad(found), bytes)) throw notPadded();
  return found;
}

/** Length and JSON of name and type, length and bytes of the file, zeroes up to Padmé, at least 64 KiB. */
export function padFile(name, type, bytes) {
  if (bytes.length > MAX_FILE) throw new EnvelopeError("too_large", `a file has ${MAX_FILE} bytes at most`);
  checkNames(name, type);
  const whole = joined(counted(utf8(JSON.stringify({ name, type }))), counted(bytes));
  return filled(whole, paddedSize(whole.length));
}

/** What `padFile` padded, as `{name, type, bytes}`. */
export function unpadFile(bytes) {
  const [head, rest] = taken(bytes);
  const [found] = taken(rest);
  let said = null;
  try {
    said = head.length <= MAX_FILE_HEADER ? JSON.parse(fromUtf8(head)) : null;
  } catch {
    // said stays null
  }
  if (typeof said?.name !== "string" || typeof said?.type !== "string") throw notPadded();
  checkNames(said.name, said.type);
  if (found.length > MAX_FILE || !equal(padFile(said.name, said.type, found), bytes)) throw notPadded();
  return { name: said.name, type: said.type, bytes: found };
}

/** Padmé (Nikitin et al. 2019) of the size in bytes, at least 64 KiB. */
export function paddedSize(size) {
  const least = Math.max(size, MIN_FILE);
  const exponent = 31 - Math.clz32(least);
  const low = (1 << (exponent - (32 - Math.clz32(exponent)))) - 1;
  return (least + low) & ~low;
}

function checkNames(name, type) {
  if (!NAME.test(name) || name !== name.trim() || /^\.+$/.test(name)) {
    throw new EnvelopeError("bad_name", "a file's name has 1 to 120 visible characters and no path");
  }
  if (!TYPE.test(type)) throw new EnvelopeError("bad_type", "a file's type is a media type such as image/png");
}

const notPadded = () => new EnvelopeError("not_padded", "the padding is not as it has to be");

function counted(bytes) {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, bytes.length);
  return joined(size, bytes);
}

function taken(bytes) {
  if (bytes.length < 4) throw notPadded();
  const end = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (end > bytes.length) throw notPadded();
  return [bytes.subarray(4, end), bytes.subarray(end)];
}

function filled(bytes, size) {
  const whole = new Uint8Array(size);
  whole.set(bytes);
  return whole;
}
