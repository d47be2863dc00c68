// Pictures without what is told beside the pixels; the pixels stay as they are, bit by bit.
//
// Each format is read as its standard says (JPEG: ITU-T T.81; PNG: W3C PNG 3; GIF: GIF89a; WebP: RFC 9649), and only
// what is needed to see the picture is written again. Which way up it is, is kept as the one tag that says so: drawing
// it anew would lose quality, and some browsers (Tor) give back noise instead of what was drawn.

import { crc32 } from "./crc32.js";
import { joined } from "../kit/sealing/problem.js";
import { inflated } from "./streams.js";
import { Uncleanable } from "./uncleanable.js";

const MAX_PIXELS = 100e6;
const ascii = (text) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const word = (bytes, from, size = 4) => String.fromCharCode(...bytes.subarray(from, from + size));
const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function need(fits) {
  if (!fits) throw new Uncleanable("broken");
}

// -- Exif (CIPA DC-008): read for one tag, written with one tag ----------------------------------------------

const ORIENTATION = 0x0112;

/** What TIFF-structured bytes say: which way up (1 to 8), and whether there is a place or a thumbnail. */
function exifOf(tiff) {
  const found = { way: 1, told: ["exif"] };
  try {
    const view = viewOf(tiff);
    const little = view.getUint16(0) === 0x4949;
    const first = view.getUint32(4, little);
    const count = view.getUint16(first, little);
    for (let place = first + 2; place < first + 2 + 12 * count; place += 12) {
      const tag = view.getUint16(place, little);
      const value = view.getUint16(place + 8, little);
      if (tag === ORIENTATION && value >= 1 && value <= 8) found.way = value;
      if (tag === 0x8825) found.told.push("gps");
    }
    if (view.getUint32(first + 2 + 12 * count, little)) found.told.push("thumbnail");
  } catch {
    // what cannot be read is dropped all the same
  }
  return found;
}

/** A TIFF structure with nothing but the orientation. */
function onlyOrientation(way) {
  const bytes = new Uint8Array(26);
  const view = viewOf(bytes);
  bytes.set(ascii("II*\0"));
  view.setUint32(4, 8, true);
  view.setUint16(8, 1, true);
  view.setUint16(10, ORIENTATION, true);
  view.setUint16(12, 3, true);
  view.setUint32(14, 1, true);
  view.setUint16(18, way, true);
  return bytes;
}

// -- JPEG ----------------------------------------------------------------------------------------------------

const isFrame = (mark) => mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
const isNeeded = (mark) => (mark >= 0xc0 && mark <= 0xcf && mark !== 0xc8) || (mark >= 0xda && mark <= 0xdf);

function segment(mark, data) {
  const size = data.length + 2;
  return joined([0xff, mark, size >> 8, size & 255], data);
}

/** What an application segment is called, by what it begins with. */
function nameOfSegment(mark, data) {
  if (mark === 0xfe) return ["comment"];
  if (mark === 0xe1 && word(data, 0, 6) === "Exif\0\0") return exifOf(data.subarray(6)).told;
  if (mark === 0xe1 && word(data, 0, 14) === "http://ns.adob") return ["xmp"];
  if (mark === 0xe2 && word(data, 0, 11) === "ICC_PROFILE") return ["icc"];
  return [mark === 0xed ? "iptc" : "other"];
}

export function cleanJpeg(bytes) {
  const parts = [];
  const removed = [];
  let [place, way, frames, scans, jfif, ended] = [2, 1, 0, 0, false, false];
  while (place < bytes.length && !ended) {
    need(bytes[place] === 0xff);
    while (bytes[place] === 0xff) place++;
    const mark = bytes[place++];
    if (mark === 0xd9) ended = true;
    if (mark === 0xd9 || mark === 0x01 || (mark >= 0xd0 && mark <= 0xd7)) continue;
    const size = (bytes[place] << 8) | bytes[place + 1];
    need(mark !== 0xd8 && mark !== 0 && size >= 2 && place + size <= bytes.length);
    const data = bytes.subarray(place + 2, place + size);
    place += size;
    if (mark === 0xe0 && word(data, 0, 5) === "JFIF\0") {
      jfif = true; // written anew below, without thumbnail
      if (data.length > 14) removed.push("thumbnail");
    } else if (mark === 0xee && word(data, 0, 5) === "Adobe" && data.length >= 12) {
      parts.push(segment(0xee, joined(ascii("Adobe\0\x64"), [0, 0, 0, 0, data[11]]))); // says how to read the colours
    } else if (isNeeded(mark)) {
      frames += isFrame(mark) ? 1 : 0;
      parts.push(segment(mark, data));
      if (mark === 0xda) {
        scans += 1;
        const start = place;
        place = endOfScan(bytes, place);
        parts.push(bytes.subarray(start, place));
      }
    } else {
      if (mark === 0xe1 && word(data, 0, 6) === "Exif\0\0") way = exifOf(data.subarray(6)).way;
      removed.push(...nameOfSegment(mark, data));
    }
  }
  need(frames && scans);
  if (place < bytes.length) removed.push("trailer");
  const head = [Uint8Array.of(0xff, 0xd8)];
  if (jfif) head.push(segment(0xe0, joined(ascii("JFIF\0"), [1, 1, 0, 0, 1, 0, 1, 0, 0])));
  if (way !== 1) head.push(segment(0xe1, joined(ascii("Exif\0\0"), onlyOrientation(way))));
  return { bytes: joined(...head, ...parts, [0xff, 0xd9]), removed };
}

/** Where the coded data end: at the next marker that is no restart and no stuffed byte. */
function endOfScan(bytes, start) {
  for (let place = start; place < bytes.length - 1; place++) {
    if (bytes[place] !== 0xff) continue;
    const next = bytes[place + 1];
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return place;
  }
  return bytes.length;
}

// -- PNG -----------------------------------------------------------------------------------------------------

const CHUNKS = new Set(["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "sRGB", "gAMA", "acTL", "fcTL", "fdAT"]);
const CHUNK_SIZES = { IHDR: 13, IEND: 0, sRGB: 1, gAMA: 4, acTL: 8, fcTL: 26 };
const CHUNK_NAMES = { eXIf: "exif", iCCP: "icc", tEXt: "text", zTXt: "text", iTXt: "text", tIME: "time" };

function chunk(kind, data) {
  const name = ascii(kind);
  const out = new Uint8Array(data.length + 12);
  viewOf(out).setUint32(0, data.length);
  out.set(name, 4);
  out.set(data, 8);
  viewOf(out).setUint32(data.length + 8, crc32(name, data));
  return out;
}

export async function cleanPng(bytes) {
  const view = viewOf(bytes);
  const kept = [];
  const removed = [];
  let [place, way, kind] = [8, 1, ""];
  while (kind !== "IEND") {
    need(place + 12 <= bytes.length);
    const size = view.getUint32(place);
    kind = word(bytes, place + 4);
    need(place + 12 + size <= bytes.length);
    const data = bytes.subarray(place + 8, place + 8 + size);
    place += 12 + size;
    if (CHUNKS.has(kind)) {
      need(CHUNK_SIZES[kind] === undefined || CHUNK_SIZES[kind] === size);
      kept.push([kind, data]);
    } else {
      if (kind === "eXIf") way = exifOf(data).way;
      removed.push(...(kind === "eXIf" ? exifOf(data).told : [CHUNK_NAMES[kind] ?? "other"]));
    }
  }
  if (place < bytes.length) removed.push("trailer");
  need(kept[0]?.[0] === "IHDR");
  const pixels = joined(...kept.filter(([name]) => name === "IDAT").map(([, data]) => data));
  try {
    await inflated(pixels, "deflate", MAX_PIXELS * 8, false);
  } catch (error) {
    if (error instanceof Uncleanable) throw error;
    return redrawn(bytes, "image/png"); // something hides behind the end of the pixels
  }
  if (way !== 1) kept.splice(1, 0, ["eXIf", onlyOrientation(way)]);
  return { bytes: joined(bytes.subarray(0, 8), ...kept.map(([name, data]) => chunk(name, data))), removed };
}

// -- GIF -----------------------------------------------------------------------------------------------------

export function cleanGif(bytes) {
  const parts = [];
  const removed = [];
  const tableSize = (flags) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  const take = (size) => {
    need(place + size <= bytes.length);
    place += size;
    return bytes.subarray(place - size, place);
  };
  const blocks = () => {
    const start = place;
    for (let size = take(1)[0]; size; size = take(1)[0]) take(size);
    return bytes.subarray(start, place);
  };
  let place = 0;
  const head = take(13);
  parts.push(head, take(tableSize(head[10])));
  for (;;) {
    const [mark] = take(1);
    if (mark === 0x3b) break;
    if (mark === 0x2c) {
      const image = take(9);
      parts.push([0x2c], image, take(tableSize(image[8])), take(1), blocks());
      continue;
    }
    need(mark === 0x21);
    const [label] = take(1);
    const data = blocks();
    if (label === 0xf9 && data.length === 6) parts.push([0x21, 0xf9], data);
    else if (label === 0xff && word(data, 1, 11) === "NETSCAPE2.0" && data[12] === 3 && data[13] === 1) {
      parts.push([0x21, 0xff, 11], data.subarray(1, 16), [0]); // how often it is played
    } else removed.push(label === 0xfe ? "comment" : word(data, 1, 8) === "XMP Data" ? "xmp" : "other");
  }
  if (place < bytes.length) removed.push("trailer");
  return { bytes: joined(...parts, [0x3b]), removed };
}

// -- WebP ----------------------------------------------------------------------------------------------------

function* riff(bytes, from) {
  for (let place = from; place + 8 <= bytes.length; ) {
    const size = viewOf(bytes).getUint32(place + 4, true);
    need(place + 8 + size <= bytes.length);
    yield [word(bytes, place), bytes.subarray(place + 8, place + 8 + size)];
    place += 8 + size + (size & 1);
  }
}

function riffChunk(kind, data) {
  const size = new Uint8Array(4);
  viewOf(size).setUint32(0, data.length, true);
  return joined(ascii(kind), size, data, new Uint8Array(data.length & 1));
}

export function cleanWebp(bytes) {
  const size = viewOf(bytes).getUint32(4, true) + 8;
  need(size <= bytes.length);
  const removed = size < bytes.length ? ["trailer"] : [];
  const kept = [];
  let way = 1;
  for (const [kind, data] of riff(bytes.subarray(0, size), 12)) {
    if (["VP8 ", "VP8L", "ALPH", "ANIM"].includes(kind)) kept.push([kind, data]);
    else if (kind === "VP8X") kept.push([kind, data.slice(0, 10)]);
    else if (kind === "ANMF") kept.push([kind, joined(data.subarray(0, 16), ...frame(data))]);
    else if (kind === "EXIF") {
      const found = exifOf(word(data, 0, 6) === "Exif\0\0" ? data.subarray(6) : data);
      way = found.way;
      removed.push(...found.told);
    } else removed.push({ ICCP: "icc", "XMP ": "xmp" }[kind] ?? "other");
  }
  need(kept.some(([kind]) => ["VP8 ", "VP8L", "ANMF"].includes(kind)));
  if (kept[0][0] === "VP8X") {
    kept[0][1][0] &= 0x12; // alpha and animation; no profile, no Exif, no XMP
    if (way !== 1) {
      kept[0][1][0] |= 0x08;
      kept.push(["EXIF", onlyOrientation(way)]);
    }
  }
  const body = joined(ascii("WEBP"), ...kept.map(([kind, data]) => riffChunk(kind, data)));
  return { bytes: riffChunk("RIFF", body), removed };
}

function frame(data) {
  const inside = [...riff(data, 16)].filter(([kind]) => ["VP8 ", "VP8L", "ALPH"].includes(kind));
  return inside.map(([kind, part]) => riffChunk(kind, part));
}

// -- everything else that the browser can show ---------------------------------------------------------------

/** Drawn anew, where the browser gives back what was drawn. */
export async function redrawn(bytes, type) {
  const canvas = (width, height) => new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  let picture;
  try {
    picture = await createImageBitmap(new Blob([bytes]), { imageOrientation: "from-image" });
  } catch {
    throw new Uncleanable("unknown");
  }
  if (picture.width * picture.height > MAX_PIXELS) throw new Uncleanable("too_large");
  const trial = canvas(16, 16);
  trial.fillStyle = "#123456";
  trial.fillRect(0, 0, 16, 16);
  const seen = trial.getImageData(0, 0, 16, 16).data;
  if (seen.some((value, place) => value !== [0x12, 0x34, 0x56, 0xff][place % 4])) throw new Uncleanable("unknown");
  const drawn = canvas(picture.width, picture.height);
  drawn.drawImage(picture, 0, 0);
  const blob = await drawn.canvas.convertToBlob({ type, quality: 0.92 });
  const again = new Uint8Array(await blob.arrayBuffer());
  const { bytes: cleaned } = type === "image/jpeg" ? cleanJpeg(again) : await cleanPng(again);
  return { bytes: cleaned, removed: ["redrawn"], ending: type === "image/jpeg" ? "jpg" : "png", type };
}
