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

/** What a failure of a file store may say besides its reason. */
const SAID = ["needed", "short", "size", "after", "limit", "why", "role", "scope"];

/** Why a file store could not do as asked. */
class FilesError extends Error {
  constructor(reason, message = reason, told = {}) {
    super(message);
    this.reason = reason;
    for (const name of SAID) {
      const said = told[name];
      if (said !== undefined && said !== null) this[name] = said;
    }
    if (told.cause !== undefined) this.cause = told.cause;
  }
}

const WEBHOOK_STATUS = { not_signed: 403, too_large: 413, malformed: 400 };

/** Why a message to a webhook is not taken. */
class WebhookError extends Error {
  constructor(reason, message = reason) {
    super(message);
    this.reason = reason;
  }

  get status() {
    return WEBHOOK_STATUS[this.reason] ?? 400;
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
  WebhookError,
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

function refused({ code, message, details, retryable, cause }) {
  const error = errorOf(code, message, details, retryable);
  if (cause) error.cause = new FilesError(...cause);
  return error;
}

/** What the native half tells instead of an answer, by the sign before it: no JSON begins with one of these. */
const TOLD = {
  "!": refused,
  "%": (failure) => new FilesError(...failure),
  "@": (refusal) => new WebhookError(...refusal),
};

/** The error that the native half tells of: a refusal, a failure of a file store, or what must never be. */
function told(text) {
  const read = TOLD[text[0]];
  return read ? read(JSON.parse(text.slice(1))) : new Error(`cowrite is at fault: ${text.slice(1)}`);
}

const SIGNS = new Set([...Object.keys(TOLD), "?"]);

/** Whether a text of the native half's is no answer. */
function isRefusal(text) {
  return SIGNS.has(text[0]);
}

/** The refusal of something that is no value of its kind. */
function refusal(what) {
  return told(native.refuse(what));
}

module.exports = { CLASSES, CowriteError, FilesError, errorOf, isRefusal, refusal, told };
