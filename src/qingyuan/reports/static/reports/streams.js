// Deflate by the browser itself, with a limit on what comes out.

import { Uncleanable } from "./uncleanable.js";

/**
 * Inflated bytes; throws Uncleanable "too_large" beyond `limit`, and another error for what is not deflated data or
 * has more behind its end. `keep = false` only checks. `format` is "deflate" (zlib) or "deflate-raw".
 */
export async function inflated(bytes, format, limit, keep = true) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      throw new Uncleanable("too_large");
    }
    if (keep) parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

export async function deflated(bytes, format) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream(format));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
