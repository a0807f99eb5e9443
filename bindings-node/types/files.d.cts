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
  constructor(store: FileStore | Dropbox);
  /** The store. */
  readonly store: FileStore | Dropbox;
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
  /** The bytes; a stream is destroyed or cancelled and an iterator closed when it is not needed any more, whether anything was read of it or not. */
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

/** From where on news is told. */
export interface CursorOptions extends Asked {
  /** Also of what is below. */
  readonly recursive: boolean;
}

/** How long news is waited for. */
export interface WaitOptions extends Asked {
  /** So many milliseconds at most. */
  readonly timeoutMs: number;
}

/** What came of waiting for news. */
export interface Wait {
  /** Whether there is some. */
  readonly hasChanged: boolean;
  /** For how many milliseconds to leave the store alone before the next wait. */
  readonly backoffMs?: number | null | undefined;
}

/** An address at which whoever has it reads a file for a while: a secret while it works. */
export interface TempLink {
  /** The address. */
  readonly url: Secret | string;
  /** From when on it works. */
  readonly mintedAt: Date;
  /** Up to when. */
  readonly expiresAt: Date;
  /** The state of the file's content then. */
  readonly rev: string;
  /** How many bytes it had then. */
  readonly size: number;
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
 *
 * It may call the workspace itself, from every method. What is optional it may have, and where it has not, does without; with all of
 * `FolderSharing` it shares the folders of tracks with those who have access to them, with all of `Membership` it puts them among their own.
 */
export interface FileStore extends Partial<FolderSharing>, Partial<Membership> {
  /** What is at a place; its path is the one from the account's root. Throws `not_found`. */
  stat(by: PersonId | null, at: Loc, asked: Asked): Awaitable<Entry>;
  /** What has an id, if it lies in a folder, however deep; its path is the one from that folder. Throws `not_found`. */
  find(by: PersonId | null, folder: Loc, id: string, asked: Asked): Awaitable<Entry>;
  /** What is in a folder now, where wanted also below, a folder before what is in it. Throws `not_found`, `too_large`. */
  list(by: PersonId | null, at: Loc, options: ListOptions): Awaitable<FilesPage>;
  /** Goes on with a page, and tells what has changed since; a store without it gives one page. Throws `cursor_reset`. */
  changes?(by: PersonId | null, cursor: string, asked: Asked): Awaitable<FilesPage>;
  /** The cursor from which on `changes` tells only what comes from now on. */
  latestCursor?(by: PersonId | null, at: Loc, options: CursorOptions): Awaitable<string>;
  /** Waits until there is news after a cursor. Throws `cursor_reset`. */
  wait?(by: PersonId | null, cursor: string, options: WaitOptions): Awaitable<Wait>;
  /** Makes an address of the store's own for a file: used with `directAddresses`. Throws `not_found`. */
  tempLink?(by: PersonId | null, at: Loc, asked: Asked): Awaitable<TempLink>;
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

/** Why a file store could not do as asked; `unknown` is said only by the library's own. */
export type FilesErrorReason =
  | "not_found"
  | "not_a_member"
  | "not_permitted"
  | "not_verified"
  | "plan_insufficient"
  | "nesting"
  | "owner"
  | "inherited"
  | "quota_short"
  | "too_many_members"
  | "invite_limit"
  | "outside_team"
  | "conflict"
  | "cursor_reset"
  | "too_large"
  | "outside_range"
  | "mismatch"
  | "unsupported"
  | "rate_limited"
  | "contended"
  | "disconnected"
  | "missing_scope"
  | "wrong_app_type"
  | "transient"
  | "unknown";

/** What a failure of a file store may say besides its reason. */
export interface FilesErrorTold {
  /** Of `quota_short`: how many bytes it takes. */
  readonly needed?: number;
  /** Of `quota_short`: how many are missing. */
  readonly short?: number;
  /** Of `outside_range`: how many bytes the file has. */
  readonly size?: number;
  /** Of `rate_limited` and `contended`: after how many milliseconds to try again. */
  readonly after?: number;
  /** Of `too_many_members`: how many a folder can have. */
  readonly limit?: number;
  /** Of `nesting`: where the folder lies, or what lies in it, so that it cannot be shared. */
  readonly why?: "inside" | "contains" | "app_folder" | "team_folder" | "package" | "vault";
  /** Of `inherited`: what the person may through a folder above. */
  readonly role?: FolderRole;
  /** Of `missing_scope`: the right that was not granted. */
  readonly scope?: string;
}

/** What a file store throws; after `transient` from a write it is not known whether it has taken hold. */
export class FilesError extends Error implements FilesErrorTold {
  /** Says why, in words, and what else is known. */
  constructor(reason: FilesErrorReason, message?: string, told?: FilesErrorTold & { readonly cause?: unknown });
  /** Why. */
  readonly reason: FilesErrorReason;
  /** Of `quota_short`: how many bytes it takes. */
  readonly needed?: number;
  /** Of `quota_short`: how many are missing. */
  readonly short?: number;
  /** Of `outside_range`: how many bytes the file has. */
  readonly size?: number;
  /** Of `rate_limited` and `contended`: after how many milliseconds to try again. */
  readonly after?: number;
  /** Of `too_many_members`: how many a folder can have. */
  readonly limit?: number;
  /** Of `nesting`: where the folder lies, or what lies in it, so that it cannot be shared. */
  readonly why?: "inside" | "contains" | "app_folder" | "team_folder" | "package" | "vault";
  /** Of `inherited`: what the person may through a folder above. */
  readonly role?: FolderRole;
  /** Of `missing_scope`: the right that was not granted. */
  readonly scope?: string;
}

/** Which bytes of a file of some size a range means; throws `outside_range` where they are none, but for all of an empty file. */
export function resolveRange(range: StoreRange, size: number): { start: number; length: number };

/**
 * A file that is being read, once and by one at a time: its bytes come piece by piece, so that it is never in memory whole unless asked for.
 *
 * With `directAddresses` they may be at an `address` of the file store's own instead; then there are none to read, and trying to throws an `Error`.
 */
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
  /** Where the file store gives the bytes itself, to send the caller on to; `null` where they come from here. */
  readonly address: Secret | null;
  /**
   * Up to `size` bytes, none at the end; all that are left where it is not given.
   *
   * Refused with `source_unavailable` where they cannot be reached any more, `conflict` where the file has been replaced meanwhile, `closed`.
   * A read that is given up by its signal is the last.
   */
  read(size?: number, options?: { readonly signal?: Signal | undefined }): Promise<Uint8Array>;
  /** Gives up what is left: a read that is under way and later ones are refused with `closed`. */
  close(): void;
  /** Piece by piece; closed at the end. */
  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, void, undefined>;
  /** As `close`, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>;
}
