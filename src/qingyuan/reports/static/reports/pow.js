// Proof of work: 16 small puzzles in place of the address of whoever sends (see engines/envelope/_work.py).
// A solution's number k makes SHA-256(SHA-256(challenge) || k || number) begin with `bits - 4` zero bits.

import { sha256, toBase64url, utf8 } from "../kit/sealing/problem.js";

const PUZZLES = 16;

// SHA-256 (FIPS 180-4) of messages of 40 bytes, which are one block; only the first word of the hash is asked for.
const primes = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime)) primes.push(n);
const fraction = (x) => ((x - Math.floor(x)) * 2 ** 32) >>> 0;
const K = new Int32Array(primes.map((prime) => fraction(Math.cbrt(prime))));
const START = new Int32Array(primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime))));
const W = new Int32Array(64);

/** What stands in `W` before the hash: eight words of `start`, the place, room for the number, padding, the length. */
function prepare(start, place) {
  W.fill(0);
  W.set(start);
  W[8] = place;
  W[10] = 0x80000000 | 0;
  W[15] = 320;
}

function firstWord(number) {
  W[9] = number;
  for (let i = 16; i < 64; i++) {
    const x = W[i - 15];
    const y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = W[i - 16] + s0 + W[i - 7] + s1;
  }
  let a = START[0];
  let b = START[1];
  let c = START[2];
  let d = START[3];
  let e = START[4];
  let f = START[5];
  let g = START[6];
  let h = START[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  return (a + START[0]) | 0;
}

/** The least number that solves puzzle `place`; `start` is SHA-256(challenge) as eight words, `zeroes` at most 24. */
export function puzzle(start, place, zeroes) {
  prepare(start, place);
  let number = 0;
  if (zeroes) while (firstWord(number) >>> (32 - zeroes)) number++;
  return number;
}

/** What the worker is told, and how the numbers it finds become the text that the server checks. */
async function prepared(challenge) {
  const bits = Number(challenge.split(".")[1]);
  if (!(bits >= 4 && bits <= 28)) throw new RangeError("not a challenge");
  const view = new DataView((await sha256(utf8(challenge))).buffer);
  return { start: Array.from({ length: 8 }, (_, word) => view.getInt32(4 * word)), zeroes: bits - 4 };
}

function written(numbers) {
  const view = new DataView(new ArrayBuffer(4 * PUZZLES));
  numbers.forEach((number, place) => view.setUint32(4 * place, number));
  return toBase64url(new Uint8Array(view.buffer));
}

/**
 * Solve a challenge in a worker; `progress` is called with what is done, from 1/16 to 1.
 * Where a worker cannot be had, the page does it itself, puzzle by puzzle, and stays alive.
 */
export async function solve(challenge, progress = () => {}) {
  const told = await prepared(challenge);
  try {
    return written(await inWorker(told, progress));
  } catch {
    return written(await inPage(told, progress));
  }
}

function inWorker(told, progress) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./pow-worker.js", import.meta.url), { type: "module" });
    const numbers = [];
    const end = (act, value) => {
      worker.terminate();
      act(value);
    };
    worker.onmessage = ({ data }) => {
      progress(numbers.push(data) / PUZZLES);
      if (numbers.length === PUZZLES) end(resolve, numbers);
    };
    worker.onerror = (event) => end(reject, event);
    worker.postMessage({ ...told, puzzles: PUZZLES });
  });
}

async function inPage({ start, zeroes }, progress) {
  const numbers = [];
  while (numbers.length < PUZZLES) {
    await new Promise((resolve) => setTimeout(resolve));
    progress(numbers.push(puzzle(start, numbers.length, zeroes)) / PUZZLES);
  }
  return numbers;
}
