// What pages that seal in the browser share: words, bytes, and talking to the server, without cookies unless asked.

const spoken = JSON.parse(document.getElementById("words")?.textContent || "{}");

/** Words in the language of the page; `%s` stands for what is given. */
export const say = (code, given = "") => (spoken[code] || code).replace("%s", given);

export const toBase64 = (bytes) => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
};
export const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
export const toHex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const toText = (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes);
export const toBytes = (text) => new TextEncoder().encode(text);

/** A refusal of the server: every reason. */
export class Refused extends Error {
  constructor(reasons) {
    super(reasons.map((one) => one.words).join("\n"));
    this.reasons = reasons.map((one) => one.words);
  }
}

function form(fields) {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    data.append(name, value instanceof Uint8Array ? new Blob([value], { type: "application/octet-stream" }) : value);
  }
  return data;
}

/** Send fields; a reporter's requests carry no cookie and no referrer, so that a signed-in session does not show. */
export async function post(url, fields, { own = false } = {}) {
  const headers = own ? JSON.parse(document.body.getAttribute("hx-headers") || "{}") : {};
  let answer;
  try {
    answer = await fetch(url, {
      method: "POST",
      body: form(fields),
      headers,
      credentials: own ? "same-origin" : "omit",
      referrerPolicy: own ? "same-origin" : "no-referrer",
      cache: "no-store",
    });
  } catch {
    throw new Refused([{ words: say("network") }]);
  }
  if (answer.headers.get("Content-Type")?.startsWith("application/octet-stream")) {
    return new Uint8Array(await answer.arrayBuffer());
  }
  const told = await answer.json().catch(() => null);
  if (!answer.ok || !told?.ok) throw new Refused(told?.reasons ?? [{ words: say("failed") }]);
  return told;
}

/** Show problems at the top, or take them away. */
export function problems(error) {
  const box = document.getElementById("problems");
  const list = box.querySelector("ul");
  list.replaceChildren();
  const reasons = !error ? [] : error.reasons ?? [say(error.problem ? "broken" : "failed")];
  for (const reason of reasons) list.append(Object.assign(document.createElement("li"), { textContent: reason }));
  box.hidden = !reasons.length;
  if (reasons.length) box.focus();
}

export function progress(words) {
  const line = document.getElementById("progress");
  if (line) line.textContent = words;
}

/** Offer bytes as a file to keep. */
export function download(name, bytes, type = "application/octet-stream") {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/** One line of a dialogue: day, who, and words or a file, all as text. */
export function line(list, { at, who, entries = [], file = null, broken = false }) {
  const item = Object.assign(document.createElement("li"), { className: "timeline-item" });
  const head = Object.assign(document.createElement("span"), { className: "muted small", textContent: `${at} ${who}` });
  item.append(head);
  for (const [label, text] of entries) {
    const words = document.createElement("p");
    words.className = "prose";
    words.textContent = label ? `${label}：${text}` : text;
    item.append(words);
  }
  if (broken) item.append(Object.assign(document.createElement("p"), { textContent: say("broken") }));
  if (file) {
    const button = Object.assign(document.createElement("button"), {
      type: "button", className: "btn btn-small", textContent: say("download"),
    });
    button.addEventListener("click", file);
    item.append(button);
  }
  list.append(item);
}

/** Which of the parts of a body people read, with their labels. */
export function readable(said) {
  if (typeof said.text === "string") return [["", said.text]];
  return ["what", "names", "when", "where", "who"]
    .filter((part) => typeof said[part] === "string" && said[part])
    .map((part) => [part === "what" ? "" : say(part), said[part]]);
}
