/* Checking a proof in the browser: the same steps as engines/merkle (RFC 9162, C2SP tlog-proof, tlog-tiles,
   signed-note), with SHA-256 and Ed25519 of the browser. Nothing of the proof leaves the machine; the platform is
   asked for its newest checkpoint, for tiles, and for the 256 held values among which the entry's is. */
const HEADER = "c2sp.org/tlog-proof@v1";
const DOMAIN = new TextEncoder().encode("qingyuan/commitment@v1\n");
const MOST = 2 ** 31 - 1;
const utf8 = new TextEncoder();

export class NoProof extends Error {}
export class Rewritten extends Error {}

const join = (...parts) => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => { whole.set(part, at); return at + part.length; }, 0);
  return whole;
};
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const sha = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const leafHash = (entry) => sha([0], entry);
const nodeHash = (left, right) => sha([1], left, right);

function base64(text, length) {
  let data;
  try { data = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)); } catch { throw new NoProof("base64"); }
  if (btoa(String.fromCharCode(...data)) !== text || (length && data.length !== length)) throw new NoProof("base64");
  return data;
}

function hex(text) {
  if (typeof text !== "string" || !/^([0-9a-f]{2})*$/.test(text)) throw new NoProof("hex");
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function decimal(text) {
  if (!/^(0|[1-9][0-9]{0,9})$/.test(text) || Number(text) > MOST) throw new NoProof("number");
  return Number(text);
}

/* RFC 8785 for what a content may hold: text, whole numbers, true, false, null, lists, objects. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value && typeof value === "object") {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value)) throw new NoProof("number");
  return JSON.stringify(value);
}

/* name+id+base64 of type and key */
export function parseKey(text) {
  const [name, id, ...rest] = text.trim().split("+");
  const material = base64(rest.join("+"), 33);
  if (material[0] !== 1) throw new NoProof("key");
  return { name, id: hex(id), raw: material.slice(1) };
}

let able;
/* Whether this browser can verify Ed25519 signatures. */
export async function canVerify() {
  able ??= crypto.subtle.importKey("raw", new Uint8Array(32), "Ed25519", false, ["verify"]).then(() => true, () => false);
  return able;
}

/* The checkpoint in a signed note. Where the browser knows Ed25519 the signature is verified; else it is only there. */
async function checkpoint(note, key) {
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n")) throw new NoProof("note");
  const text = note.slice(0, cut + 1);
  const line = note.slice(cut + 2).split("\n").find((one) => {
    if (!one.startsWith(`— ${key.name} `)) return false;
    return same(base64(one.slice(key.name.length + 3)).slice(0, 4), key.id);
  });
  if (!line) throw new NoProof("unsigned");
  const signature = base64(line.slice(key.name.length + 3)).slice(4);
  if (await canVerify()) {
    const known = await crypto.subtle.importKey("raw", key.raw, "Ed25519", false, ["verify"]);
    if (!(await crypto.subtle.verify("Ed25519", known, signature, utf8.encode(text)))) throw new NoProof("signature");
  }
  const [origin, size, root] = text.split("\n");
  if (origin !== key.name) throw new NoProof("origin");
  return { size: decimal(size), root: base64(root, 32) };
}

/* RFC 9162 section 2.1.3.2 */
async function included(leaf, index, size, path, root) {
  if (index >= size) return false;
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const one of path) {
    if (sn === 0) return false;
    if (fn & 1 || fn === sn) {
      hash = await nodeHash(one, hash);
      while (!(fn & 1) && fn) { fn >>= 1; sn >>= 1; }
    } else {
      hash = await nodeHash(hash, one);
    }
    fn >>= 1; sn >>= 1;
  }
  return sn === 0 && same(hash, root);
}

/* RFC 9162 section 2.1.4.2 */
async function continues(first, second, path, firstRoot, secondRoot) {
  if (first === second) return path.length === 0 && same(firstRoot, secondRoot);
  if (!path.length || first < 1 || first > second) return false;
  const rest = (first & (first - 1)) === 0 ? [firstRoot, ...path] : [...path];
  let [fn, sn] = [first - 1, second - 1];
  while (fn & 1) { fn >>= 1; sn >>= 1; }
  let [fr, sr] = [rest[0], rest[0]];
  for (const one of rest.slice(1)) {
    if (sn === 0) return false;
    if (fn & 1 || fn === sn) {
      fr = await nodeHash(one, fr); sr = await nodeHash(one, sr);
      while (!(fn & 1) && fn) { fn >>= 1; sn >>= 1; }
    } else {
      sr = await nodeHash(sr, one);
    }
    fn >>= 1; sn >>= 1;
  }
  return sn === 0 && same(fr, firstRoot) && same(sr, secondRoot);
}

function pathOf(kind, index, width) {
  const digits = String(index).padStart(3, "0");
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g);
  const last = groups.pop();
  return `${kind}/${groups.map((group) => `x${group}/`).join("")}${last}${width === 256 ? "" : `.p/${width}`}`;
}

const largestBelow = (size) => { let power = 1; while (power * 2 < size) power *= 2; return power; };

/* The tree of a log of `size` entries behind its public tiles (C2SP tlog-tiles). */
class Tree {
  constructor(size, fetchBytes) { this.size = size; this.fetchBytes = fetchBytes; this.kept = new Map(); }

  async tile(level, index) {
    const width = Math.min(256, Math.floor(this.size / 256 ** level) - index * 256);
    const path = pathOf(`tile/${level}`, index, width);
    if (!this.kept.has(path)) {
      const data = await this.fetchBytes(path);
      if (data.length !== width * 32) throw new Rewritten("tile");
      this.kept.set(path, data);
    }
    return this.kept.get(path);
  }

  async node(level, index) {
    const inside = level % 8;
    const first = index * 2 ** inside;
    const data = await this.tile(Math.floor(level / 8), Math.floor(first / 256));
    let hashes = Array.from({ length: 2 ** inside }, (_, at) => data.slice(((first % 256) + at) * 32, ((first % 256) + at + 1) * 32));
    while (hashes.length > 1) {
      hashes = await Promise.all(hashes.filter((_, at) => at % 2 === 0).map((one, at) => nodeHash(one, hashes[2 * at + 1])));
    }
    return hashes[0];
  }

  async root(start, end) {
    const width = end - start;
    if ((width & (width - 1)) === 0) return this.node(Math.log2(width), start / width);
    const middle = start + largestBelow(width);
    return nodeHash(await this.root(start, middle), await this.root(middle, end));
  }

  /* PROOF(first, D_size), RFC 9162 section 2.1.4.1 */
  async consistency(first) {
    if (first === this.size) return [];
    let [start, end, known] = [0, this.size, true];
    const path = [];
    while (end !== first) {
      const middle = start + largestBelow(end - start);
      if (first <= middle) { path.push(await this.root(middle, end)); end = middle; }
      else { path.push(await this.root(start, middle)); start = middle; known = false; }
    }
    if (!known) path.push(await this.root(start, end));
    return path.reverse();
  }
}

/* A proof file: what it says, proved by itself. NoProof if it proves nothing. */
export async function readProof(text, key) {
  const gap = text.indexOf("\n\n");
  const lines = text.slice(0, gap).split("\n");
  if (gap < 0 || lines[0] !== HEADER || !lines[1]?.startsWith("extra ") || !lines[2]?.startsWith("index ")) {
    throw new NoProof("form");
  }
  let said;
  const extra = new TextDecoder().decode(base64(lines[1].slice(6)));
  try { said = JSON.parse(extra); } catch { throw new NoProof("extra"); }
  if (canonical(said) !== extra) throw new NoProof("extra");
  const index = decimal(lines[2].slice(6));
  const path = lines.slice(3).map((line) => base64(line, 32));
  const salt = said.salt === undefined ? null : hex(said.salt);
  const entry = salt ? await sha(DOMAIN, [salt.length], salt, utf8.encode(canonical(said.content))) : hex(said.entry);
  const then = await checkpoint(text.slice(gap + 2), key);
  if (!(await included(await leafHash(entry), index, then.size, path, then.root))) throw new NoProof("not included");
  return { index, then, salt, content: said.content ?? null, held: said.held === undefined ? null : hex(said.held) };
}

/* The digest that the entry's detail names, if it names one. */
function promised(content) {
  try {
    const digest = JSON.parse(content.detail).digest;
    return /^[0-9a-f]{64}$/.test(digest) ? hex(digest) : null;
  } catch { return null; }
}

/* What became of it: {standing, index, size}. `ask` fetches bytes under a public path, or throws Rewritten. */
export async function standing(text, keyText, ask) {
  const key = parseKey(keyText);
  let proof;
  try { proof = await readProof(text, key); } catch (problem) {
    if (problem instanceof NoProof) return { standing: "no_proof" };
    throw problem;
  }
  const { index, then, salt } = proof;
  let size = 0;
  try {
    const now = await checkpoint(new TextDecoder().decode(await ask("checkpoint")), key);
    size = now.size;
    if (size < then.size) throw new Rewritten("shorter");
    const tree = new Tree(size, ask);
    if (!(await continues(then.size, size, await tree.consistency(then.size), then.root, now.root))) {
      throw new Rewritten("another");
    }
    const width = Math.min(256, size - Math.floor(index / 256) * 256);
    const tile = await ask(pathOf("held", Math.floor(index / 256), width));
    if (tile.length !== width * 32) throw new Rewritten("held");
    const value = tile.slice((index % 256) * 32, ((index % 256) + 1) * 32);
    const expected = proof.held ? [proof.held] : [];
    const digest = proof.content && promised(proof.content);
    if (salt && digest) expected.push(await sha(salt, digest));
    const nothing = salt && (await sha(salt));
    const gone = value.every((byte) => byte === 0) || (nothing && same(value, nothing) && expected.some((one) => !same(one, nothing)));
    if (gone) return { standing: "gone", index, size };
    if (!expected.length) return { standing: "uncompared", index, size };
    return { standing: expected.every((one) => same(one, value)) ? "present" : "changed", index, size };
  } catch (problem) {
    if (problem instanceof Rewritten || problem instanceof NoProof) return { standing: "rewritten", index, size };
    throw problem;
  }
}
