/// <reference lib="es2022" />
/// <reference lib="esnext.disposable" />
// Written by scripts/declare.cjs from types/head.d.cts and what the native half declares: `BLESS=1 scripts/node.sh` writes it anew.

/**
 * Who owns a track, who may do what to it, who holds which share of it: answered exactly, for apps in which musicians work together.
 *
 * Calls are promises; what a call is about comes first, one thing more that must be there second, everything else is one object.
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
  /** Its bytes. */
  stream(): unknown;
  /** How many they are. */
  readonly size: number;
  /** Their media type. */
  readonly type: string;
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

/** The files of tracks in a folder of this machine, which is made where there is none; nothing leads out of it (FIL-1, FIL-4). */
export class LocalFolder {
  /** Names the folder. */
  constructor(path: string);
  /** Where it is. */
  readonly path: string;
}

/**
 * A file store of the host's that keeps everybody's files in one account, side by side: its methods are asked on behalf of nobody, `null`.
 *
 * Otherwise each holder has an account of their own, and when a track is handed over its folder goes to the new owner's.
 * It is chosen once for a workspace.
 */
export class OneAccount {
  /** Takes the store. */
  constructor(store: FileStore);
  /** The store. */
  readonly store: FileStore;
}

/** How a workspace is opened. */
export interface WorkspaceOptions {
  /** Gives the time instead of the machine. */
  readonly clock?: Clock | undefined;
  /** Where the files of tracks are kept; without it there are none (FIL-1). */
  readonly files?: LocalFolder | FileStore | OneAccount | undefined;
  /** Refuses to publish a track whose splits are incomplete (SPL-5). */
  readonly strictPublishing?: boolean | undefined;
  /** How long invitations and offers wait for an answer, in days; 30 unless said otherwise (INV-2). */
  readonly invitationDays?: number | undefined;
  /** How long tickets for files can be redeemed, in milliseconds; 5 minutes unless said otherwise. */
  readonly ticketForMs?: number | undefined;
  /** Gives the opening up. */
  readonly signal?: Signal | undefined;
}

/** Where something is in a file store: by its id wherever it is by now, or by the names on the way to it from a root, which has none. */
export type Loc =
  | { readonly id: string; readonly path?: undefined; readonly shared?: undefined }
  | { readonly id?: undefined; readonly path: readonly string[]; readonly shared?: string };

/** What is known of a file without reading it. */
export interface FileFacts {
  /** How many bytes. */
  readonly size: number;
  /** The state of its content, another for every other content. */
  readonly rev: string;
  /** When its content last changed. */
  readonly modifiedAt: Date;
  /** The SHA-256 over the SHA-256 of each 4 MiB in hexadecimal, where the store knows it without reading. */
  readonly contentHash?: string | null | undefined;
}

/** A file or folder that is there. */
export interface Entry {
  /** The same through renames, moves and new content; never comes to mean another. */
  readonly id: string;
  /** Its names from the folder that was asked about, its own last; of a root, none. */
  readonly path: readonly string[];
  /** Of a file; a folder has none. */
  readonly file?: FileFacts | null | undefined;
}

/** News: at this path nothing is any more, nor below it. */
export interface Gone {
  /** Nothing. */
  readonly id?: undefined;
  /** Where. */
  readonly path: readonly string[];
}

/** A page of news about a folder, in order. */
export interface FilesPage {
  /** What is there, and what is gone. */
  readonly items: readonly (Entry | Gone)[];
  /** Where `changes` goes on. */
  readonly cursor?: string | undefined;
  /** Whether there is more to tell already. */
  readonly hasMore?: boolean | undefined;
}

/** A file that was opened to be read. */
export interface Opened {
  /** The file. */
  readonly entry: Entry;
  /** The first byte that comes. */
  readonly start: number;
  /** How many bytes come. */
  readonly length: number;
  /** The bytes; an iterator is closed when it is not needed any more. */
  readonly data: Content;
}

/** Which bytes a file store is asked for: from `start` to `end`, both among them, or the `last` so many; `resolveRange` says which these are. */
export interface StoreRange {
  /** The first. */
  readonly start?: number;
  /** The last. */
  readonly end?: number;
  /** So many at the end. */
  readonly last?: number;
}

/** Given up on when nobody waits any more for what a file store does. */
export interface Asked {
  /** Aborts then. */
  readonly signal: Signal;
}

/** How a folder is listed. */
export interface ListOptions extends Asked {
  /** Also what is below. */
  readonly recursive: boolean;
  /** How many entries may stand on a page that has more after it. */
  readonly limit: number;
}

/** How a file is written. */
export interface PutOptions extends Asked {
  /** What about a file that has the name already: refuse as `conflict`, write it anew, or only if its content is that of `rev`. */
  readonly mode: "add" | "overwrite" | "update";
  /** The content that it must have, for `update`. */
  readonly rev: string | null;
  /** How many bytes come, where it is known; others are `mismatch`. */
  readonly size: number | null;
  /** What they hash to, where it is known. */
  readonly contentHash: string | null;
}

type Awaitable<T> = T | PromiseLike<T>;

/**
 * Where the files of tracks are kept (FIL-1, FIL-4, FIL-5): an object or an instance of a class, whose methods may be awaited or not.
 *
 * `by` is the person who holds the files: the same path of two people means two places. Of `OneAccount` it is `null`.
 *
 * 1. A file is itself by its id: through renames, moves and new content. An id never comes to mean another file.
 * 2. Two names of one folder that differ by letter case alone are the same name.
 * 3. A write takes hold whole or not at all, and whoever reads meanwhile reads the old content or the new.
 * 4. It throws a `FilesError`; anything else is told as `source_unavailable`, with what was thrown as its `cause`.
 */
export interface FileStore {
  /** What is at a place; its path is the one from the account's root. Throws `not_found`. */
  stat(by: PersonId | null, at: Loc, asked: Asked): Awaitable<Entry>;
  /** What has an id, if it lies in a folder, however deep; its path is the one from that folder. Throws `not_found`. */
  find(by: PersonId | null, folder: Loc, id: string, asked: Asked): Awaitable<Entry>;
  /** What is in a folder now, where wanted also below, a folder before what is in it. Throws `not_found`, `too_large`. */
  list(by: PersonId | null, at: Loc, options: ListOptions): Awaitable<FilesPage>;
  /** Goes on with a page, for a store that keeps cursors; one without gives one page. Throws `cursor_reset`. */
  changes?(by: PersonId | null, cursor: string, asked: Asked): Awaitable<FilesPage>;
  /** Makes folders below a folder, those on the way too, and returns the last; one that is there is well. Throws `conflict`. */
  makeDir(by: PersonId | null, within: Loc, path: readonly string[], asked: Asked): Awaitable<Entry>;
  /** Writes a file whole, from `data`, whose errors are to be let through. Throws `not_found`, `conflict`, `mismatch`, `quota_short`, `too_large`. */
  put(by: PersonId | null, into: Loc, name: string, data: AsyncIterable<Uint8Array>, options: PutOptions): Awaitable<Entry>;
  /** Opens a file. Throws `not_found`, and `outside_range` where it has none of the bytes. */
  open(by: PersonId | null, at: Loc, range: StoreRange, asked: Asked): Awaitable<Opened>;
  /** Moves or renames a file or folder; to spell its own name otherwise is well. Throws `not_found`, `conflict`. */
  moveTo(by: PersonId | null, from: Loc, into: Loc, name: string, asked: Asked): Awaitable<Entry>;
  /** Deletes a file; one that is not there is well. Throws `conflict` for a folder. */
  delete(by: PersonId | null, at: Loc, asked: Asked): Awaitable<void>;
}

/** Why a file store could not do as asked. */
export type FilesErrorReason =
  | "not_found"
  | "not_permitted"
  | "quota_short"
  | "conflict"
  | "cursor_reset"
  | "too_large"
  | "outside_range"
  | "mismatch"
  | "unsupported"
  | "rate_limited"
  | "contended"
  | "disconnected"
  | "transient";

/** What a file store throws; after `transient` from a write it is not known whether it has taken hold. */
export class FilesError extends Error {
  /** Says why, in words, and what else is known: bytes `needed` and `short`, the file's `size`, `after` how many milliseconds to try again. */
  constructor(
    reason: FilesErrorReason,
    message?: string,
    told?: { needed?: number; short?: number; size?: number; after?: number; cause?: unknown },
  );
  /** Why. */
  readonly reason: FilesErrorReason;
  /** How many bytes it takes. */
  readonly needed?: number;
  /** How many are missing. */
  readonly short?: number;
  /** How many bytes the file has. */
  readonly size?: number;
  /** After how many milliseconds to try again. */
  readonly after?: number;
}

/** Which bytes of a file of some size a range means; throws `outside_range` where they are none, but for all of an empty file. */
export function resolveRange(range: StoreRange, size: number): { start: number; length: number };

/** A file that is being read, once and by one at a time: its bytes come piece by piece, so that it is never in memory whole unless asked for. */
export class Redeemed {
  private constructor();
  /** The file's name. */
  readonly name: string;
  /** Its media type, by its name. */
  readonly mediaType: string;
  /** How many bytes it has in all. */
  readonly size: number;
  /** The first byte that comes. */
  readonly start: number;
  /** How many bytes come. */
  readonly length: number;
  /**
   * Up to `size` bytes, none at the end; all that are left where it is not given.
   *
   * Refused with `source_unavailable` where they cannot be reached any more, `conflict` where the file has been replaced meanwhile, `closed`.
   */
  read(size?: number): Promise<Uint8Array>;
  /** Gives up what is left: later reads are refused with `closed`. */
  close(): void;
  /** Piece by piece; closed at the end. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, void, undefined>;
  /** As `close`, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>;
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
