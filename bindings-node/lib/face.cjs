"use strict";

// What all faces are: something of the core's, the host's clock, and the signal that gives calls up.

const { types } = require("node:util");
const { number } = require("./calls.cjs");
const { refusal } = require("./errors.cjs");
const { signalOf, wrong } = require("./shapes.cjs");
const { kindOf } = require("./values.cjs");

/** The ends of time, in milliseconds. */
const [BEGINNING, END] = [-62_135_596_800_000, 253_402_300_799_999];

/** Lets faces be made here alone. */
const MAKE = Symbol("cowrite");

class Face {
  #handle;
  #clock;
  #signal;

  constructor(key, handle, clock, signal) {
    if (key !== MAKE) throw new TypeError(`a ${new.target.name} is not made by hand`);
    this.#handle = handle;
    this.#clock = clock;
    this.#signal = signal;
  }

  static handle(face) {
    return face.#handle;
  }

  static signal(face) {
    return face.#signal;
  }

  /** Begins a call: gives its number, unless the signal was given already. */
  static begin(face) {
    face.#signal?.throwIfAborted();
    return number();
  }

  /** Asks the host's clock, where there is one. */
  static instant(face) {
    if (!face.#clock) return undefined;
    const at = face.#clock.now();
    if (!types.isDate(at)) throw new TypeError(`the clock's now(): a Date is wanted, not ${kindOf(at)}`);
    const time = Date.prototype.getTime.call(at);
    if (!(time >= BEGINNING && time <= END)) throw refusal("now");
    return time;
  }

  /** Makes another face of the same workspace. */
  static beside(face, Of, handle, signal = face.#signal) {
    return new Of(MAKE, handle, face.#clock, signal);
  }

  /** A batch is begun by a face, and commits by its clock. */
  static clock(face) {
    return face.#clock;
  }

  withSignal(signal) {
    if (signalOf(signal) === undefined) throw wrong("signal", "an AbortSignal", signal);
    return Face.beside(this, this.constructor, this.#handle, signal);
  }
}

module.exports = { Face, MAKE };
