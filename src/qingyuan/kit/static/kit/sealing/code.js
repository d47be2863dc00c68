// The receipt code: 80 random bits and a check character (see qingyuan.engines.envelope, _code.py).

import { EnvelopeError, osRandom } from "./problem.js";

export const CODE_LENGTH = 17;
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LONGEST = 100;
const GAPS = new Set(" \t\r\n-_.·‐‑‒–—―−");
const READ = new Map();
for (const sign of CROCKFORD) READ.set(sign, sign).set(sign.toLowerCase(), sign);
for (const [typed, meant] of ["O0", "o0", "I1", "i1", "L1", "l1"]) READ.set(typed, meant);

// GF(32) modulo x^5 + x^2 + 1; the weight of place i is alpha^i, the check character stands at place 0.
const doubled = (a) => ((a << 1) ^ (a & 16 ? 0b100101 : 0)) & 31;

function checkSign(signs) {
  let total = 0;
  for (let place = 0; place < signs.length; place++) {
    let term = CROCKFORD.indexOf(signs[place]);
    for (let power = 0; power <= place; power++) term = doubled(term);
    total ^= term;
  }
  return CROCKFORD[total];
}

const grouped = (signs) => signs.match(/.{1,4}/g).join("-");

/** Crockford base32, five bits a character, of a multiple of five bytes. */
export function crockford(bytes) {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return bits.match(/.{5}/g).map((five) => CROCKFORD[parseInt(five, 2)]).join("");
}

/** A fresh code as `XXXX-XXXX-XXXX-XXXX-X`. */
export function newCode(random = osRandom) {
  const signs = crockford(random(10));
  return grouped(signs + checkSign(signs));
}

/**
 * A typed code in its one spelling; throws EnvelopeError code_length, code_character or code_check.
 * Lower case, full-width forms, spaces and every kind of hyphen are accepted, O for 0, I and L for 1.
 */
export function checkCode(text) {
  if ([...text].length > LONGEST) throw new EnvelopeError("code_length", `a code has ${CODE_LENGTH} characters`);
  const typed = [...text.normalize("NFKC")].filter((sign) => !GAPS.has(sign));
  if (typed.some((sign) => !READ.has(sign))) {
    throw new EnvelopeError("code_character", "a code has digits and letters without U");
  }
  if (typed.length !== CODE_LENGTH) {
    throw new EnvelopeError("code_length", `a code has ${CODE_LENGTH} characters`);
  }
  const signs = typed.map((sign) => READ.get(sign)).join("");
  if (checkSign(signs.slice(0, -1)) !== signs.at(-1)) {
    throw new EnvelopeError("code_check", "the check character does not fit");
  }
  return grouped(signs);
}
