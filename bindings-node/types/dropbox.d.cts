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
