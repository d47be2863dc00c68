// Word, Excel and PowerPoint files (ECMA-376) without who wrote them, when, where on which disk and printer.
// Every part is read; a part of a kind that is not known is refused, never passed on.

import { cleanGif, cleanJpeg, cleanPng, cleanWebp } from "./clean-images.js";
import { fromUtf8, utf8 } from "../kit/sealing/problem.js";
import { Uncleanable } from "./uncleanable.js";
import { unzipped, zipped } from "./zip.js";

const SOMEBODY = "匿名";
const SOME_DAY = "1980-01-01T00:00:00Z";
const RELATIONS = /\/relationships$/;
const DEEPEST = 3;

const KINDS = [
  ["docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/"],
  ["xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/"],
  ["pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/"],
];
// Parts written anew with nothing in them, by content type.
const EMPTIED = [
  [/package\.core-properties\+xml$/, "http://schemas.openxmlformats.org/package/2006/metadata/core-properties", "coreProperties"],
  [/extended-properties\+xml$/, "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties", "Properties"],
  [/custom-properties\+xml$/, "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties", "Properties"],
];
// Parts left out, with what is said of them.
const LEFT_OUT = [
  [/^docProps\/thumbnail\./, "thumbnail"],
  [/^customXml\//, "custom"],
  [/^docMetadata\//, "custom"],
  [/\/printerSettings\//, "printer"],
  [/\/customProperty\d*\.bin$/, "custom"],
  [/^xl\/(revisions|webextensions)\//, "revision"],
  [/^(word|ppt)\/webextensions\//, "custom"],
  [/^(word\/people|xl\/userNames|ppt\/changesInfos\/.*|ppt\/revisionInfo)\.?(xml)?$/, "author"],
];
const REFUSED = [
  [/vbaProject|\/activeX\/|macrosheets|vbaData/i, "office_macros"],
  [/^_xmlsignatures\//, "office_signed"],
  [/^xl\/(connections\.xml|queryTables\/|externalLinks\/)/, "office_embedded"],
];
const PICTURES = { jpg: cleanJpeg, jpeg: cleanJpeg, jpe: cleanJpeg, png: cleanPng, gif: cleanGif, webp: cleanWebp };

// Elements left out wherever they stand, and attributes with what they become (undefined: left out).
const ELEMENTS = new Map(Object.entries({
  rsids: "revision", docId: "other", attachedTemplate: "path", mailMerge: "path", docVars: "custom", absPath: "path",
  fileSharing: "author", presenceInfo: "author", dataBinding: "custom", custDataLst: "custom", saveThroughXslt: "path",
  webPublishItems: "path",
}));
const ATTRIBUTES = new Map(Object.entries({
  author: ["author", SOMEBODY], initials: ["author", "匿"], userName: ["author", SOMEBODY], userId: ["author", SOMEBODY],
  displayName: ["author", SOMEBODY], providerId: ["author", "None"], refreshedBy: ["author", SOMEBODY],
  date: ["time", SOME_DAY], dateUtc: ["time", SOME_DAY], dT: ["time", SOME_DAY], dt: ["time", SOME_DAY],
  created: ["time", SOME_DAY], modified: ["time", SOME_DAY], refreshedDate: ["time", undefined],
  descr: ["path", undefined],
}));
const DATED = /^\d{4}-\d\d-\d\d/;

export async function cleanOffice(bytes, depth = 0) {
  const parts = await unzipped(bytes);
  const [ending, type] = KINDS.find(([, , folder]) => [...parts.keys()].some((name) => name.startsWith(folder))) ?? [];
  if (!parts.has("[Content_Types].xml") || !ending) throw new Uncleanable("archive");
  const made = new Cleaning(parts, depth);
  await made.all();
  return { bytes: await zipped(parts), removed: [...made.removed], kept: [...made.kept], ending, type };
}

class Cleaning {
  constructor(parts, depth) {
    this.parts = parts;
    this.depth = depth;
    this.removed = new Set();
    this.kept = new Set();
  }

  async all() {
    for (const [name] of this.parts) {
      const refused = REFUSED.find(([pattern]) => pattern.test(name));
      if (refused) throw new Uncleanable(refused[1]);
    }
    this.leaveOut();
    const types = this.types();
    for (const [name, data] of [...this.parts]) this.parts.set(name, await this.part(name, data, types(name)));
  }

  async part(name, data, type) {
    const ending = /\.([^./]+)$/.exec(name)?.[1].toLowerCase() ?? "";
    const emptied = EMPTIED.find(([pattern]) => pattern.test(type));
    if (emptied) {
      this.removed.add("properties").add("author");
      return utf8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<${emptied[2]} xmlns="${emptied[1]}"/>`);
    }
    if (PICTURES[ending]) {
      const made = await PICTURES[ending](data);
      if ((made.ending ?? ending) !== ending && ending !== "jpeg") throw new Uncleanable("office_embedded");
      made.removed.forEach((told) => this.removed.add(told));
      return made.bytes;
    }
    if (/^(docx|xlsx|pptx)$/.test(ending) && this.depth < DEEPEST) {
      const made = await cleanOffice(data, this.depth + 1);
      [...made.removed, "embedded"].forEach((told) => this.removed.add(told));
      return made.bytes;
    }
    if (ending === "odttf" || ending === "fntdata") return data;
    if (!["xml", "rels", "vml"].includes(ending)) throw new Uncleanable("office_embedded");
    return this.changed(data, (xml) => this.document(xml, name));
  }

  /** Parts that are not needed go, and every word about them. */
  leaveOut() {
    const gone = new Set();
    for (const name of [...this.parts.keys()]) {
      const found = LEFT_OUT.find(([pattern]) => pattern.test(name));
      if (!found) continue;
      this.removed.add(found[1]);
      gone.add(name);
      this.parts.delete(name);
    }
    for (const name of [...this.parts.keys()].filter((one) => one.endsWith(".rels"))) {
      const owner = name.replace(/_rels\/([^/]*)\.rels$/, "$1");
      if (owner && !this.parts.has(owner)) {
        this.parts.delete(name);
        continue;
      }
      const ids = new Set();
      const rels = this.changed(this.parts.get(name), (xml) => {
        for (const one of [...xml.documentElement.children]) {
          const target = resolved(owner, one.getAttribute("Target") ?? "");
          const isOutside = one.getAttribute("TargetMode") === "External";
          if (!isOutside && (one.getAttribute("Target") ?? "").startsWith("#")) continue;
          const isTemplate = /\/attachedTemplate$/.test(one.getAttribute("Type") ?? "");
          if ((!isOutside && (gone.has(target) || !this.parts.has(target))) || isTemplate) {
            ids.add(one.getAttribute("Id"));
            one.remove();
          } else if (isOutside && !/^(https?|mailto|tel):/i.test(one.getAttribute("Target") ?? "")) {
            one.setAttribute("Target", "removed");
            this.removed.add("path");
          }
        }
      });
      this.parts.set(name, rels);
      if (ids.size && owner) this.parts.set(owner, this.changed(this.parts.get(owner), (xml) => withoutIds(xml, ids)));
    }
  }

  /** The content type of a part; words about parts that are gone are taken out. */
  types() {
    const table = { Default: new Map(), Override: new Map() };
    const name = "[Content_Types].xml";
    const cleaned = this.changed(this.parts.get(name), (xml) => {
      for (const one of [...xml.documentElement.children]) {
        const part = one.getAttribute("PartName")?.replace(/^\//, "");
        if (one.localName === "Override" && !this.parts.has(part)) one.remove();
        else table[one.localName]?.set(part ?? one.getAttribute("Extension").toLowerCase(), one.getAttribute("ContentType"));
      }
    });
    this.parts.set(name, cleaned);
    return (part) =>
      table.Override.get(part) ?? table.Default.get(/\.([^./]+)$/.exec(part)?.[1].toLowerCase()) ?? "";
  }

  document(xml, name) {
    const walker = xml.createTreeWalker(xml, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_PROCESSING_INSTRUCTION);
    const notes = [];
    while (walker.nextNode()) notes.push(walker.currentNode);
    notes.forEach((note) => note.remove());
    if (/comments/i.test(name)) this.kept.add("comments");
    for (const element of [...xml.getElementsByTagName("*")]) {
      const told = ELEMENTS.get(element.localName);
      if (told) {
        element.remove();
        this.removed.add(told);
        continue;
      }
      if (/^(ins|del|moveFrom|moveTo)$/.test(element.localName) && element.children.length) this.kept.add("changes");
      this.element(element, name);
    }
  }

  element(element, name) {
    const is = element.localName;
    for (const { localName, name: full, value, namespaceURI } of [...element.attributes]) {
      if (namespaceURI === "http://www.w3.org/2000/xmlns/") continue;
      if (/^rsid/.test(localName)) {
        element.removeAttributeNS(namespaceURI, localName);
        this.removed.add("revision");
        continue;
      }
      const [told, instead] = ATTRIBUTES.get(localName) ?? [];
      if (!told || (told === "time" && instead && !DATED.test(value))) continue;
      if (instead === undefined) element.removeAttributeNS(namespaceURI, localName);
      else element.setAttributeNS(namespaceURI, full, instead);
      this.removed.add(told);
    }
    const isPerson = is === "cmAuthor" || (is === "author" && element.hasAttribute("name"));
    if (isPerson) element.setAttribute("name", SOMEBODY);
    else if (is === "author" && /comments/i.test(name)) element.textContent = SOMEBODY;
    else if (/^(docPr|cNvPr)$/.test(is)) {
      if (/\.\w{2,5}$|[\\/]/.test(element.getAttribute("name") ?? "")) {
        element.setAttribute("name", "图片");
        this.removed.add("path");
      }
      element.removeAttribute("title");
    } else if (is === "tag" && /\/tags\//.test(name)) element.setAttribute("val", "");
    else return;
    if (isPerson || is === "author") this.removed.add("author");
  }

  changed(data, change) {
    const wide = (data[0] === 0xff && data[1] === 0xfe && "utf-16le") || (data[0] === 0xfe && data[1] === 0xff && "utf-16be");
    const text = wide ? new TextDecoder(wide).decode(data) : fromUtf8(data);
    if (text === null || /<!DOCTYPE/i.test(text)) throw new Uncleanable("broken");
    const plain = text.replace(/^\ufeff/, "").replace(/^<\?xml[^>]*\?>\s*/, "");
    const xml = new DOMParser().parseFromString(plain, "application/xml");
    if (xml.getElementsByTagName("parsererror").length) throw new Uncleanable("broken");
    change(xml);
    const again = new XMLSerializer().serializeToString(xml);
    return utf8('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + again);
  }
}

/** A relationship's target as a name in the package. */
function resolved(owner, target) {
  if (target.startsWith("/")) return decodeURI(target.slice(1));
  const path = owner.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") path.pop();
    else if (step !== ".") path.push(step);
  }
  return path.join("/");
}

/** What pointed at a part that is gone: the pointer of a page's set-up, elsewhere the whole element. */
function withoutIds(xml, ids) {
  for (const element of [...xml.getElementsByTagName("*")]) {
    for (const { localName, namespaceURI, value } of [...element.attributes]) {
      if (!RELATIONS.test(namespaceURI ?? "") || !ids.has(value)) continue;
      if (element.localName === "pageSetup") element.removeAttributeNS(namespaceURI, localName);
      else element.remove();
    }
  }
}
