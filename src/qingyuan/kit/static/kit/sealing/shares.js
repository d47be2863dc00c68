// A secret in n shares of which any m give it back (Shamir 1979; see qingyuan.engines.envelope, _shamir.py).

import { EnvelopeError, equal, joined, osRandom, sha256 } from "./problem.js";

const MAX_SECRET = 1024;
const SUM = 4;
const HEAD = 7;

/** `n` shares of a secret of 1 to 1024 bytes, any `m` of which join; 2 <= m <= n <= 255. */
export async function split(secret, m, n, random = osRandom) {
  if (!(2 <= m && m <= n && n <= 255 && secret.length >= 1 && secret.length <= MAX_SECRET)) {
    throw new EnvelopeError("bad_split", "2 <= m <= n <= 255, and the secret has 1 to 1024 bytes");
  }
  const whole = joined(secret, await sumOf(secret));
  const label = random(4);
  const layers = [whole];
  while (layers.length < m) layers.push(random(whole.length));
  const shares = [];
  for (let x = 1; x <= n; x++) {
    const values = whole.map((_, place) => layers.reduceRight((value, layer) => times(value, x) ^ layer[place], 0));
    const share = joined([1], label, [m, x], values);
    shares.push(joined(share, await sumOf(share)));
  }
  return shares;
}

/** The secret of m or more shares; throws EnvelopeError too_few_shares or wrong_shares. */
export async function join(shares) {
  if (!shares.length) throw new EnvelopeError("too_few_shares", "no share was given");
  for (const share of shares) {
    const size = share.length - HEAD - 2 * SUM;
    if (size < 1 || size > MAX_SECRET || share[0] !== 1 || !(await ownSumFits(share))) {
      throw new EnvelopeError("wrong_shares", "a share is damaged");
    }
  }
  const m = shares[0][5];
  const places = shares.map((share) => share[6]);
  const first = shares[0];
  const kin = shares.every((s) => s.length === first.length && equal(s.subarray(0, 6), first.subarray(0, 6)));
  if (!kin || new Set(places).size < places.length) throw apart();
  if (m < 2 || places.includes(0)) throw new EnvelopeError("wrong_shares", "a share is damaged");
  if (shares.length < m) throw new EnvelopeError("too_few_shares", `${m} shares are needed`);
  const values = shares.map((share) => share.subarray(HEAD, -SUM));
  const whole = valueAt(0, places.slice(0, m), values);
  const secret = whole.subarray(0, -SUM);
  for (let i = m; i < shares.length; i++) {
    if (!equal(valueAt(places[i], places.slice(0, m), values), values[i])) throw apart();
  }
  if (!equal(await sumOf(secret), whole.subarray(-SUM))) throw apart();
  return secret;
}

const apart = () => new EnvelopeError("wrong_shares", "the shares do not belong together");
const sumOf = async (bytes) => (await sha256(bytes)).subarray(0, SUM);
const ownSumFits = async (share) => equal(await sumOf(share.subarray(0, -SUM)), share.subarray(-SUM));

/** The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1, without tables and branches. */
function times(a, b) {
  let product = 0;
  for (let bit = 0; bit < 8; bit++) {
    product ^= -(b & 1) & a;
    a = (a << 1) ^ (-(a >> 7) & 0x11b);
    b >>= 1;
  }
  return product;
}

function inverse(a) {
  let result = 1;
  for (let power = 0; power < 254; power++) result = times(result, a);
  return result;
}

/** The polynomials through the values at their places, at x (Lagrange). */
function valueAt(x, places, values) {
  const out = new Uint8Array(values[0].length);
  places.forEach((place, i) => {
    let factor = 1;
    places.forEach((other, k) => {
      if (k !== i) factor = times(factor, times(x ^ other, inverse(place ^ other)));
    });
    values[i].forEach((value, at) => {
      out[at] ^= times(factor, value);
    });
  });
  return out;
}
