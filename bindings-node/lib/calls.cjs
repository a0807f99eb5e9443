"use strict";

// Calls on their way: numbered here, done by the native half, and settled when it tells so.

const { native } = require("./native.cjs");
const { FilesError, isRefusal, told } = require("./errors.cjs");

/** What of the native half needs no workspace. Set below. */
let free;
/** What waits for a call, by its number. */
const waiting = new Map();
/** What the caller's own content threw, by the number of the call: it reaches the caller as it is. */
const thrown = new Map();
/** What a file store threw, by the number of the call: the cause of what the caller is told. */
const causes = new Map();
/** What takes in what else the native half tells, by its kind. */
const listeners = [];
let last = 0;

// The native half keeps no process alive; calls that somebody waits for do.
const beat = setInterval(() => {}, 0x7fffffff);
beat.unref();

function number() {
  last += 1;
  return last;
}

function settle(call, result) {
  const resolve = waiting.get(call);
  if (!resolve) return;
  waiting.delete(call);
  if (waiting.size === 0) beat.unref();
  resolve(result);
}

function wait(call, resolve) {
  if (waiting.size === 0) beat.ref();
  waiting.set(call, resolve);
}

/** What gives calls up, by their signal: one listener for all of them, as Node warns of many. */
const followed = new WeakMap();

/** Has something done when a signal is given, until what is returned is called. */
function follow(signal, giveUp) {
  if (!followed.has(signal)) {
    const calls = new Set();
    followed.set(signal, { calls, listener: () => [...calls].forEach((each) => each()) });
  }
  const { calls, listener } = followed.get(signal);
  if (!calls.size) signal.addEventListener("abort", listener);
  calls.add(giveUp);
  return () => {
    calls.delete(giveUp);
    if (!calls.size) signal.removeEventListener("abort", listener);
  };
}

/** Waits until a call is done, or its signal is given, as it may have been since the call was begun. */
function done(call, signal) {
  if (!signal) return new Promise((resolve) => wait(call, resolve));
  if (signal.aborted) {
    native.giveUp(free, call);
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      reject(signal.reason);
      settle(call, undefined);
      native.giveUp(free, call);
    };
    const leave = follow(signal, giveUp);
    wait(call, (result) => {
      leave();
      resolve(result);
    });
  });
}

/** The text of an answer, or the error that a refusal is. */
function answered(call, text) {
  if (!isRefusal(text)) return text;
  if (thrown.has(call)) throw thrown.get(call);
  const error = told(text);
  if (causes.has(call)) {
    const cause = causes.get(call);
    // What a store of the core's own failed with is what the host's code has thrown, where that is of the same kind.
    if (error instanceof FilesError && cause instanceof FilesError) throw cause;
    if (error instanceof FilesError || error.code === "source_unavailable") error.cause = cause;
  }
  throw error;
}

/** A call is over, whatever came of it. */
function over(call) {
  if (thrown.size) thrown.delete(call);
  if (causes.size) causes.delete(call);
}

/** Whether somebody waits for a call. */
function isUnderWay(call) {
  return waiting.has(call);
}

/** How many calls are waited for, and how many errors are kept for them. */
function calls() {
  return { waiting: waiting.size, thrown: thrown.size, causes: causes.size };
}

// What is told here never throws: whoever is told sees to that.
free = native.connect((kind, about, text, handle, bytes) => {
  if (kind === 0) settle(about, { text, handle });
  else if (kind === 1) settle(about, { text: "", bytes });
  else listeners[kind](about, text, handle);
});

module.exports = { answered, calls, causes, done, free, isUnderWay, listeners, number, over, thrown };
