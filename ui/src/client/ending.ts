// How a connection ended, and whether that is a reason to come back.

import { ERRORS } from '../protocol/errors';
import { EngineError, unreachable } from './errors';

/** How a connection ended. */
export interface Ending {
  /** The close code of the WebSocket; 1006 if there was none. */
  readonly code: number;
  readonly error: EngineError;
}

/** `again` after a pause; `refused` is the same, only so often; `never` is the end. */
export type Comeback = 'again' | 'refused' | 'never';

const UNAUTHORIZED = ERRORS['protocol.unauthorized'];
const VERSION_UNSUPPORTED = ERRORS['protocol.version_unsupported'];

/** What to do after it. */
export function comeback(ending: Ending): Comeback {
  if (ending.code === VERSION_UNSUPPORTED) return 'never';
  // The engine may have been started anew between the question where it is and the attempt.
  return ending.code === UNAUTHORIZED ? 'refused' : 'again';
}

/** What a close frame says: its reason begins with the stable code. */
export function endingOf(code: number, reason: string, said?: EngineError): Ending {
  return { code, error: said ?? ofReason(code, reason) };
}

/** Our own version does not fit the engine's. */
export function otherVersion(ours: number, theirs: number): Ending {
  const message = `the engine speaks version ${theirs} of the frames, this client ${ours}: bring the older up to date`;
  return { code: VERSION_UNSUPPORTED, error: new EngineError('protocol.version_unsupported', message) };
}

function ofReason(code: number, reason: string): EngineError {
  const known = /^([a-z]+\.[a-z_]+)(?:: )?(.*)$/s.exec(reason);
  if (known?.[1] !== undefined) return new EngineError(known[1], known[2] || known[1]);
  const listed = Object.entries(ERRORS).find(([, close]) => close === code)?.[0];
  return listed === undefined ? unreachable(`the connection ended with ${code}`) : new EngineError(listed, listed);
}
