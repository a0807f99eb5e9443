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
