// What can be wrong, by the same codes as in qingyuan.engines.envelope, and bytes as text in one spelling only.

/** An anticipated failure: `problem` is the code. No message quotes content. */
export class EnvelopeError extends Error {
  constructor(problem, detail) {
    super(detail);
    this.name = "EnvelopeError";
    this.problem = problem;
  }
}

/** `size` secret random bytes. */
export const osRandom = (size) => crypto.getRandomValues(new Uint8Array(size));

export const utf8 = (text) => new TextEncoder().encode(text);

/** The text, or null if the bytes are not UTF-8. */
export function fromUtf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

export const equal = (a, b) => a.length === b.length && a.every((byte, place) => byte === b[place]);

/** RFC 4648 section 5, without padding. */
export function toBase64url(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** RFC 4648 section 4, without padding, as in age headers: the bytes, or null for any other spelling. */
export function fromBase64(text) {
  if (!/^[A-Za-z0-9+/]*$/.test(text)) return null;
  try {
    const bytes = Uint8Array.from(atob(text + "=".repeat(-text.length & 3)), (sign) => sign.charCodeAt(0));
    const again = toBase64url(bytes).replaceAll("-", "+").replaceAll("_", "/");
    return again === text ? bytes : null;
  } catch {
    return null;
  }
}
