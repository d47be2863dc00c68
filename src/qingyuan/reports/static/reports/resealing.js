// Many reports for keys that came later: each opened here, sealed here, batch by batch.

import { open, seal, unpad } from "../kit/sealing/envelope.js";
import { fromBase64, post, say, toBase64, toBytes, toText } from "../kit/sealing/wire.js";

/**
 * Seal every report that `keys` (identities by recipient) open to whom routing lets read today.
 * `urls`: next, offer, keep. `tell(done, whole)` after each batch. Gives `{done, refused}`; what does not open is refused.
 */
export async function resealAll(keys, urls, tell) {
  const asked = (url, fields) => post(url, fields, { own: true });
  const refused = [];
  let after = "";
  let done = 0;
  for (;;) {
    const batch = await asked(urls.next, { after });
    if (!batch.reports.length) return { done, refused };
    const opened = [];
    for (const one of batch.reports) {
      const content = await contentOf(one, keys);
      if (content) opened.push(content);
      else refused.push(one.id);
    }
    const facts = opened.map(({ id, facts: said }) => ({ id, facts: said }));
    const offered = await asked(urls.offer, { asked: JSON.stringify(facts) });
    const sealed = [];
    for (const one of opened) {
      const slots = {};
      for (const key of offered.keys[one.id] ?? []) slots[key.id] = toBase64(await seal(toBytes(one.content), key.recipient));
      if (Object.keys(slots).length) sealed.push({ id: one.id, facts: one.facts, slots });
      else refused.push(one.id);
    }
    if (sealed.length) {
      const kept = await asked(urls.keep, { sealed: JSON.stringify(sealed) });
      refused.push(...kept.refused);
      done += kept.kept;
    }
    after = batch.after;
    tell(done, done + refused.length + batch.left);
  }
}

/** A report's own key and the facts in it, or null if none of the keys opens it. */
async function contentOf(report, keys) {
  for (const slot of report.slots) {
    const identity = keys.get(slot.recipient);
    if (!identity) continue;
    try {
      const content = toText(await open(fromBase64(slot.sealed), identity));
      const said = JSON.parse(toText(unpad(await open(fromBase64(report.body), content))));
      return { id: report.id, content, facts: { ...said.facts, nonce: said.nonce } };
    } catch {
      // damaged, or sealed by somebody to something else
    }
  }
  return null;
}

/** What came of it, in words. */
export function summary({ done, refused }) {
  const words = say("resealed_all", String(done));
  return refused.length ? `${words} ${say("left_behind", refused.join(" "))}` : words;
}
