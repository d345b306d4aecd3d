// Where the engine is: a port of this machine, and the word that it printed for those who may connect.

import { unreachable, type EngineError } from './errors';
import { within } from './waiting';

/** What the engine printed when it was ready. */
export interface Endpoint {
  readonly port: number;
  readonly nonce: string;
}

/** Tells where the engine is now. It is asked before each attempt: an engine that was started anew has another port and nonce. */
export type FindEndpoint = () => Promise<Endpoint>;

const LONGEST_NONCE = 1_024;

/** The endpoint, looked at. Throws `ipc.unreachable`. */
export async function found(find: FindEndpoint, most: number): Promise<Endpoint> {
  let endpoint: Endpoint;
  try {
    endpoint = await within(most, find(), () => unreachable(`nobody said within ${most} ms where it is`));
  } catch (error) {
    throw asUnreachable(error);
  }
  if (!isEndpoint(endpoint)) throw unreachable('what was told of it is no port and nonce');
  return endpoint;
}

/** The address; it is always this machine. */
export function urlOf(endpoint: Endpoint): string {
  return `ws://127.0.0.1:${endpoint.port}/`;
}

function isEndpoint({ port, nonce }: Endpoint): boolean {
  const isPort = Number.isInteger(port) && port > 0 && port < 0x1_0000;
  return isPort && typeof nonce === 'string' && nonce.length > 0 && nonce.length <= LONGEST_NONCE;
}

function asUnreachable(error: unknown): EngineError {
  return unreachable(error instanceof Error ? error.message : String(error), error);
}
