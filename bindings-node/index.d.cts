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

/** What a member of a shared folder may: read, write too, share it. */
export type FolderRole = "viewer" | "editor" | "owner";

/** An account of a file store. */
export interface Account {
  /** The store's own id of it, the same whoever asks. */
  readonly id: string;
  /** Its address. */
  readonly email?: string | null | undefined;
  /** Whether that is verified; most stores share nothing otherwise. `false` unless said otherwise. */
  readonly isEmailVerified?: boolean | undefined;
  /** Whether its plan has members that only view. `true` unless said otherwise. */
  readonly canHaveViewers?: boolean | undefined;
}

/** A shared folder as one account sees it. */
export interface SharedFolder {
  /** Its id. */
  readonly id: string;
  /** What it is called. */
  readonly name: string;
  /** What the account may. */
  readonly myRole: FolderRole;
  /** Its names from the account's root; none where it is not there. */
  readonly mountedAt?: readonly string[] | null | undefined;
  /** The shared folder that it lies in. */
  readonly parent?: string | null | undefined;
  /** Whether it lies in a folder of a team's. */
  readonly isInTeamFolder?: boolean | undefined;
}

/** Whom an invitation or its end is for: an account's id, or an address, whoever holds it. */
export type Who = { readonly account: string; readonly email?: undefined } | { readonly account?: undefined; readonly email: string };

/** Somebody to be invited, never as the owner. */
export interface Invited {
  /** Whom. */
  readonly who: Who;
  /** As what. */
  readonly role: FolderRole;
}

/** Somebody on a shared folder. */
export interface FolderMember {
  /** What they may. */
  readonly role: FolderRole;
  /** Their account. */
  readonly account?: string | null | undefined;
  /** Their address. */
  readonly email?: string | null | undefined;
  /** Whether they have not accepted yet. */
  readonly isPending?: boolean | undefined;
  /** Whether it comes from a folder above. */
  readonly isInherited?: boolean | undefined;
}

/** What came of ending a membership. */
export interface Revoked {
  /** What the person still may through a folder above; then access has not ended. */
  readonly residual?: FolderRole | null | undefined;
}

/** Something under way in the store, for which `poll` is asked. */
export interface Job {
  /** What was begun. */
  readonly kind: "share" | "revoke" | "unshare" | "leave";
  /** Its id. */
  readonly id: string;
}

/**
 * Shared folders from their owner's side, for a `FileStore` whose accounts share them. Every call can be repeated: what is so already is done.
 *
 * Of a folder that the account has no part in, every call throws `not_a_member`; of what only the owner may, `not_permitted`.
 */
export interface FolderSharing {
  /** Whose account the connection is. Throws `disconnected` for a person who has none. */
  account(by: PersonId | null, asked: Asked): Awaitable<Account>;
  /**
   * What came of a job: of `share` the folder, of `revoke` a `Revoked`, of the others nothing; the job itself while it is under way.
   *
   * Throws what it failed with; `not_found` for a job that the store does not know, or no more.
   */
  poll(by: PersonId | null, job: Job, asked: Asked): Awaitable<SharedFolder | Revoked | Job | null | void>;
  /**
   * Shares a folder so that only its owner says with whom; one that is shared is done.
   *
   * Throws `not_found`, `nesting`, `not_verified`; `not_permitted` for a folder that somebody else shares and the account has among its own.
   */
  share(by: PersonId | null, at: Loc, asked: Asked): Awaitable<SharedFolder | Job>;
  /** What a shared folder is to the account. */
  describe(by: PersonId | null, folder: string, asked: Asked): Awaitable<SharedFolder>;
  /** Everybody on it, the owner and those only invited among them. */
  members(by: PersonId | null, folder: string, asked: Asked): Awaitable<readonly FolderMember[]>;
  /** Invites people, all or none; of one who is there the role is only raised. With `quiet` the store sends no message of its own. */
  invite(by: PersonId | null, folder: string, people: readonly Invited[], options: Asked & { readonly quiet: boolean }): Awaitable<void>;
  /** Sets what a member may. Throws `not_found`, `owner`, `inherited`, `plan_insufficient`. */
  setRole(by: PersonId | null, folder: string, account: string, role: FolderRole, asked: Asked): Awaitable<void>;
  /** Ends a membership or an invitation, and leaves no copy with the person; of one who is not there it is done. */
  revoke(by: PersonId | null, folder: string, who: Who, asked: Asked): Awaitable<Revoked | Job>;
  /** Makes a shared folder its owner's alone again. */
  unshare(by: PersonId | null, folder: string, asked: Asked): Awaitable<Job | null | void>;
  /** Makes an active member who has the folder among their own its owner, and who was it an editor. Throws `not_found`, `not_permitted`. */
  transfer(by: PersonId | null, folder: string, to: string, asked: Asked): Awaitable<void>;
}

/** Shared folders from a member's side, for a `FileStore` that has them among its accounts' own. */
export interface Membership {
  /** The shared folders that the account is on or invited to, and does not have among its own. */
  mountable(by: PersonId | null, asked: Asked): Awaitable<readonly SharedFolder[]>;
  /** Accepts an invitation, and puts the folder among the account's own; returns its names there. Throws `not_a_member`, `quota_short`. */
  mount(by: PersonId | null, folder: string, asked: Asked): Awaitable<readonly string[]>;
  /** Takes the folder from among the account's own; the membership stays. */
  unmount(by: PersonId | null, folder: string, asked: Asked): Awaitable<void>;
  /** Ends the account's own membership, and leaves no copy; of one that is none it is done. */
  leave(by: PersonId | null, folder: string, asked: Asked): Awaitable<Job | null | void>;
}

/** What a connection reaches an account with; whoever has them is the account, so keep them encrypted. */
export interface Tokens {
  /** What lasts. */
  readonly refreshToken: Secret | string;
  /** What calls are made with. */
  readonly accessToken?: Secret | string | null | undefined;
  /** Up to when that works; without it, it does not count. */
  readonly expiresAt?: Date | null | undefined;
}

/** Tokens as they are to be kept: `refreshToken.reveal()` is its text. */
export interface KeptTokens extends Tokens {
  /** What lasts. */
  readonly refreshToken: Secret;
  /** What calls are made with. */
  readonly accessToken: Secret | null;
  /** Up to when that works. */
  readonly expiresAt: Date | null;
}

/**
 * Where the tokens of connected accounts are kept, encrypted, in the host's own database; its methods may be awaited or not.
 *
 * `by` is the person whose account it is, and `null` of `OneAccount`. It is asked at each call made on an account's behalf, so what another
 * process has put there counts at once. What it throws is told as `source_unavailable` with that as its `cause`, and nothing has been done then.
 * It must call neither the workspace nor the store in Dropbox itself, which may wait for its answer.
 */
export interface TokenStore {
  /** The tokens of an account; `null` where none is connected, or no more. */
  load(by: PersonId | null, asked: Asked): Awaitable<Tokens | null | undefined>;
  /** Keeps the tokens of an account in place of those that were there. */
  save(by: PersonId | null, tokens: KeptTokens, asked: Asked): Awaitable<void>;
  /** Forgets the tokens of an account; those of one that is not connected are forgotten already. */
  forget(by: PersonId | null, asked: Asked): Awaitable<void>;
}

/** A connection being made. */
export interface Authorization {
  /** Where the person says yes or no; it holds nothing secret. */
  readonly url: string;
  /** What Dropbox gives back with the code: refuse a code that comes with another. */
  readonly state: Secret;
  /** What proves that the code was asked for here. */
  readonly verifier: Secret;
}

/** What to answer to Dropbox's `GET`, with status 200: without the headers a browser could be made to take the text for a page. */
export interface Challenge {
  /** The text. */
  readonly body: string;
  /** The headers. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Why a message to a webhook is not taken: it is not signed with the app's secret, longer than any of Dropbox's, or cannot be read. */
export class WebhookError extends Error {
  /** Makes one, for tests. */
  constructor(reason: "not_signed" | "too_large" | "malformed", message?: string);
  /** Why. */
  readonly reason: "not_signed" | "too_large" | "malformed";
  /** The HTTP status to answer with. */
  get status(): number;
}

/** How a store in Dropbox is set up. */
export interface DropboxOptions {
  /** The app's secret: for servers only, never for what people install. */
  readonly appSecret?: Secret | string | undefined;
  /** Where Dropbox sends people back to, one of those registered for the app; without it they are shown the code to copy. */
  readonly redirect?: string | undefined;
  /** The folder of the account's own below which tracks lie, `""` for all of the account; `Cowrite` unless said otherwise. */
  readonly library?: string | undefined;
  /** Where tokens are kept; without it, in memory. */
  readonly tokens?: TokenStore | undefined;
  /** An address that stands for all of Dropbox's, for tests: `https`, or `http` of this machine. */
  readonly servers?: string | undefined;
}

/**
 * The files of tracks in accounts of Dropbox, each track's folder shared with those who have access to it (FIL-1, FIL-2).
 *
 * Give it as `files` to a workspace: then each person who holds tracks connects an account of their own. Given as `new OneAccount(dropbox)` there
 * is one account for everybody, connected as that of `null`, and nothing is shared.
 *
 * 1. `authorize()` gives an address. Keep `state` and `verifier` with the person's session, and send them there.
 * 2. They come back with a code and a state. Refuse another state than the one you kept.
 * 3. `connect(person, { code, verifier })` keeps the tokens, and says whose account it is.
 * 4. `workspace.accountConnected(person)` has their folders follow.
 *
 * A person who takes the app off their list of connected apps ends it all: what needs their account then waits as `disconnected`.
 */
export class Dropbox {
  /** Sets up a store for an app that is registered with Dropbox under this key, which is no secret; nothing is asked yet. Throws `invalid_input`. */
  constructor(appKey: string, options?: DropboxOptions);
  /** Begins to connect an account: where to send its person. Throws a `FilesError` where there is no randomness. */
  authorize(): Authorization;
  /**
   * Connects a person's account: takes the code that they have come back with for tokens, looks whether the account can hold a library, and keeps
   * the tokens. An account that was connected for them before is so no more. Of `OneAccount`, `by` is `null`.
   *
   * Rejects with a `FilesError`: `disconnected` where the code is not Dropbox's, has been taken before, or belongs to another verifier;
   * `missing_scope` with the right that was not granted; `wrong_app_type` for an app registered for a folder of its own; `nesting` where the library
   * lies in a shared folder or a team's; `conflict` where it is a file; `rate_limited`; `transient`; what the token store throws. Then nothing is kept.
   */
  connect(
    by: PersonId | { readonly id: PersonId } | null,
    options: { readonly code: string; readonly verifier: Secret | string; readonly signal?: Signal | undefined },
  ): Promise<Account>;
  /**
   * Forgets the tokens of a person's account; the app's access they end themselves, among the connected apps of their account.
   *
   * Rejects with `transient` where the token store fails.
   */
  disconnect(by: PersonId | { readonly id: PersonId } | null, options?: { readonly signal?: Signal | undefined }): Promise<void>;
  /** Answers Dropbox's `GET` to the address of a webhook; `asked` is `challenge` of the query, decoded. Throws a `WebhookError`. */
  static webhookChallenge(asked: string): Challenge;
  /**
   * Reads whose accounts have changed from Dropbox's `POST` to a webhook; each is the `id` that `connect` gave.
   *
   * `signature` is the header `X-Dropbox-Signature`, `body` what came, byte for byte. Throws a `WebhookError`; past a MiB it need not be read.
   */
  static verifyWebhook(
    appSecret: Secret | string,
    options: { readonly signature: string; readonly body: ArrayBufferView | ArrayBuffer },
  ): readonly string[];
}

/** The id of a bucket: a UUID. */
export type BucketId = Branded<"BucketId">;

/** The id of a comment: a UUID. */
export type CommentId = Branded<"CommentId">;

/** The id of a group: a UUID. */
export type GroupId = Branded<"GroupId">;

/** The id of an import: a UUID. */
export type ImportId = Branded<"ImportId">;

/** The id of an invitation: a UUID. */
export type InvitationId = Branded<"InvitationId">;

/** The id of a notification, a visit or a review: a UUID. */
export type ItemId = Branded<"ItemId">;

/** The id of a link: a UUID. */
export type LinkId = Branded<"LinkId">;

/** The id of a person: a UUID. */
export type PersonId = Branded<"PersonId">;

/** The id of a track: a UUID. */
export type TrackId = Branded<"TrackId">;

/** What has happened, as a code (SPEC §15). */
export type ErrorCode =
  | "not_found"
  | "access_denied"
  | "conflict"
  | "over_allocated"
  | "splits_incomplete"
  | "no_allocation_remaining"
  | "invalid_share"
  | "invalid_input"
  | "limit_exceeded"
  | "email_taken"
  | "already_collaborator"
  | "not_collaborator"
  | "nothing_to_revoke"
  | "owner_fixed"
  | "invitation_void"
  | "invitation_expired"
  | "group_cycle"
  | "group_too_deep"
  | "slug_taken"
  | "playlist_too_long"
  | "link_unavailable"
  | "password_required"
  | "download_not_allowed"
  | "source_unavailable"
  | "link_final"
  | "review_not_asked"
  | "schema_too_new"
  | "closed"
  | "forked"
  | "storage";

/** The access that can be given to a collaborator, each including the one before. */
export type Access =
  | "viewer"
  | "editor"
  | "full";

/** Something that a person may or may not do on a scope (ACC-1, GRP-7). */
export type Action =
  | "view"
  | "play"
  | "download"
  | "comment"
  | "edit_details"
  | "edit_files"
  | "edit_shares"
  | "pin_comments"
  | "archive"
  | "manage_collaborators"
  | "manage_full"
  | "manage_links"
  | "publish"
  | "move"
  | "delete"
  | "hand_over"
  | "delete_comments"
  | "add_tracks"
  | "add_groups"
  | "take_out_tracks";

/** Why somebody has access to a scope, or has none. */
export type Because =
  | "owner"
  | "standing"
  | "group_owner"
  | "closed"
  | "nothing"
  | "taken_down";

/** Whether a track is there. */
export type Condition =
  | "live"
  | "taken_down"
  | "deleted";

/** What a file of a track is (SPEC §1). */
export type FileKind =
  | "bounce"
  | "stem"
  | "vocal"
  | "project_file"
  | "artwork"
  | "other";

/** Why a track's folder is not where and with whom it should be, for its owner to mend (FIL-2). */
export type FolderTrouble =
  | "disconnected"
  | "missing_scope"
  | "wrong_app_type"
  | "not_verified"
  | "nesting"
  | "folder_gone"
  | "replaced"
  | "another_account"
  | "name_refused"
  | "quota_short"
  | "not_permitted"
  | "residual_access"
  | "new_owner_away"
  | "unreachable";

/** Where an import stands. */
export type ImportStatus =
  | "pending"
  | "accepted"
  | "dismissed"
  | "ended";

/** Where an invitation stands at the instant of the call. */
export type InvitationStatus =
  | "pending"
  | "accepted"
  | "dismissed"
  | "withdrawn"
  | "replaced"
  | "void"
  | "expired";

/** A kind of split. Kinds are kept each on its own, never added or compared (SPL-2). */
export type Kind =
  | "master"
  | "publishing"
  | "writer";

/** What somebody may do on a scope: an access, or the owner's place above all. */
export type Level =
  | "viewer"
  | "editor"
  | "full"
  | "owner";

/** The order of a library. */
export type LibrarySort =
  | "newest"
  | "title";

/** What a link is at the instant of the call (LNK-3). */
export type LinkState =
  | "not_yet"
  | "active"
  | "expired"
  | "used_up"
  | "revoked";

/** Why a person is not on a track's folder as their access says, in which case they read through the library (FIL-2). */
export type MemberTrouble =
  | "not_connected"
  | "pending"
  | "plan_insufficient"
  | "quota_short"
  | "nesting"
  | "residual_access"
  | "not_verified"
  | "too_many_members"
  | "invite_limit"
  | "outside_team"
  | "refused";

/** What a notice is about, what concerns its person most first. */
export type NoticeKind =
  | "invited"
  | "ownership_offered"
  | "handed_over"
  | "ownership_declined"
  | "revoked"
  | "removed"
  | "deleted"
  | "moved"
  | "taken_down"
  | "restored"
  | "access_changed"
  | "own_shares_changed"
  | "joined"
  | "invitation_dismissed"
  | "left"
  | "import_received"
  | "import_accepted"
  | "import_dismissed"
  | "reviewed"
  | "commented"
  | "shares_changed"
  | "files_added"
  | "details_changed";

/** Where a person's record stands. */
export type PersonState =
  | "registered"
  | "unclaimed"
  | "erased";

/** Whose a track in a library is. */
export type Relation =
  | "mine"
  | "shared_with_me"
  | "shared_by_me";

/** Why a person holds something no more. */
export type RemovalReason =
  | "revoked"
  | "left"
  | "removed"
  | "deleted"
  | "moved"
  | "taken_down";

/** A way of sharing. */
export type SharingMethod =
  | "share_link"
  | "playlist_share"
  | "collaborator"
  | "import"
  | "public_page";

/** What somebody wants to share, and with whom. */
export type Situation =
  | "rough_mix"
  | "album_preview"
  | "ongoing_project"
  | "outside_files"
  | "portfolio";

/** Where a kind stands (SPL-4). */
export type SplitStatus =
  | "unset"
  | "incomplete"
  | "complete";

/** What a visitor says of what a link opens (LNK-11). */
export type Verdict =
  | "approved"
  | "changes_wanted";

/** What happened at a link. */
export type VisitKind =
  | "opened"
  | "played"
  | "downloaded"
  | "reviewed";

/** How far a track is (SPEC §1): one of these words, or the host's own. */
export type Stage =
  | "idea"
  | "writing"
  | "recorded"
  | "mixing"
  | "ready_to_release"
  | "published"
  | (string & {});

/** Files that were sent, or an invitation that waits. */
export type ImportEntry =
  /** Files that were sent. */
  | {
    readonly kind: "import";
    /** They, with the note. */
    readonly import: Import;
    }
  /** An invitation that waits. */
  | {
    readonly kind: "invitation";
    /** It. */
    readonly invitation: InboxEntry;
    };

/** Something to be done outside after a commit, harmless to do twice. */
export type Effect =
  /** Brings the members of a track's shared folder, or of those of all tracks below a group, to what access says (FIL-2). */
  | {
    readonly kind: "reconcile";
    /** Where. */
    readonly scope: Scope;
    }
  /** Brings the folder of a track, or those of all tracks below a group, to where title, groups and owner say (FIL-1, OWN-4). */
  | {
    readonly kind: "arrange";
    /** The track, or the group. */
    readonly scope: Scope;
    }
  /** Puts what has come of an accepted import into its track's folder (IMP-3). */
  | {
    readonly kind: "carry";
    /** To whom it was sent. */
    readonly to: PersonId;
    /** Which. */
    readonly import: ImportId;
    };

/** What is to be told about a split, though it was done, by the code that it would have as an error. */
export type SplitWarning =
  /** Kinds do not come to 100 (SPL-5). */
  | {
    readonly code: "splits_incomplete";
    /** Which, and by how much. */
    readonly kinds: readonly Shortfall[];
    }
  /** Nothing of a kind is left (SPL-7). */
  | {
    readonly code: "no_allocation_remaining";
    /** Of which. */
    readonly kind: Kind;
    };

/** A track or a group: what access is given on, and what is offered, asked about or listed. */
export type Scope =
  /** A track. */
  | {
    readonly kind: "track";
    /** Its id. */
    readonly id: TrackId;
    }
  /** A group, with all that lies in it. */
  | {
    readonly kind: "group";
    /** Its id. */
    readonly id: GroupId;
    };

/** Who is invited: a person who is known, or an address. */
export type Invitee =
  /** A person who is known. */
  | {
    readonly kind: "person";
    /** Their id. */
    readonly id: PersonId;
    }
  /** Whoever has this address, now or later. */
  | {
    readonly kind: "email";
    /** The address. */
    readonly address: string;
    };

/**
 * Something that has happened.
 *
 * `before` and `after` are open values: text, numbers, `null`, tuples and read-only mappings. They compare by what they
 * hold, and the entry hashes by their text, since a mapping has no hash. `json.dumps(entry.after, default=dict)` writes one.
 */
export interface ActivityEntry {
  /** The number of the commit. */
  readonly revision: number;
  /** When. */
  readonly at: Date;
  /** Who did it, where it was a person. */
  readonly by: PersonId | null;
  /** What they are called. */
  readonly byName: string | null;
  /** Why, where it was the operator (OPS-1). */
  readonly operatorReason: string | null;
  /** Whether it was done in the file store itself, by whoever has the folder there (FIL-5). */
  readonly inFileStore: boolean;
  /** What happened, as a word in the past tense. */
  readonly what: string;
  /** On what; none of what happened to a person's own playlist, page or import. */
  readonly scope: Scope | null;
  /** To which link or playlist share, where it was to one. */
  readonly link: LinkId | null;
  /** To which import, where it was to one. */
  readonly import: ImportId | null;
  /** Whom it concerns. */
  readonly person: PersonId | null;
  /** What they are called; also an outsider whose files were taken in (IMP-3). */
  readonly personName: string | null;
  /** What was before, where it applies. */
  readonly before: Json;
  /** What is after, where it applies. */
  readonly after: Json;
}

/**
 * A page of activity, newest first.
 *
 * `for await` goes on over all pages after it.
 */
export interface ActivityPage extends Walkable<ActivityEntry> {
  /** What has happened. */
  readonly entries: readonly ActivityEntry[];
  /** The cursor for the next page; none at the end. */
  readonly next: string | null;
}

/**
 * Something that the actor was told (NTF-1).
 *
 * Of what the actor can no longer view only the kind and the title are there, the title of the time they were told.
 */
export interface Notification {
  /** The id: later ones are greater. */
  readonly id: ItemId;
  /** What happened. */
  readonly what: NoticeKind;
  /** When. */
  readonly at: Date;
  /** Whether it was marked as read. */
  readonly read: boolean;
  /** What it happened on is called, a playlist too; none of files that were sent. */
  readonly title: string | null;
  /** On what it happened; none of files that were sent, which lie on nothing yet, and none of a playlist. */
  readonly scope: Scope | null;
  /** Who did it, where it was a person. */
  readonly by: PersonId | null;
  /** What they are called. */
  readonly byName: string | null;
  /** Whom else it concerns: who joined, left, or said no. */
  readonly person: PersonId | null;
  /** What they are called. */
  readonly personName: string | null;
  /** The invitation that it is about. */
  readonly invitation: InvitationId | null;
  /** The id of the comment that it is about. */
  readonly comment: string | null;
  /** The id of the import that it is about. */
  readonly import: string | null;
  /** The link or playlist share that was reviewed. */
  readonly link: LinkId | null;
  /** How many files came, where it is about these. */
  readonly files: number | null;
}

/**
 * A page of notifications, newest first.
 *
 * `for await` goes on over all pages after it.
 */
export interface NotificationPage extends Walkable<Notification> {
  /** What the actor was told. */
  readonly rows: readonly Notification[];
  /** How many of all are unread. */
  readonly unread: number;
  /** The cursor for the next page; none at the end. */
  readonly next: string | null;
}

/** What marking a notification did. */
export interface NotificationMarked {
  /** Which. */
  readonly notification: ItemId;
  /** How many are unread now. */
  readonly unread: number;
}

/** What marking all notifications as read did. */
export interface AllRead {
  /** How many were unread. */
  readonly read: number;
}

/**
 * What visitors did with a link, a page of it at a time.
 *
 * `for await` goes on over the visits of all pages after it.
 */
export interface LinkAnalytics extends Walkable<VisitEntry> {
  /** The link. */
  readonly link: Link;
  /** The sums over all visits, whichever page this is. */
  readonly totals: LinkTotals;
  /** What happened, newest first. */
  readonly visits: readonly VisitEntry[];
  /** The cursor for the next page; none at the end. */
  readonly next: string | null;
}

/** The sums over all visits to a link. */
export interface LinkTotals {
  /** In all. */
  readonly counts: VisitCounts;
  /** Openings by bots and by what fetches previews of links. */
  readonly botOpens: number;
  /** How many reviews were given. */
  readonly reviews: number;
  /** The first visit that was no bot's. */
  readonly firstAt: Date | null;
  /** The last. */
  readonly lastAt: Date | null;
  /** By track, ordered by id. */
  readonly tracks: readonly TrackVisits[];
  /** By file, ordered by id. */
  readonly files: readonly FileVisits[];
  /** By kind. */
  readonly kinds: readonly KindVisits[];
  /** By day, oldest first; days without visits are left out. */
  readonly days: readonly DayVisits[];
}

/** How often something was opened, played and downloaded by others than bots. */
export interface VisitCounts {
  /** Openings. */
  readonly opens: number;
  /** Plays. */
  readonly plays: number;
  /** Downloads. */
  readonly downloads: number;
}

/** What visitors did with one track of a link. */
export interface TrackVisits {
  /** The track. */
  readonly track: TrackId;
  /** How often. */
  readonly counts: VisitCounts;
}

/** What visitors did with one file of a link. */
export interface FileVisits {
  /** The file's id. */
  readonly file: FileRef;
  /** What it was called at the last of these visits, also where it is no more. */
  readonly name: string | null;
  /** How often. */
  readonly counts: VisitCounts;
}

/** What visitors did with the files of one kind. */
export interface KindVisits {
  /** The kind. */
  readonly kind: FileKind;
  /** How often. */
  readonly counts: VisitCounts;
}

/** What visitors did on one day. */
export interface DayVisits {
  /** The beginning of the day, in UTC. */
  readonly day: Date;
  /** How often. */
  readonly counts: VisitCounts;
  /** How many different visitors, of those whom the host could tell apart. */
  readonly visitors: number;
}

/** A visit to a link, as its owner sees it. */
export interface VisitEntry {
  /** The id. */
  readonly id: ItemId;
  /** What happened. */
  readonly visit: Visited;
}

/** What happened at a link. */
export interface Visited {
  /** When. */
  readonly at: Date;
  /** What. */
  readonly what: VisitKind;
  /** With which track. */
  readonly track: TrackId | null;
  /** With which file, by its id. */
  readonly file: FileRef | null;
  /** What that was called then. */
  readonly fileName: string | null;
  /** The file's kind. */
  readonly kind: FileKind | null;
  /** Whether it was a bot. */
  readonly isBot: boolean;
  /** Who the host said it was. */
  readonly label: string | null;
  /** What stands for the visitor on that day, where the host could tell them apart. */
  readonly visitor: string | null;
  /** What the visitor thinks of it, where it was a review. */
  readonly review: Review | null;
}

/** A visitor's review, as the owner reads it (LNK-11). */
export interface Review {
  /** Whose, as they call themselves. */
  readonly name: string;
  /** What they think. */
  readonly verdict: Verdict;
  /** In words. */
  readonly text: string | null;
  /** At which time in the track, in milliseconds. */
  readonly positionMs: number | null;
}

/** Everybody with a part in a scope, ready for a screen (VIEW-1). */
export interface Panel {
  /** Of what. */
  readonly scope: Scope;
  /** Who owns it. */
  readonly owner: PersonId;
  /** One row each: owner first, then by when they first reached it (SPL-6). */
  readonly rows: readonly PanelRow[];
  /** What is recorded and what remains of each kind; none on a group (SPL-4). */
  readonly totals: Totals | null;
  /** How often shares have changed, give it back as `basedOn` when saving; none on a group. */
  readonly sharesVersion: number | null;
  /** Whether a track's folder still lies with a former owner (FIL-5). */
  readonly transferPending: boolean;
  /** What the owner must mend for the track's folder to be where and with whom it should be; the owner alone is told (FIL-2). */
  readonly folderTrouble: FolderTrouble | null;
}

/** One person's row in the panel. */
export interface PanelRow {
  /** Who. */
  readonly person: PersonId;
  /** What they are called; none for somebody who has not registered yet. */
  readonly name: string | null;
  /** What they did. */
  readonly role: string | null;
  /** What they may do now. */
  readonly level: Level | null;
  /** What the scope itself says of them: `owner`, `none`, `active`, `revoked`, `left`, `removed`. */
  readonly standing: string;
  /** The scope that gives them their level. */
  readonly via: Scope | null;
  /** The scope that keeps them out, where one does. */
  readonly endedVia: Scope | null;
  /** The access of an invitation that waits for their answer and would open the scope. */
  readonly invited: Access | null;
  /** To what it is: the scope, or a group above. */
  readonly invitedVia: Scope | null;
  /** Whether they have a credit. */
  readonly credited: boolean;
  /** Whether they have ever accepted being credited. */
  readonly accepted: boolean;
  /** What they hold. */
  readonly shares: Shares;
  /** Why they are not on the track's folder in the file store as their access says; they can read through the library (FIL-2). */
  readonly folderTrouble: MemberTrouble | null;
}

/** What became of somebody's access. */
export interface AccessChange {
  /** To what. */
  readonly scope: Scope;
  /** Whose. */
  readonly person: PersonId;
  /** What it was. */
  readonly before: Level | null;
  /** What it is, if anything. */
  readonly after: Level | null;
  /** Who is told. */
  readonly told: readonly PersonId[];
}

/** What an act that ends access did (REV-9). */
export interface Ending {
  /** The scopes closed: the one named first, then those below whose own access was ended. */
  readonly closed: readonly Scope[];
  /** The pending invitations ended. */
  readonly invitationsEnded: readonly InvitationId[];
  /** The scopes on which an offer of ownership ended. */
  readonly offersEnded: readonly Scope[];
  /** What the person still has access to there, and through what. */
  readonly remaining: readonly Remaining[];
  /** The shares freed. */
  readonly freed: readonly Freed[];
  /** The scopes whose files leave the person's own store. */
  readonly files: readonly Scope[];
  /** Who is told. */
  readonly told: readonly PersonId[];
}

/** Access that an act left. */
export interface Remaining {
  /** To what. */
  readonly scope: Scope;
  /** How much. */
  readonly level: Level;
  /** Through what. */
  readonly via: Scope;
}

/** Shares that an act freed for others. */
export interface Freed {
  /** On which track. */
  readonly track: TrackId;
  /** What the person held. */
  readonly shares: Shares;
}

/** A comment as those see it who can view its track. */
export interface Comment {
  /** The id. */
  readonly id: CommentId;
  /** On what. */
  readonly track: TrackId;
  /** Who wrote it. */
  readonly author: PersonId;
  /** What they are called: `former member` for who is erased (PER-2). */
  readonly authorName: string | null;
  /** The text. */
  readonly text: string;
  /** The file that it is about, by the file store's own id. */
  readonly file: string | null;
  /** The time that it is about. */
  readonly position: Position | null;
  /** When it was written. */
  readonly createdAt: Date;
  /** When what it says was last changed, where it was. */
  readonly editedAt: Date | null;
  /** Whether it is pinned. */
  readonly pinned: boolean;
}

/** A place in the music, in milliseconds from the beginning: an instant, or a range that begins no later than it ends. */
export interface Position {
  /** Where it is, or where the range begins. */
  readonly startMs: number;
  /** Where the range ends; none for an instant. */
  readonly endMs: number | null;
}

/**
 * A page of comments: pinned ones first, then the newest.
 *
 * `for await` goes on over all pages after it.
 */
export interface CommentsPage extends Walkable<Comment> {
  /** The comments. */
  readonly comments: readonly Comment[];
  /** The cursor for the next page; none at the end. */
  readonly next: string | null;
}

/** What deleting a comment did. */
export interface CommentDeleted {
  /** Which comment. */
  readonly comment: CommentId;
  /** On what. */
  readonly track: TrackId;
}

/** What pinning or unpinning a comment did. */
export interface CommentPinned {
  /** Which comment. */
  readonly comment: CommentId;
  /** On what. */
  readonly track: TrackId;
  /** Whether it is pinned now. */
  readonly pinned: boolean;
}

/** What taking a comment down or restoring it did. */
export interface CommentTakedown {
  /** Which comment. */
  readonly comment: CommentId;
  /** On what. */
  readonly track: TrackId;
  /** Whether it is there now. */
  readonly condition: Condition;
}

/** What came of running effects. */
export interface EffectsRun {
  /** How many were done. */
  readonly done: number;
  /** How many could not be done now, and will be tried again. */
  readonly failed: number;
  /** How many there still are: those that failed, those whose time has not come, and those beyond the limit. */
  readonly left: number;
}

/** Something that is still to be done outside. */
export interface OpenEffect {
  /** What is to be done. */
  readonly effect: Effect;
  /** When it is tried next, at the earliest. */
  readonly due: Date;
  /** How often it was tried since it last became necessary. */
  readonly tries: number;
  /** The code of the refusal that the last try ended with. */
  readonly failure: string | null;
  /** Whether it has failed so often that somebody must mend its cause; until then it is tried every few hours only. */
  readonly isStuck: boolean;
}

/** What is still to be done outside. */
export interface OpenEffects {
  /** How many effects there are. */
  readonly count: number;
  /** Those due first. */
  readonly effects: readonly OpenEffect[];
}

/** What a person's account concerns is due now. */
export interface AccountConnected {
  /** Whose. */
  readonly person: PersonId;
  /** How many tracks and groups they own or are named on, whose folders are looked at. */
  readonly scopes: number;
}

/** What concerns a track's folder is due now. */
export interface FolderRetried {
  /** Of which track. */
  readonly track: TrackId;
}

/** An effect that is due now. */
export interface EffectRetried {
  /** Which. */
  readonly effect: Effect;
}

/** Why somebody has access to a track, or has none (EXP-1). */
export interface Explanation {
  /** Of which track. */
  readonly track: TrackId;
  /** Whose access. */
  readonly person: PersonId;
  /** What they may do now. */
  readonly level: Level | null;
  /** The scope that gives it. */
  readonly via: Scope | null;
  /** Why. */
  readonly because: Because;
  /** Whether a group gives less here than its standing says, since its owner does not own the track (GRP-4). */
  readonly capped: boolean;
  /** What the track and every group above it say of them, nearest first. */
  readonly steps: readonly ExplainedStep[];
  /** The links and playlists that show the track to whoever has their secret, now or when their time has come; none unless the asker owns the track (EXP-5). */
  readonly links: readonly LinkReach[] | null;
  /** The smallest set of acts that would end their access: empty where there is none, absent for the owner. */
  readonly endsWith: readonly EndingAct[] | null;
}

/** A scope on the way up, with what it says of somebody. */
export interface ExplainedStep {
  /** Which. */
  readonly scope: Scope;
  /** What it is called; none where the asker cannot view it (EXP-5). */
  readonly name: string | null;
  /** What it says: `owner`, `none`, `active`, `revoked`, `left`, `removed`. */
  readonly standing: string;
  /** The access that it gives. */
  readonly access: Access | null;
  /** Whether it decided. */
  readonly decides: boolean;
}

/** An act that would end somebody's access. */
export interface EndingAct {
  /** The operation: `revoke`, or `leave` where the asker asks about themselves. */
  readonly do: string;
  /** On what. */
  readonly scope: Scope;
  /** Whose access. */
  readonly person: PersonId;
  /** The least level that may do it; none for leaving, which takes no right. */
  readonly needed: Level | null;
}

/** A link or playlist that reaches a track. */
export interface LinkReach {
  /** Which. */
  readonly link: LinkId;
  /** Whether it is a playlist share. */
  readonly playlist: boolean;
  /** Whether it opens the track now, or only when its time has come. */
  readonly state: LinkState;
  /** When it was made. */
  readonly createdAt: Date;
}

/** Somebody who may do something, and how (EXP-2). */
export interface WhoCan {
  /** Who. */
  readonly person: PersonId;
  /** What they are called. */
  readonly name: string | null;
  /** What they may do. */
  readonly level: Level;
  /** The scope that gives it. */
  readonly via: Scope;
}

/** What somebody could do on a track at an instant (EXP-4). */
export interface AccessThen {
  /** On which track. */
  readonly track: TrackId;
  /** Who. */
  readonly person: PersonId;
  /** When. */
  readonly instant: Date;
  /** What they could do. */
  readonly level: Level | null;
  /** The scope that gave it. */
  readonly via: Scope | null;
}

/** Who held which share on a track at an instant (EXP-4). */
export interface SharesThen {
  /** On which track. */
  readonly track: TrackId;
  /** When. */
  readonly instant: Date;
  /** Everybody credited then, in roster order (SPL-6). */
  readonly rows: readonly SharesThenRow[];
  /** What was recorded and what remained of each kind. */
  readonly totals: Totals;
}

/** What somebody held at an instant. */
export interface SharesThenRow {
  /** Who. */
  readonly person: PersonId;
  /** What they are called now. */
  readonly name: string | null;
  /** What they held. */
  readonly shares: Shares;
}

/** A file of a track. */
export interface File {
  /** The id, through renames and, where the file store can tell, new content. */
  readonly id: FileRef;
  /** The name. */
  readonly name: string;
  /** The kind, by the folder that it lies in (FIL-1). */
  readonly kind: FileKind;
  /** How many bytes. */
  readonly size: number;
  /** When its content last changed. */
  readonly modifiedAt: Date;
  /** The hash of its content, where the store knows it without reading: 64 hexadecimal digits. */
  readonly contentHash: string | null;
}

/** The files of a track as they are now. */
export interface TrackFiles {
  /** Which track. */
  readonly track: TrackId;
  /** The files, by kind and name. */
  readonly files: readonly File[];
  /** The id of the file that is played before anything is chosen (LNK-6). */
  readonly preview: FileRef | null;
  /** Whether the files still lie with a former owner (FIL-5). */
  readonly transferPending: boolean;
}

/** A ticket for a file. */
export interface FileTicket {
  /** Of which track. */
  readonly track: TrackId;
  /** The file's id. */
  readonly file: FileRef;
  /** Its name. */
  readonly name: string;
  /** Its kind. */
  readonly kind: FileKind;
  /** What `Workspace.redeem` takes for the bytes: `ticket.reveal()` is its text, for an address. */
  readonly ticket: Secret;
}

/** What was done to a file. */
export interface FileChanged {
  /** Of which track. */
  readonly track: TrackId;
  /** The file's id; `null` in a dry run of an upload, which makes none. */
  readonly file: FileRef | null;
  /** Its name now, or what it was called. */
  readonly name: string;
  /** Its kind. */
  readonly kind: FileKind;
}

/** What taking a track down or restoring it did. */
export interface Takedown {
  /** Which track. */
  readonly track: TrackId;
  /** Whether it is there now. */
  readonly condition: Condition;
}

/** What came of following files. */
export interface FilesFollowed {
  /** How many accounts were asked. */
  readonly accounts: number;
  /** How many of them could not be followed to the end now: their news is told another time. */
  readonly failed: number;
  /** How many tracks could not be looked at now: a folder is on its way, or cannot be read. */
  readonly later: number;
  /** How many files came by themselves. */
  readonly appeared: number;
  /** How many got new content. */
  readonly changed: number;
  /** How many got another name. */
  readonly renamed: number;
  /** How many are gone. */
  readonly disappeared: number;
  /** The cursor for the accounts after these; none at the end. */
  readonly next: string | null;
}

/** What came of waiting for news of files. */
export interface FilesWaited {
  /** Whether there is news to follow. */
  readonly hasNews: boolean;
  /** For how many milliseconds the file store wants to be left alone before the next wait, where it says. */
  readonly pauseMs: number | null;
}

/** The newest bounce of a track. */
export interface LatestVersion {
  /** The file. */
  readonly file: FileRef;
  /** Its name. */
  readonly name: string;
  /** How many bytes. */
  readonly size: number;
  /** When its content last changed. */
  readonly at: Date;
  /** Who put it there, where it was done through the library. */
  readonly by: PersonId | null;
}

/** The latest version of a track (FIL-5). */
export interface Version {
  /** The file. */
  readonly file: FileRef;
  /** Its name. */
  readonly name: string;
  /** How many bytes. */
  readonly size: number;
  /** When its content last changed. */
  readonly at: Date;
  /** Who uploaded it, where that was done through the library. */
  readonly by: PersonId | null;
  /** What they are called. */
  readonly byName: string | null;
}

/** A group as an actor sees it. */
export interface Group {
  /** The id. */
  readonly id: GroupId;
  /** The name. */
  readonly name: string;
  /** Who owns it. */
  readonly owner: PersonId;
  /** Who created it. */
  readonly createdBy: PersonId;
  /** When. */
  readonly createdAt: Date;
  /** The group it lies in. */
  readonly parent: GroupId | null;
  /** How many tracks lie directly in it. */
  readonly tracks: number;
  /** What the actor may do. */
  readonly level: Level;
  /** The scope that decided so. */
  readonly via: Scope;
  /** An open offer of ownership. */
  readonly offer: Offer | null;
  /** How often its details have changed. */
  readonly version: number;
}

/** What moving a group did (GRP-5). */
export interface GroupMoved {
  /** The group now. */
  readonly group: Group;
  /** Who may do more than before. */
  readonly gained: readonly Shift[];
  /** Who may do less than before, or nothing any more. */
  readonly lost: readonly Shift[];
  /** Who is told: whoever loses it, and the owners of tracks inside. */
  readonly told: readonly PersonId[];
}

/** What deleting a group did. */
export interface GroupDeleted {
  /** Which group. */
  readonly group: GroupId;
  /** Who is told: who could view it, and the owners of tracks inside. */
  readonly told: readonly PersonId[];
}

/** An import as its recipient sees it, and its sender but for the track. */
export interface Import {
  /** The id. */
  readonly id: ImportId;
  /** To whom. */
  readonly to: PersonId;
  /** By whom, where it was a person. */
  readonly from: PersonId | null;
  /** What they are called, or an outsider calls themselves. */
  readonly fromName: string | null;
  /** The address that an outsider gave, which nobody has checked. */
  readonly fromEmail: string | null;
  /** What the sender wrote. */
  readonly note: string | null;
  /** The track that the sender meant. */
  readonly meantTrack: TrackId | null;
  /** The track that the sender meant, in words. */
  readonly meantName: string | null;
  /** The files. */
  readonly files: readonly SentFile[];
  /** Whether what had come when it was accepted is in the track's folder. */
  readonly carried: boolean;
  /** The track it was accepted into, or while it waits the one chosen for it; the sender is not told. */
  readonly track: TrackId | null;
  /** When it was sent. */
  readonly submittedAt: Date;
  /** Where it stands. */
  readonly state: ImportStatus;
}

/** A file of an import. */
export interface SentFile {
  /** Its name. */
  readonly name: string;
  /** The folders that it came in. */
  readonly folder: string;
  /** How many bytes it has, as its sender says. */
  readonly size: number;
  /** What it is taken for. */
  readonly kind: FileKind;
  /** Whether its bytes have come. */
  readonly arrived: boolean;
}

/** An import with the tracks that it may be meant for. */
export interface ImportDetail {
  /** The import. */
  readonly import: Import;
  /** Tracks that its recipient may upload to, likeliest first; none for its sender. */
  readonly suggestions: readonly Suggestion[];
}

/** A track that an import may be meant for (IMP-2). */
export interface Suggestion {
  /** Which track. */
  readonly track: TrackId;
  /** Its title. */
  readonly title: string;
  /** How like it is, in percent. */
  readonly likeness: number;
}

/**
 * A page of imports and invitations, newest first.
 *
 * `for await` goes on over all pages after it.
 */
export interface ImportsPage extends Walkable<ImportEntry> {
  /** The entries. */
  readonly entries: readonly ImportEntry[];
  /** The cursor for the next page; none at the end. */
  readonly next: string | null;
}

/** The answers to many questions, all as of one state. */
export interface Checked {
  /** The number up to which every commit is in that state; on PostgreSQL later ones may be too. */
  readonly revision: number;
  /** Whether each may, in the order of the questions. */
  readonly allowed: readonly boolean[];
}

/**
 * A page of what somebody can view, as of one state.
 *
 * `for` goes on over all pages after it.
 */
export interface IndexPage extends Iterable<IndexedTrack> {
  /** The number up to which every commit is in that state; on PostgreSQL later ones may be too. */
  readonly revision: number;
  /** The tracks. */
  readonly rows: readonly IndexedTrack[];
  /** The cursor for the next page; none at the end. */
  readonly next: string | null;
}

/** A track that somebody can view. */
export interface IndexedTrack {
  /** Which. */
  readonly track: TrackId;
  /** What they may do. */
  readonly level: Level;
  /** The scope that decided so. */
  readonly via: Scope;
}

/** Somebody who may do something, and how. */
export interface Holder {
  /** Who. */
  readonly person: PersonId;
  /** What they may do. */
  readonly level: Level;
  /** The scope that gives it. */
  readonly via: Scope;
}

/** An invitation. */
export interface Invitation {
  /** The id. */
  readonly id: InvitationId;
  /** To what. */
  readonly scope: Scope;
  /** Who is invited. */
  readonly person: PersonId;
  /** Who invites. */
  readonly by: PersonId;
  /** The access that begins on acceptance. */
  readonly access: Access;
  /** The role offered. */
  readonly role: string | null;
  /** The shares offered. */
  readonly shares: Shares;
  /** When it was made. */
  readonly createdAt: Date;
  /** From when on it is over. */
  readonly expiresAt: Date;
  /** Where it stands. */
  readonly state: InvitationStatus;
}

/** An invitation that waits for the actor's answer (INV-6). */
export interface InboxEntry {
  /** The invitation. */
  readonly invitation: InvitationId;
  /** To what. */
  readonly scope: Scope;
  /** What that is called. */
  readonly name: string;
  /** Who invites. */
  readonly by: PersonId;
  /** What they are called. */
  readonly byName: string | null;
  /** The access that begins on acceptance. */
  readonly access: Access;
  /** The role offered. */
  readonly role: string | null;
  /** The shares offered. */
  readonly shares: Shares;
  /** The shares recorded for the person now, which may have changed since: what they accept. */
  readonly sharesNow: Shares;
  /** When it was made. */
  readonly createdAt: Date;
  /** From when on it is over. */
  readonly expiresAt: Date;
  /** How long ago it was made. */
  readonly ageMs: number;
}

/** What accepting did. */
export interface Joined {
  /** The invitation. */
  readonly invitation: Invitation;
  /** What the actor may do now. */
  readonly level: Level | null;
}

/**
 * A page of the library.
 *
 * `for await` goes on over all pages after it.
 */
export interface LibraryPage extends Walkable<LibraryRow> {
  /** The tracks. */
  readonly rows: readonly LibraryRow[];
  /** The cursor for the next page; none at the end. A page may be short, or empty, and still have one. */
  readonly next: string | null;
}

/** A track in the library (LIB-1). */
export interface LibraryRow {
  /** Which track. */
  readonly track: TrackId;
  /** Its title. */
  readonly title: string;
  /** Who owns it. */
  readonly owner: PersonId;
  /** What the owner is called. */
  readonly ownerName: string | null;
  /** What the actor may do. */
  readonly level: Level;
  /** The scope that decided so. */
  readonly via: Scope;
  /** The first few of those who have access besides the owner, in the order in which they reached it. */
  readonly collaborators: readonly Avatar[];
  /** How many these are in all. */
  readonly collaboratorCount: number;
  /** Where it stands. */
  readonly stage: Stage;
  /** Beats per minute. */
  readonly bpm: Decimal | null;
  /** The musical key. */
  readonly key: string | null;
  /** Its tags. */
  readonly tags: readonly string[];
  /** Whether it was put aside. */
  readonly archived: boolean;
  /** Where its splits stand. */
  readonly splits: SplitStatuses;
  /** The group it lies in, where the actor can view that. */
  readonly group: InGroup | null;
  /** The actor's bucket that it is in. */
  readonly bucket: BucketId | null;
  /** How many share links it has that were not revoked; only on the actor's own. */
  readonly links: number | null;
  /** The newest bounce, known without asking the file store (FIL-5). */
  readonly latestVersion: LatestVersion | null;
}

/** A person as a row shows them. */
export interface Avatar {
  /** Who. */
  readonly person: PersonId;
  /** What they are called. */
  readonly name: string | null;
}

/** A group as a row shows it. */
export interface InGroup {
  /** Which. */
  readonly group: GroupId;
  /** What it is called. */
  readonly name: string;
}

/** Where the kinds of split of a track stand (SPL-4). */
export interface SplitStatuses {
  /** Of the recording. */
  readonly master: SplitStatus;
  /** Of the composition. */
  readonly publishing: SplitStatus;
  /** Of the songwriting. */
  readonly writer: SplitStatus;
}

/** A bucket of the actor's. */
export interface Bucket {
  /** The id. */
  readonly id: BucketId;
  /** The name. */
  readonly name: string;
}

/** Where the actor has put a track. */
export interface Placement {
  /** Which track. */
  readonly track: TrackId;
  /** In which bucket, if in one. */
  readonly bucket: BucketId | null;
}

/** A share link or a playlist share, as its owner sees it. */
export interface Link {
  /** The id; not the secret. */
  readonly id: LinkId;
  /** The track that it opens, where it is a share link. */
  readonly track: TrackId | null;
  /** What it opens, where it is a playlist share. */
  readonly playlist: Playlist | null;
  /** What it is now. */
  readonly state: LinkState;
  /** Whether the operator took it down (OPS-1). */
  readonly takenDown: boolean;
  /** The kinds of files that may be downloaded, in the order of `FileKind`. */
  readonly downloads: readonly FileKind[];
  /** Whether what may be heard is played. */
  readonly stream: boolean;
  /** From when on it opens. */
  readonly notBefore: Date | null;
  /** From when on it does not open any more. */
  readonly expiresAt: Date | null;
  /** Whether it asks for a password. */
  readonly hasPassword: boolean;
  /** How many downloads it gives in all. */
  readonly downloadLimit: number | null;
  /** How many it has given. */
  readonly used: number;
  /** Whom it is for. */
  readonly label: string | null;
  /** The ids of the files that it does not show, sorted. */
  readonly excluded: readonly FileRef[];
  /** Whether visitors are asked for a review. */
  readonly asksReview: boolean;
  /** When it was made. */
  readonly createdAt: Date;
  /** How often it has changed. */
  readonly version: number;
}

/** What is a playlist share's own. */
export interface Playlist {
  /** What it is called: without a name of its own as the only track that it would open now, or by their number. */
  readonly name: string;
  /** Its cover. */
  readonly cover: string | null;
  /** The tracks, in its order. */
  readonly tracks: readonly TrackId[];
  /** What of them is shown. */
  readonly filter: PlaylistFilter;
}

/** What of a playlist's tracks is shown; what is empty leaves nothing out (LNK-7). */
export interface PlaylistFilter {
  /** Only tracks at one of these stages. */
  readonly stages: readonly Stage[];
  /** Only tracks with one of these tags. */
  readonly tags: readonly string[];
  /** Only files of these kinds. */
  readonly kinds: readonly FileKind[];
}

/**
 * A link that was made or has a new secret.
 *
 * Neither a repeat with the same key (REL-1) nor a dry run has the secret: whoever loses it rotates the link.
 */
export interface LinkMade {
  /** The link. */
  readonly link: Link;
  /** The secret, this once: `secret.reveal()` is its text, for the address that is sent (LNK-2). */
  readonly secret: Secret | null;
}

/** What taking a link down or restoring it did. */
export interface LinkTakedown {
  /** Which link. */
  readonly link: LinkId;
  /** Whether it is down now. */
  readonly takenDown: boolean;
}

/** An offer of ownership that has been made and not answered. */
export interface Offer {
  /** To whom. */
  readonly to: PersonId;
  /** When. */
  readonly offeredAt: Date;
  /** From when on it is over. */
  readonly expiresAt: Date;
}

/** An offer as its parties see it. */
export interface OfferMade {
  /** What is offered. */
  readonly scope: Scope;
  /** By whom. */
  readonly from: PersonId;
  /** To whom. */
  readonly to: PersonId;
  /** When. */
  readonly offeredAt: Date;
  /** From when on it is over. */
  readonly expiresAt: Date;
}

/** What came of a handover. */
export interface Handover {
  /** What was handed over. */
  readonly scope: Scope;
  /** Who owns it now. */
  readonly owner: PersonId;
  /** Who owned it before, and is a full collaborator now. */
  readonly previousOwner: PersonId;
  /** The pending invitations that became void. */
  readonly invitationsVoided: readonly InvitationId[];
  /** Whether the old owner's public page lost the track: the new owner adds it to theirs, or does not (PUB-1). */
  readonly leftPublicPage: boolean;
  /** The old owner's playlist shares that lost the track. */
  readonly playlistsChanged: readonly LinkId[];
}

/** A public page, as visitors see it: published facts only (PUB-2). */
export interface PublicPage {
  /** The address. */
  readonly slug: string;
  /** The name. */
  readonly name: string;
  /** A text about the person. */
  readonly bio: string | null;
  /** Where a picture of them is. */
  readonly avatar: string | null;
  /** Links to other places. */
  readonly links: readonly PageLink[];
  /** The sections of which something is shown, in order. */
  readonly sections: readonly PublicSection[];
}

/** A part of a page, as visitors see it. */
export interface PublicSection {
  /** The title. */
  readonly title: string | null;
  /** The tracks that are shown, in order. */
  readonly tracks: readonly PublicTrack[];
}

/** A track on a page, as visitors see it. */
export interface PublicTrack {
  /** Which track: what its preview is asked for by (PUB-3). */
  readonly track: TrackId;
  /** Its title. */
  readonly title: string;
}

/** A link to somewhere else. */
export interface PageLink {
  /** What it is called. */
  readonly label: string;
  /** Where it leads: an http or https address. */
  readonly url: string;
}

/** The actor's own public page. */
export interface OwnPage {
  /** Whose. */
  readonly person: PersonId;
  /** The address, once there is one. */
  readonly slug: string | null;
  /** The name to show. */
  readonly name: string | null;
  /** A text about the person. */
  readonly bio: string | null;
  /** Where a picture of them is. */
  readonly avatar: string | null;
  /** Links to other places. */
  readonly links: readonly PageLink[];
  /** The sections, in order. */
  readonly sections: readonly PageSection[];
  /** Whether its person has published it. */
  readonly published: boolean;
  /** Whether the operator took it down. */
  readonly condition: Condition;
}

/** A part of a page, as its owner sees it. */
export interface PageSection {
  /** The title. */
  readonly title: string | null;
  /** The tracks, in order. */
  readonly tracks: readonly PageTrack[];
}

/** A track on a page, as its owner sees it. */
export interface PageTrack {
  /** Which track. */
  readonly track: TrackId;
  /** Its title; none for one that was deleted. */
  readonly title: string | null;
  /** Whether visitors see it: while its stage is published (PUB-1). */
  readonly shown: boolean;
}

/** A part of a page to be arranged: tracks in order, under a title or none. */
export interface Section {
  /** The title. */
  readonly title: string | null;
  /** The tracks, in order. */
  readonly tracks: readonly TrackId[];
}

/** What taking a public page down or restoring it did. */
export interface PageTakedown {
  /** Whose page. */
  readonly person: PersonId;
  /** Whether it is there now. */
  readonly condition: Condition;
}

/** A person as the host sees them. */
export interface Person {
  /** The id. */
  readonly id: PersonId;
  /** The host's own id; none for who is unclaimed or erased. */
  readonly externalId: string | null;
  /** The name to show: `former member` for who is erased, none for who is unclaimed. */
  readonly name: string | null;
  /** The address. */
  readonly email: string | null;
  /** Where the record stands. */
  readonly state: PersonState;
}

/** What the actor shares with others and they with the actor, person by person (VIEW-1). */
export interface SharingPanel {
  /** One entry for each person, ordered by name, then by id. */
  readonly people: readonly SharingWith[];
}

/** What is shared between the actor and one person. */
export interface SharingWith {
  /** Who. */
  readonly person: PersonId;
  /** What they are called; none for somebody who has not registered yet. */
  readonly name: string | null;
  /** What the actor owns and they can view, or are invited to. */
  readonly fromMe: readonly SharedRow[];
  /** What they own and the actor can view. */
  readonly fromThem: readonly SharedRow[];
}

/** A track or group that is shared; what is in a group that is shared as a whole is not listed once more. */
export interface SharedRow {
  /** Which. */
  readonly scope: Scope;
  /** What it is called. */
  readonly title: string | null;
  /** What the other one may do. */
  readonly level: Level | null;
  /** The scope that gives it. */
  readonly via: Scope | null;
  /** The access of an invitation that waits for their answer. */
  readonly invited: Access | null;
}

/** A track with all that its first screen shows (VIEW-1). */
export interface TrackOverview {
  /** Its details. */
  readonly track: Track;
  /** What its owner is called. */
  readonly ownerName: string | null;
  /** What the group it lies in is called; none where the actor cannot view it (EXP-5). */
  readonly groupName: string | null;
  /** Everybody with a part in it, with totals and what remains. */
  readonly collaborators: Panel;
  /** How many links and playlists show it, now or when their time has come; none unless the actor owns it (EXP-5). */
  readonly links: number | null;
  /** The newest bounce, of which was said that it is there: known without asking the file store (FIL-5). */
  readonly latestVersion: Version | null;
  /** What happened last, newest first. */
  readonly activity: readonly ActivityEntry[];
}

/** What a save of shares did (SPL-9). */
export interface SharesChange {
  /** On which track. */
  readonly track: TrackId;
  /** How often shares have changed there now: give it back as `basedOn`. */
  readonly sharesVersion: number;
  /** The rows that changed, in roster order. */
  readonly changes: readonly ChangedShares[];
  /** The totals now. */
  readonly totals: Totals;
  /** Who is told. */
  readonly told: readonly PersonId[];
}

/** One person's shares before and after. */
export interface ChangedShares {
  /** Whose. */
  readonly person: PersonId;
  /** What they held. */
  readonly before: Shares;
  /** What they hold. */
  readonly after: Shares;
}

/** The totals of the three kinds on a track (SPL-4). */
export interface Totals {
  /** Of the recording. */
  readonly master: KindTotal;
  /** Of the composition. */
  readonly publishing: KindTotal;
  /** Of the songwriting. */
  readonly writer: KindTotal;
}

/** The total of one kind on a track (SPL-4). */
export interface KindTotal {
  /** What is recorded. */
  readonly total: Decimal;
  /** What is missing to 100. */
  readonly remaining: Decimal;
  /** Where the kind stands. */
  readonly status: SplitStatus;
}

/** A kind of split that is not complete, and by how much (SPL-5). */
export interface Shortfall {
  /** The kind of split. */
  readonly kind: Kind;
  /** What is recorded. */
  readonly total: Decimal;
  /** What is missing to 100. */
  readonly remaining: Decimal;
}

/** What applying a proposal did (SPL-7). */
export interface Applied {
  /** What became of the shares, the newcomer's among them. */
  readonly shares: SharesChange;
  /** The newcomer's invitation, where one was made. */
  readonly invitation: Invitation | null;
}

/** What has changed for the actor: a device takes it in from the first field to the last. */
export interface Delta {
  /** Whether the device first forgets all it holds: a full reading begins. */
  readonly full: boolean;
  /** Groups that have changed, with what of them is held now. */
  readonly groups: readonly SyncedGroup[];
  /** Tracks to put in the place of what the device holds. */
  readonly tracks: readonly SyncedTrack[];
  /** Tracks to take away. */
  readonly removed: readonly RemovedTrack[];
  /** Tracks of which no file may stay on the device: those taken away. Files of what a group that `replaces` leaves out go too. */
  readonly dropFiles: readonly TrackId[];
  /** All the actor's buckets, where one of them has changed. */
  readonly buckets: readonly Bucket[] | null;
  /** The cursor to give next time. */
  readonly cursor: string;
  /** Whether there is more to tell at once. */
  readonly more: boolean;
}

/** A group that has changed for the actor. */
export interface SyncedGroup {
  /** Which. */
  readonly group: GroupId;
  /** What it is called; none where the actor cannot view it any more. */
  readonly name: string | null;
  /** What the actor may do there; none where they cannot view it any more. */
  readonly level: Level | null;
  /** Why they cannot. */
  readonly reason: RemovalReason | null;
  /** Whether everything that the device holds as lying directly in this group goes, files too, before `tracks` is put in its place. */
  readonly replaces: boolean;
  /** Tracks lying directly in it that are held now. */
  readonly tracks: readonly SyncedTrack[];
}

/** A track as a device keeps it: what the library shows of it, people's names left out. */
export interface SyncedTrack {
  /** Which track. */
  readonly track: TrackId;
  /** Its title. */
  readonly title: string;
  /** Who owns it. */
  readonly owner: PersonId;
  /** What the actor may do. */
  readonly level: Level;
  /** The scope that decided so. */
  readonly via: Scope;
  /** Where it stands. */
  readonly stage: Stage;
  /** Beats per minute. */
  readonly bpm: Decimal | null;
  /** The musical key. */
  readonly key: string | null;
  /** Its tags. */
  readonly tags: readonly string[];
  /** Whether it was put aside. */
  readonly archived: boolean;
  /** Where its splits stand. */
  readonly splits: SplitStatuses;
  /** The group it lies in, where the actor can view that. */
  readonly group: GroupId | null;
  /** The actor's bucket that it is in; one that is not among the buckets told is none. */
  readonly bucket: BucketId | null;
  /** How many share links it has that were not revoked; only on the actor's own. */
  readonly links: number | null;
  /** The newest bounce, known without asking the file store (FIL-5). */
  readonly latestVersion: LatestVersion | null;
}

/** A track that the actor held and holds no more. */
export interface RemovedTrack {
  /** Which. */
  readonly track: TrackId;
  /** Why. */
  readonly reason: RemovalReason;
}

/** A track as an actor sees it. */
export interface Track {
  /** The id. */
  readonly id: TrackId;
  /** The title. */
  readonly title: string;
  /** Who owns it. */
  readonly owner: PersonId;
  /** Who created it. */
  readonly createdBy: PersonId;
  /** When. */
  readonly createdAt: Date;
  /** The group it lies in. */
  readonly group: GroupId | null;
  /** Where it stands. */
  readonly stage: Stage;
  /** Beats per minute. */
  readonly bpm: Decimal | null;
  /** The musical key. */
  readonly key: string | null;
  /** Tags, in the order given. */
  readonly tags: readonly string[];
  /** Whether it is put aside. */
  readonly archived: boolean;
  /** Whether the operator took it down. */
  readonly condition: Condition;
  /** What the actor may do. */
  readonly level: Level;
  /** The scope that decided so. */
  readonly via: Scope;
  /** An open offer of ownership. */
  readonly offer: Offer | null;
  /** How often its details have changed. */
  readonly version: number;
}

/** What an update of a track did. */
export interface TrackUpdated {
  /** The track now. */
  readonly track: Track;
  /** What the actor should know: splits that are incomplete though it was published (SPL-5). */
  readonly warnings: readonly SplitWarning[];
  /** Who is told. */
  readonly told: readonly PersonId[];
}

/** What a deletion did. */
export interface TrackDeleted {
  /** Which track. */
  readonly track: TrackId;
  /** Who is told: whoever loses it. */
  readonly told: readonly PersonId[];
}

/** What moving a track did (GRP-5). */
export interface TrackMoved {
  /** The track now, unless the actor cannot view it any more. */
  readonly track: Track | null;
  /** Who may do more than before. */
  readonly gained: readonly Shift[];
  /** Who may do less than before, or nothing any more. */
  readonly lost: readonly Shift[];
  /** Who is told: whoever loses it. */
  readonly told: readonly PersonId[];
}

/** Somebody's level on a scope before and after an act. */
export interface Shift {
  /** Whose. */
  readonly person: PersonId;
  /** What it was, if anything. */
  readonly before: Level | null;
  /** What it is, if anything. */
  readonly after: Level | null;
}

/** What was swept out. */
export interface Maintained {
  /** Outcomes of calls with a key, older than 7 days. */
  readonly outcomes: number;
  /** What says that a ticket's download was counted, of tickets whose time is long over. */
  readonly tickets: number;
  /** Counts of wrong passwords, of hours that are over. */
  readonly throttles: number;
}

/** Something in the store that breaks a rule. */
export interface Fault {
  /** The rule. */
  readonly rule: string;
  /** Where. */
  readonly place: string;
  /** What is wrong. */
  readonly what: string;
}

/** What a link opens, as a visitor sees it. */
export interface OpenedLink {
  /** The track's title, or what the playlist is called. */
  readonly name: string;
  /** Who shares it. */
  readonly byName: string | null;
  /** A playlist's cover. */
  readonly cover: string | null;
  /** Whether a review is asked for (LNK-11). */
  readonly asksReview: boolean;
  /** The tracks, in the owner's order. */
  readonly tracks: readonly OpenedTrack[];
}

/** A track that a visitor sees. */
export interface OpenedTrack {
  /** The id. */
  readonly track: TrackId;
  /** The title. */
  readonly title: string;
  /** Beats per minute. */
  readonly bpm: Decimal | null;
  /** The musical key. */
  readonly key: string | null;
  /** Its files as they are now, by name; a bot sees none. */
  readonly files: readonly OpenedFile[];
  /** The id of the file that is played before anything is chosen (LNK-6). */
  readonly preview: FileRef | null;
}

/** A file that a visitor sees. */
export interface OpenedFile {
  /** The id. */
  readonly id: FileRef;
  /** The name. */
  readonly name: string;
  /** The kind. */
  readonly kind: FileKind;
  /** How many bytes. */
  readonly size: number;
  /** When its content last changed. */
  readonly modifiedAt: Date;
  /** Whether it can be played. */
  readonly canPlay: boolean;
  /** Whether it can be downloaded. */
  readonly canDownload: boolean;
}

/** A file that a visitor gets. */
export interface GivenFile {
  /** Of which track. */
  readonly track: TrackId;
  /** The file's id. */
  readonly file: FileRef;
  /** Its name. */
  readonly name: string;
  /** Its kind. */
  readonly kind: FileKind;
  /** What `Workspace.redeem` takes for the bytes: `ticket.reveal()` is its text, for an address. */
  readonly ticket: Secret;
}

/** A review that was given. */
export interface Reviewed {
  /** The id. */
  readonly review: ItemId;
  /** What was said. */
  readonly verdict: Verdict;
}

/** A split that the library proposes: nothing is saved until `applyProposal` is given it, or what the host has made of it. */
export interface Proposal {
  /** Of which track. */
  readonly track: TrackId;
  /** The version of the shares that it rests on (SPL-9). */
  readonly basedOn: number;
  /** Who would be invited with it. */
  readonly newcomer: Invitee | null;
  /** Who would hold what; rows that are not there stay as they are. */
  readonly rows: readonly ProposedShares[];
  /** What of each kind was left before. */
  readonly remaining: Shares;
  /** What the proposal cannot make good. */
  readonly warnings: readonly SplitWarning[];
}

/** A row of a proposal. */
export interface ProposedShares {
  /** Who; `null` for a newcomer who is known by address alone. */
  readonly person: PersonId | null;
  /** The shares; `null` where a kind is not touched. */
  readonly shares: Shares;
}

/** Somebody's shares of a track, of each kind; `null` is unset, which is not 0. */
export interface Shares {
  /** Of the master recording. */
  readonly master: Decimal | null;
  /** Of the publishing. */
  readonly publishing: Decimal | null;
  /** Of the writing. */
  readonly writer: Decimal | null;
}

/** Which bytes: from `start` to `end`, both counted from 0 and both among them, as `fs.createReadStream` takes them; or the `last` so many. */
export interface ByteRangeInput {
  /** The first; 0 where it is left out. */
  readonly start?: number | null | undefined;
  /** The last; that of the file where it is left out. */
  readonly end?: number | null | undefined;
  /** So many at the end of the file, instead of both. */
  readonly last?: number | null | undefined;
}

/** One question of many: may this person do this there? */
export interface Check {
  /** Who. */
  readonly person: PersonId | { readonly id: PersonId };
  /** On what. */
  readonly scope: Scope;
  /** What. */
  readonly action: Action;
}

/** By whose tracks are. */
export interface RelationSide {
  /** One of these at least; an empty list wants all. */
  readonly include?: readonly Relation[] | null | undefined;
  /** None of these. */
  readonly exclude?: readonly Relation[] | null | undefined;
}

/** By groups. */
export interface GroupSide {
  /** One of these at least; an empty list wants all. */
  readonly include?: readonly (GroupId | { readonly id: GroupId })[] | null | undefined;
  /** None of these. */
  readonly exclude?: readonly (GroupId | { readonly id: GroupId })[] | null | undefined;
}

/** By buckets. */
export interface BucketSide {
  /** One of these at least; an empty list wants all. */
  readonly include?: readonly (BucketId | { readonly id: BucketId })[] | null | undefined;
  /** None of these. */
  readonly exclude?: readonly (BucketId | { readonly id: BucketId })[] | null | undefined;
}

/** By stage. */
export interface StageSide {
  /** One of these at least; an empty list wants all. */
  readonly include?: readonly Stage[] | null | undefined;
  /** None of these. */
  readonly exclude?: readonly Stage[] | null | undefined;
}

/** By tags. */
export interface TagSide {
  /** One of these at least; an empty list wants all. */
  readonly include?: readonly string[] | null | undefined;
  /** None of these. */
  readonly exclude?: readonly string[] | null | undefined;
}

/** Which tracks of a library are wanted: those that all of it wants (LIB-1). A side may have 100 entries. */
export interface LibraryFilterInput {
  /** By whose they are. */
  readonly relation?: RelationSide | null | undefined;
  /** By the groups that they lie in, directly or further down; one that the actor cannot view holds none. */
  readonly group?: GroupSide | null | undefined;
  /** By the actor's buckets. */
  readonly bucket?: BucketSide | null | undefined;
  /** By stage. */
  readonly stage?: StageSide | null | undefined;
  /** By tags, letter case apart. */
  readonly tags?: TagSide | null | undefined;
  /** Only archived ones, or only others. */
  readonly archived?: boolean | null | undefined;
  /** Only those whose title contains this, letter case apart. */
  readonly text?: string | null | undefined;
}

/** What of a playlist's tracks is shown; what is left out or empty leaves nothing out (LNK-7). */
export interface PlaylistFilterInput {
  /** Only tracks at one of these stages. */
  readonly stages?: readonly Stage[] | null | undefined;
  /** Only tracks with one of these tags. */
  readonly tags?: readonly string[] | null | undefined;
  /** Only files of these kinds. */
  readonly kinds?: readonly FileKind[] | null | undefined;
}

/** A place in the music, in milliseconds from the beginning: an instant, or a range that begins no later than it ends. */
export interface PositionInput {
  /** Where it is, or where the range begins. */
  readonly startMs: number;
  /** Where the range ends; left out for an instant. */
  readonly endMs?: number | null | undefined;
}

/** A link to somewhere else. */
export interface PageLinkInput {
  /** What it is called. */
  readonly label: string;
  /** Where it leads: an http or https address. */
  readonly url: string;
}

/** A part of a page to be arranged: tracks in order, under a title or none. */
export interface SectionInput {
  /** The title. */
  readonly title?: string | null | undefined;
  /** The tracks, in order. */
  readonly tracks: readonly (TrackId | { readonly id: TrackId })[];
}

/** A file to be sent; what it is taken for is guessed from its folders and its name (IMP-2). */
export interface NewFile {
  /** Its name. */
  readonly name: string;
  /** How many bytes it has. */
  readonly size: number;
  /** The folders that it comes in, with `/` between them. */
  readonly folder?: string | null | undefined;
}

/** What a file of an import is. */
export interface KindOfFile {
  /** Which, by its place in the import, counted from 0. */
  readonly file: number;
  /** What it is. */
  readonly kind: FileKind;
}

/** A proposal as it was made, or as the host has changed it. */
export interface ProposalInput {
  /** Of which track. */
  readonly track: TrackId | { readonly id: TrackId };
  /** The version of the shares that it rests on (SPL-9). */
  readonly basedOn: number;
  /** Who is to be invited with it. */
  readonly newcomer?: Invitee | null | undefined;
  /** Who is to hold what; rows that are not there stay as they are. */
  readonly rows: readonly ProposedSharesInput[];
  /** What of each kind was left before. */
  readonly remaining?: SharesInput | null | undefined;
  /** What the proposal could not make good. */
  readonly warnings?: readonly SplitWarning[] | undefined;
}

/** A row of a proposal. */
export interface ProposedSharesInput {
  /** Who; `null` for a newcomer who is known by address alone. */
  readonly person?: PersonId | { readonly id: PersonId } | null | undefined;
  /** The shares; `null` where a kind is not touched. */
  readonly shares: SharesInput;
}

/** Somebody's shares: exact percentages from 0 to 100 with at most two decimals; `null` is unset, which is not 0. */
export interface SharesInput {
  /** Of the master recording. */
  readonly master?: DecimalInput | null | undefined;
  /** Of the publishing. */
  readonly publishing?: DecimalInput | null | undefined;
  /** Of the writing. */
  readonly writer?: DecimalInput | null | undefined;
}

/** What to do to somebody's shares: what is left out stays as it is, `null` unsets a kind, a number sets it. */
export interface ShareEdits {
  /** Of the master recording. */
  readonly master?: DecimalInput | null | undefined;
  /** Of the publishing. */
  readonly publishing?: DecimalInput | null | undefined;
  /** Of the writing. */
  readonly writer?: DecimalInput | null | undefined;
}

/** A row of shares to be saved: a person, and what to do to their shares of each kind. */
export interface ShareRow {
  /** Whose shares. */
  readonly person: PersonId | { readonly id: PersonId };
  /** Of the master recording: what is left out stays as it is, `null` unsets it. */
  readonly master?: DecimalInput | null | undefined;
  /** Of the publishing: what is left out stays as it is, `null` unsets it. */
  readonly publishing?: DecimalInput | null | undefined;
  /** Of the writing: what is left out stays as it is, `null` unsets it. */
  readonly writer?: DecimalInput | null | undefined;
}

/** One store with its rules: open it once, share it, and act through its faces. It is closed by `close()`, or at the end of an `await using` block. */
export class Workspace {
  private constructor();
  /**
   * Opens a workspace in one SQLite file, which is made where there is none.
   *
   * Refused with `schema_too_new` for a file of a newer version, `storage` for one that cannot be opened, is damaged, is something
   * else, or is another process's alone.
   */
  static open(path: string | FileUrl, options?: FileOptions): Promise<Workspace>;
  /** Opens a workspace that lives as long as the value does: for tests and for trying out. */
  static inMemory(options?: WorkspaceOptions): Promise<Workspace>;
  /**
   * Connects to the workspace in the PostgreSQL database that a URL names, which many machines may share; the first to connect lays it out.
   *
   * Refused with `schema_too_new`, and `storage` with its reason: `bad_address`, `unreachable`, `wrong_credentials`, `no_database`,
   * `no_tls`, `read_only`, `damaged`, `failed`. None of them tells the password.
   */
  static connect(url: string, options?: WorkspaceOptions): Promise<Workspace>;
  /** The face on which every call is a person's: the host authenticates people and says here who acts. */
  actingAs(person: PersonId | { readonly id: PersonId }): Actor;
  /** The face of somebody who has only a secret address: no account, no name (LNK). */
  visitor(): Visitor;
  /** The face of the host as operator, for a reason that stands in the activity (OPS-1). Throws `invalid_input`, `limit_exceeded`. */
  operator(reason: string): Operator;
  /**
   * The access index, which the first call loads: who may do what, answered from memory.
   *
   * It is loaded once for a workspace and fed until that is closed; later calls give the same.
   * Some 40 bytes and its words for a track, 30 for each standing and 50 for a person are kept in memory.
   */
  accessIndex(): Promise<AccessIndex>;
  /** Closes the workspace: every later call on it, from any face, is refused with `closed`. */
  close(): Promise<void>;
  /** As `close`, at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void>;
  /** The same workspace, whose calls are given up when a signal is aborted; a change that was on its way by then takes hold whole or not at all. */
  withSignal(signal: Signal): Workspace;
  /**
   * Makes a workspace file at `to`, where there is none yet, of a backup (REL-4).
   *
   * Refused with `schema_too_new`, and `storage` where the backup is damaged or is something else, or where there is a file at `to` already.
   */
  static restore(backup: string | FileUrl, to: string | FileUrl, options?: { readonly signal?: Signal | undefined }): Promise<void>;
  /**
   * Does outside what decisions have made necessary, at most `limit` of it, up to 1000 (FIL-1, FIL-3, OWN-4).
   *
   * It moves folders of tracks after renames, moves and handovers, and puts what was sent into the track that it was accepted into.
   * Call it now and then, and after commits, from as many processes as you like. What fails is tried again after growing pauses.
   * Refused with `invalid_input`.
   */
  runEffects(limit: number): Promise<EffectsRun>;
  /**
   * Makes due now whatever waits for a person's account of the file store: the folders of their tracks, and those that they are to be on (FIL-2).
   *
   * Call it when somebody has connected an account, or mended one; the work itself is done by `runEffects`. Refused with `not_found`.
   */
  accountConnected(person: PersonId | { readonly id: PersonId }): Promise<AccountConnected>;
  /**
   * Takes in the bytes of a file that an outsider sends, by its place in the import, counted from 0, while that waits (IMP-1).
   *
   * They go into the recipient's file store, outside any track; sent again they take the place of what came before. `content` is as for
   * `Actor.upload_file`. Refused with `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.
   */
  receiveFile(import_: ImportId | { readonly id: ImportId }, options: {
    readonly number: number;
    readonly content: Content;
  }): Promise<Import>;
  /**
   * Redeems a ticket for the bytes of its file, asking link or access again (LNK-5, LNK-8, PUB-3, FIL-4).
   *
   * One would call it where the host answers `GET /files/:ticket`, as often as a player asks for ranges.
   * Refused with `not_found`, `link_unavailable`, `password_required`, `download_not_allowed`, `source_unavailable`, and `invalid_input` where
   * the file has no byte of the range.
   */
  redeem(ticket: Secret | string, options?: {
    readonly range?: ByteRangeInput | null | undefined;
  }): Promise<Redeemed>;
  /**
   * Makes what people did in the folders of tracks themselves part of their history (FIL-5, ACT-1, NTF-1).
   *
   * It asks the accounts in which folders of tracks lie, `limit` of them, 1 to 200, 50 unless said otherwise; `after` is the `next` of an
   * earlier call. Call it now and then, from as many processes as you like: nothing is told twice. A file store without cursors has all its
   * tracks looked at each time. Refused with `invalid_input`.
   */
  followFiles(options?: {
    readonly after?: string | null | undefined;
    readonly limit?: number | null | undefined;
  }): Promise<FilesFollowed>;
  /**
   * Does as `followFiles` in the account of one person alone: what a webhook of the file store is for (FIL-5).
   *
   * Refused with `not_found` for somebody in whose account no folder of a track lies.
   */
  followFilesOf(person: PersonId | { readonly id: PersonId }): Promise<FilesFollowed>;
  /**
   * Waits until there is news to follow, in the account of a person or in any, for `timeoutMs` milliseconds at most, up to 480000 (FIL-5).
   *
   * With a file store that cannot wait the time passes, and there is said to be news. Refused with `invalid_input`, `not_found`,
   * `limit_exceeded` for all of more than 100 accounts, `source_unavailable`.
   */
  waitForFiles(timeoutMs: number, options?: {
    readonly person?: PersonId | { readonly id: PersonId } | null | undefined;
  }): Promise<FilesWaited>;
  /**
   * Takes in up to 500 files that an outsider sends to a person, by a name and an address that nobody has checked (IMP-1, IMP-2).
   *
   * Refused with `invalid_input`, `limit_exceeded`, and `not_found` for a recipient who is not registered.
   */
  receiveImport(to: PersonId | { readonly id: PersonId }, options: {
    readonly name: string;
    readonly email: string;
    readonly files: readonly NewFile[];
    readonly note?: string | null | undefined;
    readonly trackName?: string | null | undefined;
  }): Promise<Import>;
  /** The number of the last commit: 0 for an empty workspace. */
  revision(): Promise<number>;
  /**
   * Registers a person, or gives back who has that external id; somebody invited by that address before becomes them (PER-1).
   *
   * Refused with `invalid_input`, `limit_exceeded`, `email_taken`.
   */
  register(externalId: string, options: {
    readonly name: string;
    readonly email?: string | null | undefined;
  }): Promise<Person>;
  /**
   * Changes a person's name or address; `null` takes the address away, what is left out stays (PER-1).
   *
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, `email_taken`.
   */
  updatePerson(person: PersonId | { readonly id: PersonId }, options?: {
    readonly name?: string | null | undefined;
    readonly email?: string | null | undefined;
  }): Promise<Person>;
  /**
   * Erases a person: name and address are forgotten, their access ends everywhere, their credits stay (PER-2).
   *
   * Refused with `not_found`, and `owner_fixed` while they own anything.
   */
  erasePerson(person: PersonId | { readonly id: PersonId }): Promise<Ending>;
  /** Who a person is. Refused with `not_found`. */
  person(person: PersonId | { readonly id: PersonId }): Promise<Person>;
  /** Who has that external id: the host's own name for a person. Refused with `not_found`. */
  personByExternalId(externalId: string): Promise<Person>;
  /**
   * Takes away what is over and only takes room: outcomes of calls with a key after 7 days, counts that nothing rests on (REL-1).
   *
   * Call it once a day; nothing else sweeps, and nobody's answer changes by it.
   */
  maintain(): Promise<Maintained>;
  /**
   * Checks the whole store against the rules, and returns what is wrong: nothing, in a sound one (REL-4).
   *
   * It reads everything at once. Refused with `storage` naming table and row where the store itself is damaged.
   */
  verify(): Promise<readonly Fault[]>;
  /**
   * Copies the store to a new file while it is in use (REL-4).
   *
   * Refused with `storage` where the store has no file, `path` is there already, or the copy cannot be written.
   */
  backup(path: string): Promise<void>;
  /**
   * Writes the whole workspace, as of one instant and while it is in use, to a new file of JSON lines: for moving to another store.
   *
   * The file holds names, addresses, everybody's shares and the whole history: keep it as you keep the store.
   * Refused with `storage` where `path` is there already or cannot be written, or the store cannot be read.
   */
  exportTo(path: string): Promise<void>;
  /**
   * Fills this workspace, in which nothing has happened yet, with one that `exportTo` wrote.
   *
   * Everybody keeps their ids, every act its time and author. Nothing is changed where it is refused with `schema_too_new`, or `storage` with its reason:
   * `notEmpty` where something has happened here, `damaged` with the line where the file is not as it was written.
   */
  importFrom(path: string): Promise<void>;
}

/** The face of a person, from `Workspace.actingAs`: every call is theirs. */
export class Actor {
  private constructor();
  /** Who acts. */
  readonly id: PersonId;
  /** The same face, on which a changing call sent again under `key` is done once and answers as the first time (REL-1). */
  withKey(key: string): Actor;
  /** The same face, on which calls decide and answer but change nothing. */
  dryRun(): Actor;
  /** The same face, whose calls are given up when a signal is aborted; a change that was on its way by then takes hold whole or not at all. */
  withSignal(signal: Signal): Actor;
  /** Begins to gather calls that take hold together, in one commit or not at all. */
  batch(): Batch;
  /**
   * Begins to watch what changes for the actor after a cursor; all there is comes first where there is none (SYN-1).
   *
   * What is committed in this process comes at once, what others commit within some seconds. Each answer is one of `sync`.
   */
  watch(options?: { readonly cursor?: string | null | undefined; readonly signal?: Signal | undefined }): Watch;
  /**
   * Whether the actor may do something on a track or group now (ACC-1, GRP-3).
   *
   * False, too, for what is not there: the answer never tells (ACC-5).
   * Refused with `invalid_input` for an action that such a scope does not know.
   */
  can(scope: Scope, action: Action): Promise<boolean>;
  /**
   * What has happened on a track or group, newest first (ACT-1); what happened to links, to the owner alone (EXP-5).
   *
   * A page holds `limit` entries, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
   * `before` is the `next` of an earlier page. Refused with `invalid_input`, `not_found`.
   */
  activity(scope: Scope, options?: {
    readonly before?: string | null | undefined;
    readonly limit?: number | null | undefined;
  }): Promise<ActivityPage>;
  /**
   * What has happened to the actor's own playlist shares, public page and imports, newest first (ACT-1, OPS-1, EXP-5).
   *
   * A page holds `limit` entries, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
   * `before` is the `next` of an earlier page. Refused with `invalid_input`.
   */
  ownActivity(options?: {
    readonly before?: string | null | undefined;
    readonly limit?: number | null | undefined;
  }): Promise<ActivityPage>;
  /**
   * What the actor was told, newest first, and how much of it is unread (NTF-1).
   *
   * A page holds `limit` notifications, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
   * `before` is the `next` of an earlier page. Refused with `invalid_input`.
   */
  notifications(options?: {
    readonly before?: string | null | undefined;
    readonly limit?: number | null | undefined;
  }): Promise<NotificationPage>;
  /** Marks a notification as read; marking it again changes nothing (NTF-1). Refused with `not_found`. */
  markRead(notification: ItemId | { readonly id: ItemId }): Promise<NotificationMarked>;
  /** Marks all that the actor was told as read (NTF-1). */
  markAllRead(): Promise<AllRead>;
  /** Takes a notification out of the actor's list, read or not (NTF-1). Refused with `not_found`. */
  dismissNotification(notification: ItemId | { readonly id: ItemId }): Promise<NotificationMarked>;
  /** Who takes part in a track or group, with roles, access and shares, in roster order (VIEW-1, SPL-4). Refused with `not_found`. */
  collaborators(scope: Scope): Promise<Panel>;
  /**
   * Gives a collaborator another access (ACC-3, ACC-6).
   *
   * Refused with `invalid_input`, `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`, `limit_exceeded`.
   */
  setAccess(scope: Scope, options: {
    readonly person: PersonId | { readonly id: PersonId };
    readonly access: Access;
  }): Promise<AccessChange>;
  /**
   * Forgets what was decided here for a person, so that the group above decides again (GRP-6).
   *
   * Refused with `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`.
   */
  inheritAccess(scope: Scope, person: PersonId | { readonly id: PersonId }): Promise<AccessChange>;
  /** Ends a person's access and keeps their shares (REV-1). Refused with `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`. */
  revoke(scope: Scope, person: PersonId | { readonly id: PersonId }): Promise<Ending>;
  /** Ends a person's access and frees their shares (REV-2). Refused with `not_found`, `access_denied`, `owner_fixed`, `nothing_to_revoke`. */
  removeCollaborator(scope: Scope, person: PersonId | { readonly id: PersonId }): Promise<Ending>;
  /** Ends the actor's own access; their shares stay (REV-3). Refused with `not_found`, `owner_fixed`. */
  leave(scope: Scope): Promise<Ending>;
  /** Ends a person's access to all that the actor owns (REV-5). Refused with `not_found`. */
  revokeAll(person: PersonId | { readonly id: PersonId }): Promise<Ending>;
  /** Ends the actor's access to all that a person owns (REV-5). Refused with `not_found`. */
  leaveAllFrom(owner: PersonId | { readonly id: PersonId }): Promise<Ending>;
  /**
   * Comments on a track, of which whoever can view it may say something (COM-1).
   *
   * `file` is the file store's own id of a file that it is about, `position` the time. The text may have 10,000 characters.
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`.
   */
  addComment(track: TrackId | { readonly id: TrackId }, options: {
    readonly text: string;
    readonly file?: string | null | undefined;
    readonly position?: PositionInput | null | undefined;
  }): Promise<Comment>;
  /**
   * Changes what the actor's own comment says; what is left out stays, `null` empties `file` and `position` (COM-1).
   *
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
   */
  editComment(comment: CommentId | { readonly id: CommentId }, options?: {
    readonly text?: string | null | undefined;
    readonly file?: string | null | undefined;
    readonly position?: PositionInput | null | undefined;
  }): Promise<Comment>;
  /** Deletes a comment: one's own while able to view, or any on a track that one owns (COM-1). Refused with `not_found`, `access_denied`. */
  deleteComment(comment: CommentId | { readonly id: CommentId }): Promise<CommentDeleted>;
  /** Pins a comment, so that it comes before all that are not; pinning again changes nothing (COM-1). Refused with `not_found`, `access_denied`. */
  pinComment(comment: CommentId | { readonly id: CommentId }): Promise<CommentPinned>;
  /** Unpins a comment; unpinning again changes nothing (COM-1). Refused with `not_found`, `access_denied`. */
  unpinComment(comment: CommentId | { readonly id: CommentId }): Promise<CommentPinned>;
  /**
   * The comments on a track, pinned ones first, then the newest (COM-1, COM-2).
   *
   * A page holds `limit` of them, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
   * `after` is the `next` of an earlier page. Refused with `invalid_input`, `not_found`.
   */
  comments(track: TrackId | { readonly id: TrackId }, options?: {
    readonly after?: string | null | undefined;
    readonly limit?: number | null | undefined;
  }): Promise<CommentsPage>;
  /**
   * Makes due now whatever brings a track's folder to its place and to whom access says, for its owner who has mended what was in the way (FIL-2).
   *
   * A folder that was deleted in the file store is made and shared anew by it, without what was in it.
   * The work itself is done by `Workspace.run_effects`. Refused with `not_found`, and `access_denied` for all but the owner.
   */
  retryFolder(track: TrackId | { readonly id: TrackId }): Promise<FolderRetried>;
  /**
   * Sends the bytes of a file of an import, by its place in that, counted from 0, while it waits (IMP-1).
   *
   * Once the import was accepted and `Workspace.run_effects` has run they lie in the track's folder. `content` is as for `uploadFile`.
   * Refused with `not_found`, `source_unavailable`, and `invalid_input` where it is not as long as was said.
   */
  sendFile(import_: ImportId | { readonly id: ImportId }, options: {
    readonly number: number;
    readonly content: Content;
  }): Promise<Import>;
  /**
   * Why a person has access to a track or has none, and what would end it (EXP-1).
   *
   * About oneself whoever can view may ask; about others, the owner and full collaborators (EXP-5). Refused with `not_found`, `access_denied`.
   */
  explain(person: PersonId | { readonly id: PersonId }, track: TrackId | { readonly id: TrackId }): Promise<Explanation>;
  /**
   * Everybody who may do something on a track or group, and through what, in roster order (EXP-2, EXP-5).
   *
   * Refused with `invalid_input` for an action that such a scope does not know, `not_found`, `access_denied`.
   */
  whoCan(scope: Scope, action: Action): Promise<readonly WhoCan[]>;
  /** What a person could do on a track at an instant, groups as they lay then included (EXP-4, EXP-5). Refused with `not_found`, `access_denied`. */
  accessAt(person: PersonId | { readonly id: PersonId }, options: {
    readonly track: TrackId | { readonly id: TrackId };
    readonly instant: Date;
  }): Promise<AccessThen>;
  /** Who held which share of a track at an instant (EXP-4). Refused with `not_found`. */
  sharesAt(track: TrackId | { readonly id: TrackId }, instant: Date): Promise<SharesThen>;
  /** A track's files as they are now (FIL-5, LNK-6). Refused with `not_found`, and `source_unavailable` where they cannot be reached. */
  files(track: TrackId | { readonly id: TrackId }): Promise<TrackFiles>;
  /**
   * A ticket for hearing a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).
   *
   * Refused with `not_found` for the track or the file, `source_unavailable`.
   */
  streamFile(track: TrackId | { readonly id: TrackId }, file: FileRef | string | { readonly id: FileRef }): Promise<FileTicket>;
  /**
   * A ticket for downloading a file, redeemed by `Workspace.redeem` within five minutes (FIL-5, LNK-5, ACC-1).
   *
   * Refused with `not_found` for the track or the file, `source_unavailable`.
   */
  downloadFile(track: TrackId | { readonly id: TrackId }, file: FileRef | string | { readonly id: FileRef }): Promise<FileTicket>;
  /**
   * Uploads a file, or with `replaces` new content for one, into the folder of its kind (FIL-1, FIL-4, FIL-5).
   *
   * `content` is bytes, a `Blob`, or a stream or iterable of bytes, awaited or not, of which never more than a piece is in memory.
   * What it throws reaches the caller.
   * The file is there when the call returns, also where it belongs to a batch that is then given up.
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.
   */
  uploadFile(track: TrackId | { readonly id: TrackId }, options: {
    readonly kind: FileKind;
    readonly name: string;
    readonly content: Content;
    readonly replaces?: boolean | undefined;
  }): Promise<FileChanged>;
  /**
   * Gives a file another name; it stays what it is, for links too (FIL-4, FIL-5).
   *
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `conflict` where the name is taken, `source_unavailable`.
   */
  renameFile(track: TrackId | { readonly id: TrackId }, options: {
    readonly file: FileRef | string | { readonly id: FileRef };
    readonly name: string;
  }): Promise<FileChanged>;
  /** Deletes a file (FIL-4, FIL-5). Refused with `not_found`, `access_denied`, `source_unavailable`. */
  deleteFile(track: TrackId | { readonly id: TrackId }, file: FileRef | string | { readonly id: FileRef }): Promise<FileChanged>;
  /**
   * Creates a group, at the top or in another (GRP-1, GRP-7).
   *
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `group_too_deep`.
   */
  createGroup(name: string, options?: {
    readonly parent?: GroupId | { readonly id: GroupId } | null | undefined;
  }): Promise<Group>;
  /** A group as the actor sees it. Refused with `not_found` also where the actor may not know of it (ACC-5). */
  group(group: GroupId | { readonly id: GroupId }): Promise<Group>;
  /** Names a group anew (GRP-7). Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`. */
  updateGroup(group: GroupId | { readonly id: GroupId }, name: string): Promise<Group>;
  /**
   * Moves a group into another, or with `null` to the top; says whose access rises and falls (GRP-5).
   *
   * Refused with `not_found`, `access_denied`, `group_cycle`, `group_too_deep`.
   */
  moveGroup(group: GroupId | { readonly id: GroupId }, parent: GroupId | { readonly id: GroupId } | null): Promise<GroupMoved>;
  /** Deletes a group; what lay in it goes to the top of whoever owns it (GRP-7). Refused with `not_found`, `access_denied`. */
  deleteGroup(group: GroupId | { readonly id: GroupId }): Promise<GroupDeleted>;
  /**
   * Sends up to 500 files to somebody, with a note and the track meant, by its id where the actor can view it or in words (IMP-1, IMP-2).
   *
   * Until they are accepted nothing in the recipient's library changes. Refused with `invalid_input`, `limit_exceeded`, `not_found`.
   */
  submitImport(to: PersonId | { readonly id: PersonId }, options: {
    readonly files: readonly NewFile[];
    readonly note?: string | null | undefined;
    readonly track?: TrackId | { readonly id: TrackId } | null | undefined;
    readonly trackName?: string | null | undefined;
  }): Promise<Import>;
  /** Sends once more what its recipient dismissed, as a new import (IMP-3). Refused with `not_found`. */
  resubmitImport(import_: ImportId | { readonly id: ImportId }): Promise<Import>;
  /** An import with the tracks that it may be meant for: to its recipient, and without these to its sender (IMP-2). Refused with `not_found`. */
  import(import_: ImportId | { readonly id: ImportId }): Promise<ImportDetail>;
  /**
   * What was sent to the actor, and the invitations that wait for an answer, newest first (IMP-4).
   *
   * A page holds `limit` entries, 1 to 200, 50 unless said otherwise, or fewer where `state` and `from` leave some out; `for await` over it goes
   * on over all. `after` is the `next` of an earlier page. Refused with `invalid_input`.
   */
  imports(options?: {
    readonly state?: ImportStatus | null | undefined;
    readonly from?: PersonId | { readonly id: PersonId } | null | undefined;
    readonly after?: string | null | undefined;
    readonly limit?: number | null | undefined;
  }): Promise<ImportsPage>;
  /**
   * Corrects what an import's files are, by their place counted from 0, and which track it is for, while it waits (IMP-2).
   *
   * `null` chooses no track. Refused with `invalid_input`, `not_found`.
   */
  updateImport(import_: ImportId | { readonly id: ImportId }, options?: {
    readonly kinds?: readonly KindOfFile[] | null | undefined;
    readonly track?: TrackId | { readonly id: TrackId } | null | undefined;
  }): Promise<Import>;
  /**
   * Accepts an import into `track`, on which the actor is editor or above, or into a new one under `title`, where wanted in `group` (IMP-3).
   *
   * Accepting again gives the first result. Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
   */
  acceptImport(import_: ImportId | { readonly id: ImportId }, options?: {
    readonly track?: TrackId | { readonly id: TrackId } | null | undefined;
    readonly title?: string | null | undefined;
    readonly group?: GroupId | { readonly id: GroupId } | null | undefined;
  }): Promise<Import>;
  /** Dismisses an import; its sender may send it again (IMP-3). Refused with `not_found`. */
  dismissImport(import_: ImportId | { readonly id: ImportId }): Promise<Import>;
  /**
   * Invites somebody to a track or group, with an access, a role and shares on offer; nothing begins before they accept (INV-1).
   *
   * Refused with `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`, `already_collaborator`, `over_allocated`.
   */
  invite(scope: Scope, options: {
    readonly to: Invitee;
    readonly access: Access;
    readonly role?: string | null | undefined;
    readonly shares?: ShareEdits | null | undefined;
  }): Promise<Invitation>;
  /** The invitations that wait for the actor's answer, newest first (INV-6). */
  invitations(): Promise<readonly InboxEntry[]>;
  /**
   * Accepts an invitation: access and shares begin (INV-3).
   *
   * Refused with `not_found`, `invitation_void`, `invitation_expired`, `limit_exceeded`.
   */
  acceptInvitation(invitation: InvitationId | { readonly id: InvitationId }): Promise<Joined>;
  /** Says no to an invitation (INV-2). Refused with `not_found`, `invitation_void`, `invitation_expired`. */
  dismissInvitation(invitation: InvitationId | { readonly id: InvitationId }): Promise<Invitation>;
  /** Takes an invitation back (INV-2). Refused with `not_found`, `access_denied`, `invitation_expired`. */
  withdrawInvitation(invitation: InvitationId | { readonly id: InvitationId }): Promise<Invitation>;
  /**
   * The tracks that the actor can view, newest first or by title (ACC-4, LIB-1).
   *
   * A page holds `limit` of them, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
   * `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
   * Refused with `invalid_input`, `limit_exceeded`.
   */
  library(options?: {
    readonly after?: string | null | undefined;
    readonly limit?: number | null | undefined;
    readonly sort?: LibrarySort | null | undefined;
    readonly filter?: LibraryFilterInput | null | undefined;
  }): Promise<LibraryPage>;
  /** The actor's buckets, in the order in which they were made (LIB-2). */
  buckets(): Promise<readonly Bucket[]>;
  /**
   * Makes a bucket: a private folder for arranging the library, of which nobody else knows (LIB-2).
   *
   * Refused with `invalid_input`, `limit_exceeded`, and `not_found` for an actor who is not registered.
   */
  createBucket(name: string): Promise<Bucket>;
  /** Gives a bucket another name (LIB-2). Refused with `invalid_input`, `limit_exceeded`, `not_found`. */
  renameBucket(bucket: BucketId | { readonly id: BucketId }, name: string): Promise<Bucket>;
  /** Deletes a bucket, and returns it as it was; what was in it is in none, and still in the library (LIB-2). Refused with `not_found`. */
  deleteBucket(bucket: BucketId | { readonly id: BucketId }): Promise<Bucket>;
  /** Puts a track into a bucket of the actor's, or with `null` out of all; access stays as it is (LIB-2). Refused with `not_found`. */
  moveToBucket(track: TrackId | { readonly id: TrackId }, bucket: BucketId | { readonly id: BucketId } | null): Promise<Placement>;
  /**
   * What has changed for the actor since a cursor that an earlier answer gave; all there is, where there is none (SYN-1, REV-6).
   *
   * Call it again at once while `more` is set. A cursor that was lost, or is another person's, begins a full reading: never a silent gap.
   */
  sync(options?: {
    readonly cursor?: string | null | undefined;
  }): Promise<Delta>;
  /**
   * Makes a secret address that opens one track, for whoever has it (LNK-1, LNK-2, OWN-2).
   *
   * `downloads` are the kinds of files that may be downloaded, none unless said; `stream` is whether what may be heard is played, as it is
   * unless said; between `notBefore` and `expiresAt` it opens; `downloadLimit` is how many downloads it gives in all; `label` says whom it
   * is for; `excluded` are files that it does not show; with `asksReview` visitors may say what they think of it.
   * The secret is in the answer, this once.
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied` to anybody but the owner, and
   * `source_unavailable` where files to leave out cannot be looked up.
   */
  createShareLink(track: TrackId | { readonly id: TrackId }, options?: {
    readonly downloads?: readonly FileKind[] | null | undefined;
    readonly stream?: boolean | null | undefined;
    readonly notBefore?: Date | null | undefined;
    readonly expiresAt?: Date | null | undefined;
    readonly password?: string | null | undefined;
    readonly downloadLimit?: number | null | undefined;
    readonly label?: string | null | undefined;
    readonly excluded?: readonly (FileRef | string | { readonly id: FileRef })[] | null | undefined;
    readonly asksReview?: boolean | null | undefined;
  }): Promise<LinkMade>;
  /**
   * Makes a secret address that opens some of the actor's own tracks in an order, at most 50 (LNK-7, LNK-2, OWN-2).
   *
   * Beside what a share link is told: `name`, by the tracks unless said; `cover`, where a picture is; `filter`, what of the tracks is shown.
   * Refused with `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, `source_unavailable`.
   */
  createPlaylistShare(tracks: readonly (TrackId | { readonly id: TrackId })[], options?: {
    readonly downloads?: readonly FileKind[] | null | undefined;
    readonly stream?: boolean | null | undefined;
    readonly notBefore?: Date | null | undefined;
    readonly expiresAt?: Date | null | undefined;
    readonly password?: string | null | undefined;
    readonly downloadLimit?: number | null | undefined;
    readonly label?: string | null | undefined;
    readonly excluded?: readonly (FileRef | string | { readonly id: FileRef })[] | null | undefined;
    readonly asksReview?: boolean | null | undefined;
    readonly name?: string | null | undefined;
    readonly cover?: string | null | undefined;
    readonly filter?: PlaylistFilterInput | null | undefined;
  }): Promise<LinkMade>;
  /**
   * Changes what a link or playlist share allows; what is left out stays, `null` empties (LNK-3, OWN-2).
   *
   * `name`, `cover`, `filter` and `tracks` are a playlist's. The address stays the same.
   * Refused with `invalid_input`, `limit_exceeded`, `playlist_too_long`, `not_found`, `access_denied`, `source_unavailable`, and `link_final` where it is over for good.
   */
  updateLink(link: LinkId | { readonly id: LinkId }, options?: {
    readonly downloads?: readonly FileKind[] | null | undefined;
    readonly stream?: boolean | null | undefined;
    readonly notBefore?: Date | null | undefined;
    readonly expiresAt?: Date | null | undefined;
    readonly password?: string | null | undefined;
    readonly downloadLimit?: number | null | undefined;
    readonly label?: string | null | undefined;
    readonly excluded?: readonly (FileRef | string | { readonly id: FileRef })[] | null | undefined;
    readonly asksReview?: boolean | null | undefined;
    readonly name?: string | null | undefined;
    readonly cover?: string | null | undefined;
    readonly filter?: PlaylistFilterInput | null | undefined;
    readonly tracks?: readonly (TrackId | { readonly id: TrackId })[] | null | undefined;
  }): Promise<Link>;
  /**
   * Gives a link another secret: the address that was sent opens nothing from now on, everything else stays (LNK-2).
   *
   * Refused with `not_found`, `access_denied`, `link_final`.
   */
  rotateLink(link: LinkId | { readonly id: LinkId }): Promise<LinkMade>;
  /** Revokes a link for good: the very next visitor is refused (LNK-3). Refused with `not_found`, `access_denied`, `link_final`. */
  revokeLink(link: LinkId | { readonly id: LinkId }): Promise<Link>;
  /**
   * Every link and playlist share that reaches a track, or all that the actor has, newest first, with those that are over (LNK-1, LNK-7).
   *
   * Refused with `not_found`, and `access_denied` to anybody but the track's owner (EXP-5).
   */
  links(options?: {
    readonly track?: TrackId | { readonly id: TrackId } | null | undefined;
  }): Promise<readonly Link[]>;
  /**
   * What visitors did with a link: sums over all visits, and the visits themselves, newest first (LNK-8).
   *
   * A page holds `limit` visits, 1 to 200, 50 unless said otherwise; `for await` over it goes on over all.
   * `before` is the `next` of an earlier page.
   * Refused with `invalid_input`, `not_found`, and `access_denied` to anybody but the owner (EXP-5).
   */
  linkAnalytics(link: LinkId | { readonly id: LinkId }, options?: {
    readonly before?: string | null | undefined;
    readonly limit?: number | null | undefined;
  }): Promise<LinkAnalytics>;
  /** Offers a track or group to a collaborator (OWN-4). Refused with `not_found`, `access_denied`, `owner_fixed`, `not_collaborator`. */
  offerOwnership(scope: Scope, to: PersonId | { readonly id: PersonId }): Promise<OfferMade>;
  /** Takes what was offered: the actor owns it from now on (OWN-4). Refused with `not_found`, `limit_exceeded`. */
  acceptOwnership(scope: Scope): Promise<Handover>;
  /** Says no to an offer (OWN-4). Refused with `not_found`. */
  declineOwnership(scope: Scope): Promise<OfferMade>;
  /** Takes an offer back (OWN-4). Refused with `not_found`, `access_denied`. */
  withdrawOwnership(scope: Scope): Promise<OfferMade>;
  /** The actor's own public page: an empty one, where they have made none (PUB-1, PUB-2). */
  publicPage(): Promise<OwnPage>;
  /**
   * Changes the actor's page; what is left out stays, `null` empties `bio` and `avatar`, `links` come instead of all there were (PUB-2).
   *
   * `slug` is 3 to 50 of a-z, 0-9 and hyphens, `avatar` an https address. Refused with `invalid_input`, `limit_exceeded`, `not_found`, `slug_taken`.
   */
  updatePublicPage(options?: {
    readonly slug?: string | null | undefined;
    readonly name?: string | null | undefined;
    readonly bio?: string | null | undefined;
    readonly avatar?: string | null | undefined;
    readonly links?: readonly PageLinkInput[] | null | undefined;
  }): Promise<OwnPage>;
  /**
   * Adds a track to the end of a section of the actor's page, or of its last one; it is shown while it is published (PUB-1, OWN-2).
   *
   * A section that is not there is made. Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
   */
  addToPublicPage(track: TrackId | { readonly id: TrackId }, options?: {
    readonly section?: string | null | undefined;
  }): Promise<OwnPage>;
  /** Takes a track off the actor's page (PUB-1). Refused with `not_found`. */
  removeFromPublicPage(track: TrackId | { readonly id: TrackId }): Promise<OwnPage>;
  /**
   * Puts what is on the actor's page in another order and under other titles (PUB-2).
   *
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, and `conflict` where these are not exactly the tracks on the page.
   */
  reorderPublicPage(sections: readonly SectionInput[]): Promise<OwnPage>;
  /** Lets the actor's page be found; it needs an address and a name (PUB-2). Refused with `invalid_input`, `not_found`. */
  publishPublicPage(): Promise<OwnPage>;
  /** Takes the actor's page off the public; all its settings stay (PUB-2). Refused with `not_found`. */
  unpublishPublicPage(): Promise<OwnPage>;
  /** What the actor shares with others and they with the actor, person by person (VIEW-1). */
  sharingPanel(): Promise<SharingPanel>;
  /**
   * A track with all that its first screen shows: details, people, splits, latest activity, for its owner the number of links (VIEW-1).
   *
   * Refused with `not_found`.
   */
  trackOverview(track: TrackId | { readonly id: TrackId }): Promise<TrackOverview>;
  /**
   * Saves shares of a track, row by row, whole or not at all (SPL-1, SPL-3).
   *
   * `basedOn` is the `sharesVersion` that was read; where others have saved since, the call is refused with `conflict` (SPL-9).
   * Refused with `invalid_input`, `invalid_share`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`, `limit_exceeded`.
   */
  setShares(track: TrackId | { readonly id: TrackId }, options: {
    readonly rows: readonly ShareRow[];
    readonly basedOn?: number | null | undefined;
  }): Promise<SharesChange>;
  /**
   * Proposes an even split, among all who take part or those named (SPL-6); nothing is saved.
   *
   * Refused with `invalid_input`, `not_found`, `access_denied`, `not_collaborator`.
   */
  proposeEvenSplit(track: TrackId | { readonly id: TrackId }, options?: {
    readonly among?: readonly (PersonId | { readonly id: PersonId })[] | null | undefined;
  }): Promise<Proposal>;
  /**
   * Proposes what somebody new could get of what is left (SPL-7); nothing is saved.
   *
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, `owner_fixed`.
   */
  proposeNewcomerSplit(track: TrackId | { readonly id: TrackId }, newcomer: Invitee): Promise<Proposal>;
  /**
   * Saves a proposal, as it was made or as the host has changed it, and invites its newcomer with `access` and `role` (SPL-7).
   *
   * Refused with `invalid_input`, `invalid_share`, `limit_exceeded`, `not_found`, `access_denied`, `not_collaborator`, `over_allocated`,
   * `owner_fixed`, `already_collaborator`, and `conflict` where the shares have changed since.
   */
  applyProposal(track: TrackId | { readonly id: TrackId }, options: {
    readonly proposal: ProposalInput;
    readonly access?: Access | null | undefined;
    readonly role?: string | null | undefined;
  }): Promise<Applied>;
  /** The most that a person could be given of each kind (SPL-8). Refused with `not_found`. */
  sharesAvailable(track: TrackId | { readonly id: TrackId }, person: PersonId | { readonly id: PersonId }): Promise<Shares>;
  /** The totals of a track's splits, where each kind is exactly 100 (SPL-5). Refused with `not_found`, `splits_incomplete`. */
  requireCompleteSplits(track: TrackId | { readonly id: TrackId }): Promise<Totals>;
  /**
   * Creates a track, which the actor owns; in a group, its owner does (OWN-1, GRP-4).
   *
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`.
   */
  createTrack(title: string, options?: {
    readonly group?: GroupId | { readonly id: GroupId } | null | undefined;
  }): Promise<Track>;
  /** A track as the actor sees it. Refused with `not_found` also where the actor may not know of it (ACC-5). */
  track(track: TrackId | { readonly id: TrackId }): Promise<Track>;
  /**
   * Changes a track's details; what is left out stays, `null` empties `bpm` and `key` (ACC-1, OWN-2, SPL-5).
   *
   * `bpm` is exact to a hundredth, from 1.00 to 999.99; a stage is one of `Stage` or the host's own.
   * Refused with `invalid_input`, `limit_exceeded`, `not_found`, `access_denied`, and `splits_incomplete` where publishing is strict.
   */
  updateTrack(track: TrackId | { readonly id: TrackId }, options?: {
    readonly title?: string | null | undefined;
    readonly stage?: Stage | null | undefined;
    readonly bpm?: DecimalInput | null | undefined;
    readonly key?: string | null | undefined;
    readonly tags?: readonly string[] | null | undefined;
  }): Promise<TrackUpdated>;
  /** Puts a track aside: it stays as it is, out of the way (LIB-2). Refused with `not_found`, `access_denied`. */
  archiveTrack(track: TrackId | { readonly id: TrackId }): Promise<Track>;
  /** Takes a track up again (LIB-2). Refused with `not_found`, `access_denied`. */
  unarchiveTrack(track: TrackId | { readonly id: TrackId }): Promise<Track>;
  /** Deletes a track for good, with all access to it (OWN-2). Refused with `not_found`, `access_denied`. */
  deleteTrack(track: TrackId | { readonly id: TrackId }): Promise<TrackDeleted>;
  /**
   * Moves a track into a group, or with `null` out of its group; says whose access rises and falls (GRP-4, GRP-5).
   *
   * Refused with `not_found`, `access_denied`, `limit_exceeded`.
   */
  moveTrack(track: TrackId | { readonly id: TrackId }, group: GroupId | { readonly id: GroupId } | null): Promise<TrackMoved>;
}

/** The face of somebody who has only a secret address. */
export class Visitor {
  private constructor();
  /** The same face, whose calls are given up when a signal is aborted. */
  withSignal(signal: Signal): Visitor;
  /** A public page by its address, as anybody may see it: shown tracks only (PUB-1). Refused with `not_found`. */
  publicPage(slug: string): Promise<PublicPage>;
  /**
   * Opens a link: what it shows, with its files as they are now (LNK-4, LNK-5, LNK-6, LNK-7).
   *
   * `visitor` is what visitors are told apart by, such as a network address, of which only a hash is kept; `label` is who it is, for the owner
   * to see; by `userAgent` bots are known, or by `bot`, and see no files.
   * Refused with `invalid_input`, `limit_exceeded`, `password_required`, `source_unavailable`, and `link_unavailable` whatever the reason.
   */
  open(secret: Secret | string, options?: {
    readonly password?: string | null | undefined;
    readonly visitor?: string | null | undefined;
    readonly label?: string | null | undefined;
    readonly userAgent?: string | null | undefined;
    readonly bot?: boolean | undefined;
  }): Promise<OpenedLink>;
  /**
   * A ticket for hearing a file of a link; the play is counted here (LNK-4, LNK-6).
   *
   * What is known of the visit is as for `open`. Refused as it is, `not_found` for a file that is not there for visitors, and
   * `download_not_allowed` for one that the link does not play.
   */
  stream(secret: Secret | string, options: {
    readonly track: TrackId | { readonly id: TrackId };
    readonly file: FileRef | string | { readonly id: FileRef };
    readonly password?: string | null | undefined;
    readonly visitor?: string | null | undefined;
    readonly label?: string | null | undefined;
    readonly userAgent?: string | null | undefined;
    readonly bot?: boolean | undefined;
  }): Promise<GivenFile>;
  /**
   * A ticket for downloading a file of a link; it counts when the ticket is first redeemed (LNK-4, LNK-5, LNK-6, LNK-8).
   *
   * What is known of the visit is as for `open`. Refused as it is, `not_found` for a file that is not there for visitors, and
   * `download_not_allowed` for one of a kind that the link does not allow.
   */
  download(secret: Secret | string, options: {
    readonly track: TrackId | { readonly id: TrackId };
    readonly file: FileRef | string | { readonly id: FileRef };
    readonly password?: string | null | undefined;
    readonly visitor?: string | null | undefined;
    readonly label?: string | null | undefined;
    readonly userAgent?: string | null | undefined;
    readonly bot?: boolean | undefined;
  }): Promise<GivenFile>;
  /**
   * Says what a visitor thinks of what a link opens, where it asks for that: the owner sees it with the link's analytics (LNK-11).
   *
   * `track` says of which track of a playlist, `positionMs` at which time in it, in milliseconds; the rest is as for `open`.
   * Refused as it is, `review_not_asked`, and `not_found` for a track that the link does not show.
   */
  review(secret: Secret | string, options: {
    readonly name: string;
    readonly verdict: Verdict;
    readonly text?: string | null | undefined;
    readonly track?: TrackId | { readonly id: TrackId } | null | undefined;
    readonly positionMs?: number | null | undefined;
    readonly password?: string | null | undefined;
    readonly visitor?: string | null | undefined;
    readonly label?: string | null | undefined;
    readonly userAgent?: string | null | undefined;
    readonly bot?: boolean | undefined;
  }): Promise<Reviewed>;
  /**
   * A ticket for hearing the preview of a track that a public page shows; nothing of it is counted or kept (PUB-3, LNK-6).
   *
   * Refused with `not_found` whatever of it is not there, `download_not_allowed` to a bot, `source_unavailable`.
   */
  streamPreview(slug: string, options: {
    readonly track: TrackId | { readonly id: TrackId };
    readonly userAgent?: string | null | undefined;
    readonly bot?: boolean | undefined;
  }): Promise<GivenFile>;
}

/** The face of the host as operator; its reason stands in the activity. */
export class Operator {
  private constructor();
  /** The same face, whose calls are given up when a signal is aborted. */
  withSignal(signal: Signal): Operator;
  /** Takes a comment down: it is there for nobody until it is restored (OPS-1). Refused with `not_found`. */
  takeDownComment(comment: CommentId | { readonly id: CommentId }): Promise<CommentTakedown>;
  /** Restores a comment that was taken down, in its old place (OPS-1). Refused with `not_found`. */
  restoreComment(comment: CommentId | { readonly id: CommentId }): Promise<CommentTakedown>;
  /**
   * What is still to be done outside, at most `limit` of it, due first first (OPS-1).
   *
   * One that was tried many times has a cause that somebody must mend. Refused with `invalid_input` above 1000.
   */
  effects(limit: number): Promise<OpenEffects>;
  /** Makes an effect due now, whenever it was to be tried again (OPS-1). Refused with `not_found` where it is not open. */
  retryEffect(effect: Effect): Promise<EffectRetried>;
  /** Hands a track or group over from an owner who cannot be reached (OPS-1, OWN-4). Refused with `not_found`, `owner_fixed`, `limit_exceeded`. */
  handOver(scope: Scope, to: PersonId | { readonly id: PersonId }): Promise<Handover>;
  /** Takes a track down: it is there for its owner alone until it is restored (OPS-1). Refused with `not_found`. */
  takeDown(track: TrackId | { readonly id: TrackId }): Promise<Takedown>;
  /** Restores a track that was taken down: everybody's access is as it was (OPS-1). Refused with `not_found`. */
  restore(track: TrackId | { readonly id: TrackId }): Promise<Takedown>;
  /** Takes a link or playlist share down: it opens for nobody until it is restored (OPS-1). Refused with `not_found`. */
  takeDownLink(link: LinkId | { readonly id: LinkId }): Promise<LinkTakedown>;
  /** Restores a link or playlist share that was taken down (OPS-1). Refused with `not_found`. */
  restoreLink(link: LinkId | { readonly id: LinkId }): Promise<LinkTakedown>;
  /** Takes a person's public page down: nobody finds it until it is restored, published or not (OPS-1). Refused with `not_found`. */
  takeDownPage(person: PersonId | { readonly id: PersonId }): Promise<PageTakedown>;
  /** Restores a public page that was taken down, with all its settings (OPS-1). Refused with `not_found`. */
  restorePage(person: PersonId | { readonly id: PersonId }): Promise<PageTakedown>;
}

/**
 * Who may do what, answered from memory, from `Workspace.accessIndex`: exact for one state, in which every commit up to `revision()` is.
 *
 * Its answers are no promises, since nothing is waited for, but for `atLeast`.
 * What this workspace has acknowledged is in it; what other processes commit follows within a second, and `atLeast` waits for it.
 * It is the host's: nothing is checked of who asks.
 */
export class AccessIndex {
  private constructor();
  /** Waits until every commit up to a number is in the index; for ever, where it is a number that no commit gets. */
  atLeast(revision: number): Promise<void>;
  /** The same index, whose waits are given up when a signal is aborted. */
  withSignal(signal: Signal): AccessIndex;
  /**
   * Whether a person may do something on a track or group (ACC-1, GRP-3).
   *
   * False, too, where there is no such person, track or group.
   * Throws `invalid_input` for an action that such a scope does not know.
   */
  can(person: PersonId | { readonly id: PersonId }, options: {
    readonly scope: Scope;
    readonly action: Action;
  }): boolean;
  /** Answers up to 10,000 questions as of one state, in their order (ACC-1, GRP-3). Throws `invalid_input` as `can`, `limit_exceeded`. */
  canMany(checks: readonly Check[]): Checked;
  /**
   * The tracks that a person can view, newest first or by title: exactly those on which `can` says so (ACC-4, LIB-1).
   *
   * A page holds `limit` of them, 1 to 10,000, 50 unless said otherwise; `for` over it goes on over all, each page as of a state of its own.
   * `after` is the `next` of an earlier page of this very listing: of this person, sort and filter.
   * Throws `invalid_input`, `limit_exceeded`.
   */
  list(person: PersonId | { readonly id: PersonId }, options?: {
    readonly after?: string | null | undefined;
    readonly limit?: number | null | undefined;
    readonly sort?: LibrarySort | null | undefined;
    readonly filter?: LibraryFilterInput | null | undefined;
  }): IndexPage;
  /** How many tracks a person can view of those that a filter wants. Throws `invalid_input`, `limit_exceeded`. */
  count(person: PersonId | { readonly id: PersonId }, options?: {
    readonly filter?: LibraryFilterInput | null | undefined;
  }): number;
  /**
   * Everybody who may do something on a track or group, and through what, ordered by id (EXP-2).
   *
   * Throws `invalid_input` for an action that such a scope does not know, `not_found`.
   */
  whoCan(scope: Scope, action: Action): readonly Holder[];
  /** Why a person has access to a track or has none, and what would end it, without names and links (EXP-1). Throws `not_found`. */
  explain(person: PersonId | { readonly id: PersonId }, track: TrackId | { readonly id: TrackId }): Explanation;
  /** The number up to which every commit is in the index; on PostgreSQL later ones may be too, so that it is no key to keep answers under. */
  revision(): number;
}

/** The way of sharing that suits a situation best (LNK-10). Refused with `invalid_input` for a word that is no `Situation`. */
export function sharingMethodFor(situation: Situation): SharingMethod;
