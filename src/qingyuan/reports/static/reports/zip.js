// Zip archives as office files are (ISO/IEC 21320-1): read within limits, written with no time, comment or extra field.

import { crc32 } from "./crc32.js";
import { fromUtf8, joined, utf8 } from "../kit/sealing/problem.js";
import { deflated, inflated } from "./streams.js";
import { Uncleanable } from "./uncleanable.js";

const MAX_MEMBERS = 5000;
const MAX_UNPACKED = 256 * 1024 * 1024;
const broken = () => new Uncleanable("broken");

/** Name -> bytes, in the order of the directory. */
export async function unzipped(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0 || bytes.length - end > 22 + 65535) throw broken();
  const count = view.getUint16(end + 10, true);
  let place = view.getUint32(end + 16, true);
  if (count > MAX_MEMBERS) throw new Uncleanable("too_large");
  const members = new Map();
  let room = MAX_UNPACKED;
  for (let member = 0; member < count; member++) {
    if (place + 46 > end || view.getUint32(place, true) !== 0x02014b50) throw broken();
    const [flags, method] = [view.getUint16(place + 8, true), view.getUint16(place + 10, true)];
    const size = view.getUint32(place + 20, true);
    const [nameSize, extra, comment] = [28, 30, 32].map((at) => view.getUint16(place + at, true));
    const local = view.getUint32(place + 42, true);
    const name = fromUtf8(bytes.subarray(place + 46, place + 46 + nameSize));
    place += 46 + nameSize + extra + comment;
    if (flags & 1) throw new Uncleanable("office_encrypted");
    if (!name || members.has(name) || /^\/|\\|(^|\/)\.\.?(\/|$)/.test(name)) throw broken();
    if (local + 30 > bytes.length || view.getUint32(local, true) !== 0x04034b50) throw broken();
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const packed = bytes.subarray(start, start + size);
    if (start + size > bytes.length || ![0, 8].includes(method)) throw broken();
    const data = method ? await inflated(packed, "deflate-raw", room) : packed;
    room -= data.length;
    if (room < 0) throw new Uncleanable("too_large");
    if (!name.endsWith("/")) members.set(name, data);
  }
  return members;
}

export async function zipped(members) {
  const parts = [];
  const directory = [];
  let place = 0;
  for (const [name, data] of members) {
    const title = utf8(name);
    const packed = await deflated(data, "deflate-raw");
    const shared = new Uint8Array(26);
    const view = new DataView(shared.buffer);
    view.setUint16(0, 20, true);
    view.setUint16(2, 0x800, true); // names are UTF-8
    view.setUint16(4, 8, true);
    view.setUint16(8, 0x21, true); // 1 January 1980, the first day that zip knows
    view.setUint32(10, crc32(data), true);
    view.setUint32(14, packed.length, true);
    view.setUint32(18, data.length, true);
    view.setUint16(22, title.length, true);
    const local = joined([0x50, 0x4b, 3, 4], shared, title);
    const from = new Uint8Array(14);
    new DataView(from.buffer).setUint32(10, place, true);
    directory.push(joined([0x50, 0x4b, 1, 2, 20, 0], shared, from, title));
    parts.push(local, packed);
    place += local.length + packed.length;
  }
  const index = joined(...directory);
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, directory.length, true);
  view.setUint16(10, directory.length, true);
  view.setUint32(12, index.length, true);
  view.setUint32(16, place, true);
  return joined(...parts, index, end);
}
