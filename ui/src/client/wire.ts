// A WebSocket that carries frames: bytes become frames and frames bytes, and its end is told once.

import { decodeFrame, encodeFrame, UnknownKind } from '../protocol/codec';
import type { Frame } from '../protocol/frames';
import { check } from '../protocol/scan';
import { ERRORS } from '../protocol/errors';
import { endingOf, type Ending } from './ending';
import { asEngineError, EngineError, errorOf, lost, unreachable } from './errors';
import type { Socket, SocketConstructor } from './socket';
import { Deferred } from './waiting';

const MALFORMED = ERRORS['protocol.malformed'];
const GONE = 1006;

/** One WebSocket from its first byte to its last. */
export class Wire {
  /** Is given each frame that this version knows. */
  onFrame: (frame: Frame) => void = () => undefined;
  readonly #socket: Socket;
  readonly #opened = new Deferred<void>();
  readonly #ended = new Deferred<Ending>();
  #ending: Ending | undefined;
  /** What the engine said about the end of the connection. */
  #said: EngineError | undefined;
  #messages = 0;

  /** Throws `ipc.unreachable` where the platform does not let us try. */
  constructor(url: string, WebSocket: SocketConstructor) {
    this.#socket = openedAt(url, WebSocket);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.addEventListener('open', () => this.#opened.resolve());
    this.#socket.addEventListener('message', (event: { data: unknown }) => this.#take(event.data));
    // What went wrong is told to nobody; the close event that follows says that it is over.
    this.#socket.addEventListener('error', () => undefined);
    this.#socket.addEventListener('close', ({ code, reason }) => this.#over(endingOf(code || GONE, reason, this.#said)));
  }

  /** When it can be written to. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** How it ended. */
  get ended(): Promise<Ending> {
    return this.#ended.promise;
  }

  /** How it ended, if it has. */
  get ending(): Ending | undefined {
    return this.#ending;
  }

  /** Messages that have come. */
  get messages(): number {
    return this.#messages;
  }

  /** Bytes that have not left yet. */
  get unsent(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends a frame. Throws an `EngineError` for one that cannot be sent. */
  send(frame: Frame): void {
    const bytes = bytesOf(frame);
    if (this.#ending !== undefined) throw lost(this.#ending.error);
    this.#socket.send(bytes);
  }

  /** Ends it from this side; the other one is told, but not waited for. */
  end(code: number, error: EngineError): void {
    if (this.#ending !== undefined) return;
    this.#over({ code, error });
    // A platform lets 1000 and codes from 3000 on be sent.
    this.#socket.close(code < 3000 ? 1000 : code, error.code);
  }

  #over(ending: Ending): void {
    if (this.#ending !== undefined) return;
    this.#ending = ending;
    this.#ended.resolve(ending);
  }

  #take(data: unknown): void {
    if (this.#ending !== undefined) return;
    this.#messages += 1;
    try {
      if (!(data instanceof ArrayBuffer)) throw new EngineError('protocol.malformed', 'frames are binary');
      this.#hand(decodeFrame(new Uint8Array(data)));
    } catch (error) {
      if (error instanceof UnknownKind) return;
      this.end(MALFORMED, asEngineError(error, 'protocol.malformed'));
    }
  }

  #hand(frame: Frame): void {
    if (frame.kind === 'error' && frame.id === undefined) this.#said = errorOf(frame);
    else this.onFrame(frame);
  }
}

function openedAt(url: string, WebSocket: SocketConstructor): Socket {
  try {
    return new WebSocket(url);
  } catch (error) {
    throw unreachable(error instanceof Error ? error.message : String(error), error);
  }
}

/** Its bytes, within the bounds for which the engine would close the connection. */
function bytesOf(frame: Frame): Uint8Array<ArrayBuffer> {
  try {
    const bytes = encodeFrame(frame);
    check(bytes);
    return bytes as Uint8Array<ArrayBuffer>;
  } catch (error) {
    const { code, message } = asEngineError(error, 'protocol.bad_params');
    // What is missing or of another type is not the frame's fault.
    throw new EngineError(code === 'protocol.malformed' ? 'protocol.bad_params' : code, message, undefined, { cause: error });
  }
}
