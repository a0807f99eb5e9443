"use strict";

// Refusals: one class for each thing that a caller does about them, and a stable code for each reason.

const { described, native } = require("./native.cjs");

const ROWS = new Map(described.errors.map((row) => [row.code, row]));

class CowriteError extends Error {
  constructor(code, message, details = {}, retryable = false) {
    super(message);
    this.code = code;
    this.details = Object.freeze({ ...details });
    this.retryable = retryable;
  }

  get kind() {
    return ROWS.get(this.code)?.kind ?? "unknown";
  }

  get status() {
    return ROWS.get(this.code)?.http_status ?? 500;
  }
}

class InvalidError extends CowriteError {}
class NotFoundError extends CowriteError {}
class DeniedError extends CowriteError {}
class ConflictError extends CowriteError {}
class RefusedError extends CowriteError {}
class ExpiredError extends CowriteError {}
class UnavailableError extends CowriteError {}
class BrokenError extends CowriteError {}

/** Why a file store of the host's could not do as asked. */
class FilesError extends Error {
  constructor(reason, message = reason, told = {}) {
    super(message);
    this.reason = reason;
    const { needed, short, size, after, ...rest } = told;
    Object.assign(this, Object.fromEntries(Object.entries({ needed, short, size, after }).filter(([, of]) => of !== undefined)));
    if (rest.cause !== undefined) this.cause = rest.cause;
  }
}

const CLASSES = {
  CowriteError,
  InvalidError,
  NotFoundError,
  DeniedError,
  ConflictError,
  RefusedError,
  ExpiredError,
  UnavailableError,
  BrokenError,
  FilesError,
};

for (const [name, of] of Object.entries(CLASSES)) {
  Object.defineProperty(of.prototype, "name", { value: name, configurable: true, writable: true });
}

const BY_KIND = {
  invalid: InvalidError,
  not_found: NotFoundError,
  denied: DeniedError,
  conflict: ConflictError,
  refused: RefusedError,
  expired: ExpiredError,
  unavailable: UnavailableError,
  broken: BrokenError,
};

/** The error of a code, of the class that says what to do about it. */
function errorOf(code, message, details, retryable) {
  const of = BY_KIND[ROWS.get(code)?.kind] ?? CowriteError;
  return new of(code, message, details, retryable);
}

/** The error that the native half tells of: a refusal, or what must never be. */
function told(text) {
  if (text.charCodeAt(0) !== REFUSED) return new Error(`cowrite is at fault: ${text.slice(1)}`);
  const { code, message, details, retryable, cause } = JSON.parse(text.slice(1));
  const error = errorOf(code, message, details, retryable);
  if (cause) error.cause = new FilesError(...cause);
  return error;
}

const REFUSED = "!".charCodeAt(0);
const AT_FAULT = "?".charCodeAt(0);

/** Whether a text of the native half's is no answer. */
function isRefusal(text) {
  const first = text.charCodeAt(0);
  return first === REFUSED || first === AT_FAULT;
}

/** The refusal of something that is no value of its kind. */
function refusal(what) {
  return told(native.refuse(what));
}

module.exports = { CLASSES, CowriteError, FilesError, errorOf, isRefusal, refusal, told };
