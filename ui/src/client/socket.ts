// The part of a WebSocket that a client uses, whoever brings it: a browser, Electron, Node or a library.

/** A WebSocket, as far as it is used here. */
export interface Socket {
  binaryType: string;
  /** Bytes that were given to `send` and have not left yet. */
  readonly bufferedAmount: number;
  send(bytes: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  // What an event holds differs from platform to platform.
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: any) => void): void;
}

/** Opens a WebSocket. */
export type SocketConstructor = new (url: string) => Socket;

/** The platform's own. Throws where there is none. */
export function platformSocket(): SocketConstructor {
  if (typeof WebSocket === 'undefined') {
    throw new TypeError('this platform has no WebSocket: give one as `webSocket`, or use Node 22 or later');
  }
  return WebSocket;
}
