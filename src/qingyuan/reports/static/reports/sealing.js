// A report, a message, a file, a name: sealed in this browser.

import { MAX_TEXT, newIdentity, pad, padFile, recipientOf, seal, secretOf, split } from "../kit/sealing/envelope.js";
import { Refused, say, toBase64, toBytes } from "../kit/sealing/wire.js";

/** A text as the server takes it: JSON, padded, sealed to the report's own key. */
export async function sealText(said, recipient) {
  const bytes = toBytes(JSON.stringify(said));
  if (bytes.length > MAX_TEXT) throw new Refused([{ words: say("too_long") }]);
  return seal(pad(bytes), recipient);
}

export async function sealFile(file, recipient) {
  const type = /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*$/.test(file.type) ? file.type : "application/octet-stream";
  return seal(padFile(file.name, type, new Uint8Array(await file.arrayBuffer())), recipient);
}

/** Who the reporter is, sealed to a key that is split among the keepers. */
export async function sealName(said, keepers) {
  if (new Set(keepers.map((one) => one.person)).size < 2) throw new Refused([{ words: say("too_few") }]);
  const identity = newIdentity();
  const recipient = await recipientOf(identity);
  const parts = await split(secretOf(identity), 2, keepers.length);
  const shares = {};
  for (const [place, keeper] of keepers.entries()) {
    shares[keeper.id] = toBase64(await seal(parts[place], keeper.recipient));
  }
  const vault = toBase64(await sealText(said, recipient));
  return { vault, vault_recipient: recipient, shares: JSON.stringify(shares) };
}
