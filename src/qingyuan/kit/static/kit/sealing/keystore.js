// A handler's private key: made here, sealed with a passphrase, kept in this browser and in a file.

import { newIdentity, openPass, recipientOf, sealPass } from "./envelope.js";
import { Refused, say } from "./wire.js";

const SHELF = "keys";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("qingyuan-reports", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(SHELF);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function shelf(mode, act) {
  const database = await opened();
  return new Promise((resolve, reject) => {
    const done = act(database.transaction(SHELF, mode).objectStore(SHELF));
    done.onsuccess = () => resolve(done.result);
    done.onerror = () => reject(done.error);
  });
}

/** A new key sealed with the passphrase: `{recipient, sealed}`; it is kept once the server has taken it. */
export async function make(passphrase) {
  const identity = newIdentity();
  return { recipient: await recipientOf(identity), sealed: await sealPass(identity, passphrase) };
}

export const keep = (recipient, sealed) => shelf("readwrite", (store) => store.put(sealed, recipient));

/** All sealed keys of this browser. */
export const kept = () => shelf("readonly", (store) => store.getAll());

/**
 * The identities that the passphrase opens, by recipient: from a chosen file, or from this browser. A file that
 * opens is kept here as well.
 */
export async function unlock(passphrase, file = null) {
  const sealed = file ? [new Uint8Array(await file.arrayBuffer())] : await kept();
  if (!sealed.length) throw new Refused([{ words: say("no_key") }]);
  const found = new Map();
  for (const one of sealed) {
    try {
      const identity = await openPass(one, passphrase);
      const recipient = await recipientOf(identity);
      found.set(recipient, identity);
      if (file) await keep(recipient, one);
    } catch {
      // another key's passphrase
    }
  }
  if (!found.size) throw new Refused([{ words: say("wrong_pass") }]);
  return found;
}
