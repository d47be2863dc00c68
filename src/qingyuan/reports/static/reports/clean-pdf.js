// A PDF written anew from nothing but what its pages need: what is not reached from the catalogue (the Info dictionary,
// earlier versions, what was deleted but stayed in the file, bytes between objects) is not written; what is reached
// and tells of people, machines and times is left out on the way.

import { cleanJpeg } from "./clean-images.js";
import { broken, Name, Pdf, Ref, Stream, Token } from "./pdf-read.js";
import { joined } from "../kit/sealing/problem.js";
import { Uncleanable } from "./uncleanable.js";

// Key -> what is said to be removed.
const DROPPED = {
  Metadata: "xmp", PieceInfo: "other", LastModified: "time", OutputIntents: "icc", SpiderInfo: "other",
  CreatorInfo: "other", Threads: "other", JS: "script", JavaScript: "script", AA: "script", OpenAction: "script",
};
// The same, but only where the value is a string: these words may also name a font or a destination.
const DROPPED_TEXT = {
  Author: "author", Creator: "properties", Producer: "properties", CreationDate: "time", ModDate: "time",
};
const REFUSED = {
  ByteRange: "pdf_signed", DSS: "pdf_signed", Perms: "pdf_signed", EF: "pdf_attachments", EmbeddedFiles: "pdf_attachments",
  AF: "pdf_attachments", Collection: "pdf_attachments", XFA: "pdf_form",
};
const REFUSED_TYPES = { Sig: "pdf_signed", DocTimeStamp: "pdf_signed", EmbeddedFile: "pdf_attachments" };
const ACTIONS = new Set(["Launch", "GoToR", "GoToE", "SubmitForm", "ImportData", "JavaScript", "Rendition"]);
const MARKUP = new Set([
  "Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly", "StrikeOut",
  "Stamp", "Caret", "Ink", "Popup", "Redact",
]);
const FILTERS = new Set([
  "FlateDecode", "LZWDecode", "ASCIIHexDecode", "ASCII85Decode", "RunLengthDecode", "CCITTFaxDecode", "JBIG2Decode", "DCTDecode",
]);
const ANNOTATION = { T: "author", M: "time", NM: "other" };
const NOTHING = new Token("null");

const ascii = (text) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));

export async function cleanPdf(bytes) {
  const pdf = await Pdf.read(bytes);
  return new Writer(pdf).all();
}

class Writer {
  constructor(pdf) {
    this.pdf = pdf;
    this.removed = new Set();
    this.kept = new Set();
    this.numbers = new Map(); // old number -> new number
    this.order = [];
    this.parts = [ascii("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")];
    this.size = this.parts[0].length;
  }

  all() {
    const root = this.pdf.trailer.get("Root");
    if (!(root instanceof Ref) || !(this.pdf.resolve(root) instanceof Map)) throw broken();
    if (this.pdf.trailer.has("Info")) this.removed.add("properties");
    if (this.pdf.trailer.has("ID")) this.removed.add("other");
    if (this.pdf.revised) this.removed.add("history");
    const first = this.reference(root);
    const places = [];
    for (let at = 0; at < this.order.length; at++) {
      places.push(this.size);
      const found = this.pdf.get(this.order[at]);
      this.put(`${at + 1} 0 obj\n`);
      if (found instanceof Stream) this.stream(found);
      else this.put(this.text(found));
      this.put("\nendobj\n");
    }
    const start = this.size;
    const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`);
    this.put(`xref\n0 ${places.length + 1}\n0000000000 65535 f \n${rows.join("")}`);
    this.put(`trailer\n<</Size ${places.length + 1}/Root ${first}>>\nstartxref\n${start}\n%%EOF\n`);
    return { bytes: joined(...this.parts), removed: [...this.removed], kept: [...this.kept] };
  }

  put(text) {
    const bytes = typeof text === "string" ? ascii(text) : text;
    this.parts.push(bytes);
    this.size += bytes.length;
  }

  reference({ number }) {
    if (!this.numbers.has(number)) this.numbers.set(number, this.order.push(number));
    return `${this.numbers.get(number)} 0 R`;
  }

  text(value) {
    if (value instanceof Ref) return this.isGone(this.pdf.resolve(value)) ? "null" : this.reference(value);
    if (this.isGone(value)) return "null";
    if (value instanceof Token) return value.text;
    if (value instanceof Name) return written(value.text);
    if (value instanceof Uint8Array) return literal(value);
    if (Array.isArray(value)) return `[${value.map((item) => this.text(item)).join(" ")}]`;
    if (value instanceof Map) return this.dictionary(value);
    throw broken();
  }

  dictionary(dict) {
    const kind = this.nameOf(dict.get("Type"));
    if (REFUSED_TYPES[kind]) throw new Uncleanable(REFUSED_TYPES[kind]);
    const markup = MARKUP.has(this.nameOf(dict.get("Subtype"))) && dict.has("Rect");
    if (markup) this.kept.add("comments");
    const rows = [];
    for (const [key, value] of dict) {
      if (this.isRefused(key, value)) throw new Uncleanable(REFUSED[key]);
      const told = this.isResource(value) ? undefined : this.droppedFor(key, value, markup);
      if (told || key === "Thumb") this.removed.add(told ?? "thumbnail");
      else rows.push(written(key) + " " + this.text(value));
    }
    return `<<${rows.join("\n")}>>`;
  }

  droppedFor(key, value, markup) {
    const isText = this.pdf.resolve(value) instanceof Uint8Array;
    return DROPPED[key] ?? (isText ? DROPPED_TEXT[key] : undefined) ?? (markup ? ANNOTATION[key] : undefined);
  }

  /** Fonts, pictures and the like may be called by any word. */
  isResource(value) {
    const found = this.pdf.resolve(value);
    const dict = found instanceof Stream ? found.dict : found;
    return dict instanceof Map && ["Font", "ExtGState", "XObject", "Pattern"].includes(this.nameOf(dict.get("Type")));
  }

  stream({ dict, raw }) {
    const filters = [this.pdf.resolve(dict.get("Filter")) ?? []].flat().map((one) => this.nameOf(one));
    if (filters.includes("JPXDecode")) throw new Uncleanable("pdf_image");
    const isPhoto = filters.includes("DCTDecode");
    if (!filters.every((name) => FILTERS.has(name)) || (raw[0] === 0xff && raw[1] === 0xd8 && !isPhoto)) throw broken();
    if (isPhoto) {
      if (filters.length > 1) throw new Uncleanable("pdf_image");
      const picture = cleanJpeg(raw);
      picture.removed.forEach((told) => this.removed.add(told));
      raw = picture.bytes;
    }
    this.put(this.dictionary(new Map(dict).set("Length", new Token(String(raw.length)))));
    this.put("\nstream\n");
    this.put(raw);
    this.put("\nendstream");
  }

  isRefused(key, value) {
    const found = key in REFUSED ? this.pdf.resolve(value) : NOTHING;
    return !(found instanceof Token) && !(Array.isArray(found) && !found.length);
  }

  /** Objects that are not written wherever they hang: metadata, and actions that reach out or run. */
  isGone(value) {
    const dict = value instanceof Stream ? value.dict : value;
    if (!(dict instanceof Map)) return false;
    if (this.nameOf(dict.get("Type")) === "Metadata") {
      this.removed.add("xmp");
      return true;
    }
    const action = this.nameOf(dict.get("S"));
    const address = this.pdf.resolve(dict.get("URI"));
    const local = address instanceof Uint8Array && !/^(https?|mailto|tel):/i.test(String.fromCharCode(...address));
    if (ACTIONS.has(action) || (action === "URI" && local)) {
      this.removed.add(action === "JavaScript" ? "script" : "path");
      return true;
    }
    return false;
  }

  nameOf(value) {
    const found = this.pdf.resolve(value);
    return found instanceof Name ? found.text : "";
  }
}

const written = (name) =>
  "/" + name.replace(/[^!"$&'*-.0-;=?-Z\\^-z|~]/g, (sign) => "#" + sign.charCodeAt(0).toString(16).padStart(2, "0"));

function literal(bytes) {
  let text = "<";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text + ">";
}
