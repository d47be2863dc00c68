// Reads the objects of a PDF file (ISO 32000-1): syntax, cross-references as table and as stream, object streams.
// What is off is refused, never guessed at: a file that is read wrongly would be written wrongly.

import { inflated } from "./streams.js";
import { Uncleanable } from "./uncleanable.js";

const MAX_OBJECTS = 500_000;
const MAX_REVISIONS = 200;
const MAX_UNPACKED = 64 * 1024 * 1024;
const DEEPEST = 100;
const SPACE = new Set([0, 9, 10, 12, 13, 32]);
const DELIMITER = new Set([..."()<>[]{}/%"].map((sign) => sign.charCodeAt(0)));

/** `/Type`; the text has one character for each byte. */
export class Name {
  constructor(text) {
    this.text = text;
  }
}
/** `12 0 R`. */
export class Ref {
  constructor(number) {
    this.number = number;
  }
}
/** A number, `true`, `false` or `null`, as it is written. */
export class Token {
  constructor(text) {
    this.text = text;
  }
}
/** A dictionary with bytes; `raw` is as it is in the file, filters not undone. */
export class Stream {
  constructor(dict, raw) {
    this.dict = dict;
    this.raw = raw;
  }
}

export const broken = () => new Uncleanable("broken");
const isRegular = (byte) => byte !== undefined && !SPACE.has(byte) && !DELIMITER.has(byte);

/** Syntax: a place in the bytes that moves on. Dictionaries become Map, strings Uint8Array, arrays Array. */
class Lexer {
  constructor(bytes, place = 0) {
    this.bytes = bytes;
    this.place = place;
  }

  skip() {
    for (;;) {
      const byte = this.bytes[this.place];
      if (SPACE.has(byte)) this.place++;
      else if (byte === 0x25) while (this.place < this.bytes.length && ![10, 13].includes(byte_(this))) this.place++;
      else return;
    }
  }

  regular() {
    const start = this.place;
    while (isRegular(this.bytes[this.place])) this.place++;
    if (this.place - start > 2000) throw broken();
    return String.fromCharCode(...this.bytes.subarray(start, this.place));
  }

  word() {
    this.skip();
    return this.regular();
  }

  whole() {
    const text = this.word();
    if (!/^\+?\d{1,10}$/.test(text)) throw broken();
    return Number(text);
  }

  starts(text) {
    return [...text].every((sign, at) => this.bytes[this.place + at] === sign.charCodeAt(0));
  }

  object(depth = 0) {
    if (depth > DEEPEST) throw broken();
    this.skip();
    if (this.starts("<<")) return this.dictionary(depth);
    const byte = this.bytes[this.place];
    if (byte === 0x2f) return this.name();
    if (byte === 0x28) return this.literal();
    if (byte === 0x3c) return this.hexadecimal();
    if (byte === 0x5b) {
      this.place++;
      const items = [];
      for (this.skip(); this.bytes[this.place] !== 0x5d; this.skip()) items.push(this.object(depth + 1));
      this.place++;
      return items;
    }
    const text = this.regular();
    if (/^\d{1,10}$/.test(text)) {
      const back = this.place;
      const found = /^\d{1,5}$/.test(this.word()) && this.word() === "R";
      if (found) return new Ref(Number(text));
      this.place = back;
    }
    if (/^(true|false|null|[+-]*\d*\.?\d*(-\d*)?)$/.test(text) && text) return new Token(text);
    throw broken();
  }

  dictionary(depth) {
    this.place += 2;
    const dict = new Map();
    for (this.skip(); !this.starts(">>"); this.skip()) {
      if (this.bytes[this.place] !== 0x2f) throw broken();
      dict.set(this.name().text, this.object(depth + 1));
    }
    this.place += 2;
    return dict;
  }

  name() {
    this.place++;
    const text = this.regular();
    return new Name(text.replace(/#([0-9A-Fa-f]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16))));
  }

  literal() {
    const out = [];
    const escapes = { n: 10, r: 13, t: 9, b: 8, f: 12 };
    let open = 1;
    for (this.place++; ; ) {
      let byte = this.bytes[this.place++];
      if (byte === undefined) throw broken();
      if (byte === 0x28) open++;
      if (byte === 0x29 && --open === 0) return Uint8Array.from(out);
      if (byte === 0x5c) {
        byte = this.bytes[this.place++];
        const sign = String.fromCharCode(byte);
        if (/[0-7]/.test(sign)) {
          let digits = sign;
          while (digits.length < 3 && /[0-7]/.test(String.fromCharCode(byte_(this)))) {
            digits += String.fromCharCode(this.bytes[this.place++]);
          }
          byte = parseInt(digits, 8) & 255;
        } else if (byte === 13 || byte === 10) {
          if (byte === 13 && byte_(this) === 10) this.place++;
          continue;
        } else byte = escapes[sign] ?? byte;
      }
      out.push(byte);
    }
  }

  hexadecimal() {
    const end = this.bytes.indexOf(0x3e, this.place);
    if (end < 0) throw broken();
    let digits = "";
    for (const byte of this.bytes.subarray(this.place + 1, end)) {
      if (!SPACE.has(byte)) digits += String.fromCharCode(byte);
    }
    if (!/^[0-9A-Fa-f]*$/.test(digits)) throw broken();
    this.place = end + 1;
    return Uint8Array.from(digits.match(/..?/g) ?? [], (pair) => parseInt(pair.padEnd(2, "0"), 16));
  }
}

const byte_ = (lexer) => lexer.bytes[lexer.place];

/** The objects of a file; `await Pdf.read(bytes)`, then `trailer`, `get(number)` and `resolve(value)`. */
export class Pdf {
  constructor(bytes) {
    this.bytes = bytes;
    this.entries = new Map(); // number -> {offset} or {inside, index}, the newest first
    this.cache = new Map();
    this.unpacked = new Map(); // object stream -> {lexer bytes, [number, offset]}
    this.trailer = null;
    this.revised = false; // whether earlier versions stand in the file
  }

  static async read(bytes) {
    const pdf = new Pdf(bytes);
    const tail = Math.max(0, bytes.length - 4096);
    const at = String.fromCharCode(...bytes.subarray(tail)).lastIndexOf("startxref");
    if (at < 0) throw broken();
    const lexer = new Lexer(bytes, tail + at + 9);
    const seen = new Set();
    const waiting = [lexer.whole()];
    while (waiting.length) {
      const offset = waiting.shift();
      if (seen.has(offset)) continue;
      if (seen.add(offset).size > MAX_REVISIONS || offset >= bytes.length) throw broken();
      const dict = await pdf.section(offset);
      pdf.trailer ??= dict;
      for (const key of ["XRefStm", "Prev"]) {
        const next = dict.get(key);
        if (next) waiting.push(Number(next.text));
      }
    }
    const head = String.fromCharCode(...bytes.subarray(0, 1024));
    pdf.revised = pdf.trailer.has("Prev") && !head.includes("/Linearized");
    if (pdf.trailer.has("Encrypt")) throw new Uncleanable("pdf_encrypted");
    let room = MAX_UNPACKED;
    for (const { inside } of [...pdf.entries.values()]) {
      if (inside === undefined || pdf.unpacked.has(inside)) continue;
      const stream = pdf.get(inside);
      if (!(stream instanceof Stream)) throw broken();
      const data = await pdf.decoded(stream, room);
      room -= data.length;
      const head = new Lexer(data);
      const places = [];
      for (let count = pdf.number(stream.dict.get("N")); count > 0; count--) places.push([head.whole(), head.whole()]);
      pdf.unpacked.set(inside, { data, places, first: pdf.number(stream.dict.get("First")) });
    }
    return pdf;
  }

  async section(offset) {
    const lexer = new Lexer(this.bytes, offset);
    lexer.skip();
    if (!lexer.starts("xref")) return this.streamSection(offset);
    lexer.place += 4;
    for (let text = lexer.word(); text !== "trailer"; text = lexer.word()) {
      const start = Number(text);
      const count = lexer.whole();
      if (!(start >= 0) || start + count > MAX_OBJECTS) throw broken();
      for (let number = start; number < start + count; number++) {
        const at = lexer.whole();
        lexer.whole();
        this.enter(number, lexer.word() === "n" ? { offset: at } : null);
      }
    }
    const dict = lexer.object();
    if (!(dict instanceof Map)) throw broken();
    return dict;
  }

  async streamSection(offset) {
    const stream = this.at(offset);
    if (!(stream instanceof Stream)) throw broken();
    const data = await this.decoded(stream, MAX_UNPACKED);
    const widths = stream.dict.get("W")?.map((width) => this.number(width)) ?? [];
    const row = widths.reduce((sum, width) => sum + width, 0);
    if (widths.length !== 3 || !row || widths.some((width) => width > 6)) throw broken();
    const index = stream.dict.get("Index")?.map((value) => this.number(value)) ?? [0, this.number(stream.dict.get("Size"))];
    let place = 0;
    for (let pair = 0; pair < index.length; pair += 2) {
      for (let number = index[pair]; number < index[pair] + index[pair + 1]; number++, place += row) {
        if (place + row > data.length || number > MAX_OBJECTS) throw broken();
        let from = place;
        const [kind, a, b] = widths.map((width, column) => {
          if (!width) return column === 0 ? 1 : 0;
          from += width;
          return data.subarray(from - width, from).reduce((value, byte) => value * 256 + byte, 0);
        });
        this.enter(number, kind === 1 ? { offset: a } : kind === 2 ? { inside: a, index: b } : null);
      }
    }
    return stream.dict;
  }

  enter(number, entry) {
    if (!this.entries.has(number)) this.entries.set(number, entry ?? {});
  }

  /** The object of that number; `null` as a Token if there is none. */
  get(number) {
    if (!this.cache.has(number)) {
      this.cache.set(number, null); // a length that asks for itself
      const { offset, inside, index } = this.entries.get(number) ?? {};
      let found = new Token("null");
      if (offset !== undefined) found = this.at(offset, number);
      else if (inside !== undefined) {
        const { data, places, first } = this.unpacked.get(inside) ?? {};
        if (places?.[index]?.[0] !== number) throw broken();
        found = new Lexer(data, first + places[index][1]).object();
      }
      this.cache.set(number, found);
    }
    const found = this.cache.get(number);
    if (found === null) throw broken();
    return found;
  }

  resolve(value) {
    for (let steps = 0; value instanceof Ref; steps++) {
      if (steps > DEEPEST) throw broken();
      value = this.get(value.number);
    }
    return value;
  }

  number(value) {
    const found = this.resolve(value);
    if (!(found instanceof Token) || !/^\d{1,10}$/.test(found.text)) throw broken();
    return Number(found.text);
  }

  at(offset, wanted) {
    const lexer = new Lexer(this.bytes, offset);
    const number = lexer.whole();
    lexer.whole();
    if (lexer.word() !== "obj" || (wanted !== undefined && number !== wanted)) throw broken();
    const found = lexer.object();
    if (!(found instanceof Map)) return found;
    lexer.skip();
    if (!lexer.starts("stream")) return found;
    lexer.place += 6;
    if (byte_(lexer) === 13) lexer.place++;
    if (byte_(lexer) === 10) lexer.place++;
    const start = lexer.place;
    lexer.place += this.number(found.get("Length"));
    const end = lexer.place;
    if (lexer.word() !== "endstream") throw broken();
    return new Stream(found, this.bytes.subarray(start, end));
  }

  /** A stream's bytes with Flate and its PNG predictors undone; other filters are refused. */
  async decoded(stream, limit) {
    const filters = [this.resolve(stream.dict.get("Filter")) ?? []].flat().map((one) => this.resolve(one).text);
    if (!filters.length) return stream.raw;
    if (filters.length > 1 || filters[0] !== "FlateDecode") throw broken();
    const data = await inflated(stream.raw, "deflate", limit);
    const how = [this.resolve(stream.dict.get("DecodeParms")) ?? []].flat()[0];
    const predictor = how instanceof Map && how.has("Predictor") ? this.number(how.get("Predictor")) : 1;
    if (predictor === 1) return data;
    if (predictor < 10 || how.has("Colors") || how.has("BitsPerComponent")) throw broken();
    return unpredicted(data, how.has("Columns") ? this.number(how.get("Columns")) : 1);
  }
}

/** PNG filters of one byte a column undone (ISO 32000-1, 7.4.4.4). */
function unpredicted(data, columns) {
  const rows = Math.floor(data.length / (columns + 1));
  const out = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const kind = data[row * (columns + 1)];
    for (let column = 0; column < columns; column++) {
      const place = row * columns + column;
      const left = column ? out[place - 1] : 0;
      const up = row ? out[place - columns] : 0;
      const corner = row && column ? out[place - columns - 1] : 0;
      const nearest = [left, up, corner].reduce((best, one) => {
        const away = (value) => Math.abs(left + up - corner - value);
        return away(one) < away(best) ? one : best;
      });
      const guess = [0, left, up, (left + up) >> 1, nearest][kind];
      if (guess === undefined) throw broken();
      out[place] = data[row * (columns + 1) + 1 + column] + guess;
    }
  }
  return out;
}
