// Every bound of a client in one place: how much it holds, and for how long it waits.

/** Bounds of a client; times in milliseconds. */
export interface Limits {
  /** For the endpoint to be told. */
  readonly find: number;
  /** From the first byte to the engine's welcome. */
  readonly handshake: number;
  /** For which requests wait while there is no connection. */
  readonly patience: number;
  /** Before the first attempt to connect again. It doubles each time. */
  readonly firstPause: number;
  /** Between two attempts, at most; a connection that lived as long lets the pauses begin anew. */
  readonly longestPause: number;
  /** How often in a row the engine may refuse the nonce. */
  readonly refusals: number;
  /** Without a word from the engine after which it is asked for one; after three of them the connection counts as broken. */
  readonly heartbeat: number;
  /** Requests and subscriptions that are open at once, those included that were given up and not answered yet. */
  readonly open: number;
  /** Bytes that the platform has not sent yet. */
  readonly unsentBytes: number;
  /** Bytes of parts that nobody has read yet. */
  readonly partBytes: number;
  /** Bytes of a table, in all of its parts. */
  readonly tableBytes: number;
}

/** The usual ones. */
export const LIMITS: Limits = {
  find: 60_000,
  handshake: 10_000,
  patience: 5_000,
  firstPause: 50,
  longestPause: 5_000,
  refusals: 5,
  heartbeat: 15_000,
  open: 1_024,
  unsentBytes: 64 << 20,
  partBytes: 64 << 20,
  tableBytes: 1 << 30,
};
