"use strict";

// Files that people have come for with a ticket.

const { native } = require("./native.cjs");
const { PIECE, readPiece } = require("./host.cjs");
const { signalOf, wrong } = require("./shapes.cjs");
const { Secret } = require("./values.cjs");

const ASYNC_DISPOSE = Symbol.asyncDispose ?? Symbol.for("nodejs.asyncDispose");

/** Lets them be made here alone. */
const MAKE = Symbol("cowrite");

/** A file that is being read: its bytes come piece by piece, unless they are to be had at an address. */
class Redeemed {
  #handle;

  constructor(key, text, handle) {
    if (key !== MAKE) throw new TypeError("a Redeemed is not made by hand");
    const [name, mediaType, size, start, stop, address] = JSON.parse(text);
    Object.assign(this, { name, mediaType, size, start, length: stop - start, address: address === null ? null : new Secret(address) });
    this.#handle = handle;
  }

  /** What gives the bytes, where they come from here. */
  #here() {
    if (!this.#handle) throw new Error("its bytes are at an address of the file store's own: send on to 'address'");
    return this.#handle;
  }

  async read(size, options = {}) {
    if (typeof options !== "object" || options === null) throw wrong("options", "an object", options);
    const signal = signalOf(options.signal);
    signal?.throwIfAborted();
    if (size !== undefined && !(Number.isSafeInteger(size) && size >= 0)) throw wrong("size", "a whole number", size);
    return readPiece(this.#here(), size === undefined ? undefined : Math.min(size, 0xffffffff), signal);
  }

  close() {
    if (this.#handle) native.end(this.#handle);
  }

  async *[Symbol.asyncIterator]() {
    const handle = this.#here();
    try {
      for (;;) {
        const piece = await readPiece(handle, PIECE);
        if (!piece.length) return;
        yield piece;
      }
    } finally {
      this.close();
    }
  }

  async [ASYNC_DISPOSE]() {
    this.close();
  }
}

/** Makes one of what the native half tells. */
const redeemed = ({ text, handle }) => new Redeemed(MAKE, text, handle);

module.exports = { Redeemed, redeemed };
