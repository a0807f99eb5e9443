/// <reference lib="es2022" />
/// <reference lib="esnext.disposable" />
// Written by scripts/declare.cjs from types/ and what the native half declares: `BLESS=1 scripts/node.sh` writes it anew.

/**
 * Who owns a track, who may do what to it, who holds which share of it: answered exactly, for apps in which musicians work together.
 *
 * Calls are promises, but for what is asked of the access index; what a call is about comes first, one thing more that must be there second, everything else is one object.
 */

declare const brand: unique symbol;

/** Text of which a kind is known, so that one is not taken for another; `text as TrackId` says so of what comes from outside, and the library looks. */
export type Branded<Of extends string> = string & { readonly [brand]: Of };

/** An exact number, as text: `"33.34"`. */
export type Decimal = Branded<"Decimal">;

/** An exact number as it is given: text, or a whole number. A fraction as a number is refused, because it is not exact. */
export type DecimalInput = Decimal | string | number | bigint;

/** A file's id in the file store. */
export type FileRef = Branded<"FileRef">;

/** An open value, whose form depends on what happened; its names are those of the library's own JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** The bytes of a file to be uploaded: at hand, or given piece by piece, awaited or not. A stream of Node's or of the web's is one. */
export type Content = ArrayBufferView | ArrayBuffer | BlobLike | Iterable<ArrayBufferView | ArrayBuffer> | AsyncIterable<ArrayBufferView | ArrayBuffer>;

/** What of a `Blob` is used. */
export interface BlobLike {
  /** Its bytes, piece by piece. */
  stream(): unknown;
}

/** What of an `AbortSignal` is used. */
export interface Signal {
  /** Whether it was aborted. */
  readonly aborted: boolean;
  /** Why: what a call that is given up rejects with. */
  readonly reason: unknown;
  /** Throws the reason, where it was. */
  throwIfAborted(): void;
  /** Has a listener told. */
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  /** Has it told no more. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** What of a `URL` is used. */
export interface FileUrl {
  /** The whole of it. */
  readonly href: string;
  /** `file:`. */
  readonly protocol: string;
}

/** What can be walked over with `for await`: all entries of a page, and of all pages after it, each fetched when it is come to. */
export interface Walkable<Entry> {
  /** Begins at the page's first entry, each time anew. */
  [Symbol.asyncIterator](): AsyncIterator<Entry, void, undefined>;
}

/** Text that opens something for whoever has it, and does not show by mistake: neither logs nor `JSON.stringify` tell it. */
export class Secret {
  /** Takes the text of a secret, as it came in an address. */
  constructor(text: string);
  /** The text itself, to be put into an address and nowhere else. */
  reveal(): string;
  /** Three asterisks. */
  toString(): string;
  /** Three asterisks. */
  toJSON(): string;
  /** Whether something is a secret. */
  static isSecret(value: unknown): value is Secret;
}

/** Makes a scope of a track or a group, or of their ids. */
export declare const Scope: {
  /** A track. */
  track(track: TrackId | { readonly id: TrackId }): Scope;
  /** A group, with all that lies in it. */
  group(group: GroupId | { readonly id: GroupId }): Scope;
};

/** Makes an invitee. */
export declare const Invitee: {
  /** A person who is known. */
  person(person: PersonId | { readonly id: PersonId }): Invitee;
  /** Whoever has this address, now or later. */
  email(address: string): Invitee;
};

/**
 * Why a call was refused, or could not be done; a refused call has changed nothing.
 *
 * Each class says what to do about it, each `code` what has happened.
 */
export class CowriteError extends Error {
  /** Makes one, for tests. */
  constructor(code: ErrorCode, message: string, details?: Readonly<Record<string, unknown>>, retryable?: boolean);
  /** What has happened; the same in every language, and its meaning never changes. */
  readonly code: ErrorCode;
  /** The code's typed fields. */
  readonly details: ErrorDetails;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** What to do about it, in a word. */
  get kind(): string;
  /** The HTTP status that suits it. */
  get status(): number;
}

/** What `details` may hold, as the code has it. */
export interface ErrorDetails {
  /** Which argument. */
  readonly field?: string;
  /** What is wrong with it, or with the store. */
  readonly reason?: string;
  /** The limit. */
  readonly limit?: number;
  /** What is not there. */
  readonly what?: string;
  /** What was tried. */
  readonly action?: Action;
  /** Which level it takes. */
  readonly needed?: Level;
  /** Whom it is about. */
  readonly person?: PersonId;
  /** Which kind of split. */
  readonly kind?: Kind;
  /** What would be recorded. */
  readonly total?: Decimal;
  /** By how much it is too much. */
  readonly overBy?: Decimal;
  /** The kinds that do not come to 100. */
  readonly kinds?: readonly Shortfall[];
  /** What a link is. */
  readonly state?: LinkState;
  /** The version of the store. */
  readonly found?: number;
  /** The newest version that is understood. */
  readonly supported?: number;
  /** What the store says. */
  readonly message?: string;
}

/** Correct the input. */
export class InvalidError extends CowriteError {}
/** Nothing is there for this person: also what they may not know of. */
export class NotFoundError extends CowriteError {}
/** Ask for more access. */
export class DeniedError extends CowriteError {}
/** Read again and decide anew. */
export class ConflictError extends CowriteError {}
/** The state forbids it: show why. */
export class RefusedError extends CowriteError {}
/** Its time is over: begin anew. */
export class ExpiredError extends CowriteError {}
/** Try again later. */
export class UnavailableError extends CowriteError {}
/** The store or its use needs somebody's care. */
export class BrokenError extends CowriteError {}

/** Where the time comes from, instead of the machine: asked once a call, before anything else is done. What it throws reaches the caller. */
export interface Clock {
  /** Returns this instant. */
  now(): Date;
}

/** How a workspace is opened. */
export interface WorkspaceOptions {
  /** Gives the time instead of the machine. */
  readonly clock?: Clock | undefined;
  /** Where the files of tracks are kept; without it there are none (FIL-1). */
  readonly files?: LocalFolder | Dropbox | FileStore | OneAccount | undefined;
  /** Refuses to publish a track whose splits are incomplete (SPL-5). */
  readonly strictPublishing?: boolean | undefined;
  /** How long invitations and offers wait for an answer, in days; 30 unless said otherwise (INV-2). */
  readonly invitationDays?: number | undefined;
  /** How long tickets for files can be redeemed, in milliseconds; 5 minutes unless said otherwise. */
  readonly ticketForMs?: number | undefined;
  /**
   * Redeems tickets to the file store's own temporary addresses where nothing speaks against it: they go on working after a revoke until the
   * store ends them (LNK-5).
   */
  readonly directAddresses?: boolean | undefined;
  /** Gives the opening up. */
  readonly signal?: Signal | undefined;
}

/** How a workspace in a file is opened. */
export interface FileOptions extends WorkspaceOptions {
  /**
   * Keeps the file for this process alone: reads then wait behind writes, and `can` asks the access index once it is loaded. Others may have the
   * file too unless said otherwise.
   */
  readonly exclusive?: boolean | undefined;
}

/** Many calls of one actor that take hold together in one commit, or not at all. */
export class Batch {
  private constructor();
  /** The actor whose calls it gathers: each is decided over those before it, a refused one leaves the others, and nobody else sees anything yet. */
  readonly actor: Actor;
  /** How many changes wait to be committed; 0 once they are. */
  readonly waiting: number;
  /**
   * Commits all of it at once; the number of the commit, or `null` where there was nothing to commit.
   *
   * Refused with `conflict` where anything it rests on has been changed by others since it was read: nothing has taken hold, gather it anew.
   * Given up by the signal of the face that began it, it takes hold whole or not at all.
   */
  commit(): Promise<number | null>;
  /** Gives all of it up, where it was not committed. */
  giveUp(): void;
  /** As `giveUp`, at the end of a `using` block. */
  [Symbol.dispose](): void;
}

/** What changes for a person, as it changes: for `for await`. It never ends by itself; a refusal is thrown, and asking on goes on from there. */
export class Watch implements AsyncIterator<Delta, void, undefined> {
  private constructor();
  /** The cursor up to which everything was told: `watch` and `sync` go on from it another time. */
  readonly cursor: string | null;
  /** The next change, once there is one. */
  next(): Promise<IteratorResult<Delta, void>>;
  /** Ends it. */
  return(): Promise<IteratorResult<Delta, void>>;
  /** Ends it, and whoever waits for it. */
  close(): void;
  /** Itself. */
  [Symbol.asyncIterator](): Watch;
  /** As `close`, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>;
}
