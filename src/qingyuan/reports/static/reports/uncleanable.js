/** A file that cannot be cleaned; `reason` is one of the codes in clean.js. */
export class Uncleanable extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}
