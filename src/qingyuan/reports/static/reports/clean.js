// What a file tells beside what it shows is taken out before it leaves the browser: author, place, camera,
// times, comments, thumbnails, its name. Nothing is fetched, nothing is kept.
//
// What stays, because it is the content: pixels, visible text, comments and tracked changes (without who and
// when), sound. Pixels can still show a face or a number plate, and the noise of a sensor its camera.

import { cleanGif, cleanJpeg, cleanPng, cleanWebp, redrawn } from "./clean-images.js";
import { cleanOffice } from "./clean-office.js";
import { cleanPdf } from "./clean-pdf.js";
import { Uncleanable } from "./uncleanable.js";

/** Everything that `removed` may hold. */
export const REMOVED = [
  "name", "exif", "gps", "xmp", "iptc", "icc", "comment", "thumbnail", "text", "time", "author", "properties",
  "revision", "history", "script", "path", "printer", "custom", "embedded", "trailer", "other", "redrawn",
];

/** Everything that `cannot` may be. */
export const CANNOT = [
  "unknown", "broken", "too_large", "archive", "office_old", "office_macros", "office_embedded", "office_signed",
  "office_encrypted", "pdf_encrypted", "pdf_signed", "pdf_attachments", "pdf_form", "pdf_image", "sound_or_video",
];

const MAX = 20 * 1024 * 1024;
const text = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

const KINDS = [
  ["jpg", "image/jpeg", (b) => b[0] === 0xff && b[1] === 0xd8, cleanJpeg],
  ["png", "image/png", (b) => text(b, 0, 8) === "\x89PNG\r\n\x1a\n", cleanPng],
  ["gif", "image/gif", (b) => /^GIF8[79]a$/.test(text(b, 0, 6)), cleanGif],
  ["webp", "image/webp", (b) => text(b, 0, 4) === "RIFF" && text(b, 8, 12) === "WEBP", cleanWebp],
  ["pdf", "application/pdf", (b) => text(b, 0, 5) === "%PDF-", cleanPdf],
  ["zip", "application/zip", (b) => text(b, 0, 4) === "PK\x03\x04", cleanOffice],
  ["jpg", "image/jpeg", (b) => /^ftyp(hei|hev|mif|msf|avi)/.test(text(b, 4, 11)), (b) => redrawn(b, "image/jpeg")],
  ["png", "image/png", (b) => text(b, 0, 2) === "BM" && b.length > 54, (b) => redrawn(b, "image/png")],
  ["doc", "", (b) => text(b, 0, 4) === "\xd0\xcf\x11\xe0", refused("office_old")],
  ["mp4", "", (b) => /^(....ftyp|RIFF....(WAVE|AVI )|ID3|OggS|fLaC|#!AMR|\x1aE\xdf\xa3)/s.test(text(b, 0, 12)),
    refused("sound_or_video")],
  ["txt", "text/plain", isPlainText, (b) => ({ bytes: b, removed: [] })],
];

/**
 * Clean one File. Gives `{file, removed, kept, cannot}`: the file under a name that tells nothing (附件1.jpg); the
 * codes of what was removed, the codes of what stayed and the person may want to know (comments, changes);
 * and, if it cannot be cleaned, the reason, the file being as it was but for its name. Never throws.
 */
export async function clean(file, { number = 1, word = "附件" } = {}) {
  const given = new Uint8Array(await file.arrayBuffer());
  const named = (bytes, ending, type) =>
    new File([bytes], `${word}${number}${ending ? "." + ending : ""}`, { type, lastModified: 0 });
  const asItWas = (cannot) => {
    const ending = /\.([A-Za-z0-9]{1,5})$/.exec(file.name)?.[1].toLowerCase() ?? "";
    return { file: named(given, ending, file.type), removed: ["name"], kept: [], cannot };
  };
  if (given.length > MAX) return asItWas("too_large");
  const [ending, type, , way] = KINDS.find(([, , is]) => is(given, file)) ?? [];
  if (!way) return asItWas("unknown");
  try {
    const made = await way(given);
    const removed = ["name", ...new Set(made.removed)];
    return { file: named(made.bytes, made.ending ?? ending, made.type ?? type), removed, kept: made.kept ?? [], cannot: "" };
  } catch (error) {
    return asItWas(error instanceof Uncleanable ? error.reason : "broken");
  }
}

function refused(reason) {
  return () => {
    throw new Uncleanable(reason);
  };
}

/** Text that is nothing else in disguise: no mark-up, no page description, no mail with its headers. */
function isPlainText(bytes, file) {
  if (!/\.txt$/i.test(file.name) || bytes.some((byte) => byte < 32 && ![9, 10, 13].includes(byte))) return false;
  const start = text(bytes, 0, 400).replace("\xef\xbb\xbf", "").trimStart();
  return !/^(<|\{\\rtf|%!|BEGIN:|(from|to|date|received|return-path|subject|mime-version|x-[a-z-]+):)/i.test(start);
}
