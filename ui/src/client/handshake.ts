// The first words of a connection: the nonce, and the engine's welcome.

import { PROTOCOL_VERSION, type Frame, type WelcomeFrame } from '../protocol/frames';
import { ERRORS } from '../protocol/errors';
import { otherVersion, type Ending } from './ending';
import { EngineError, unreachable } from './errors';
import { within } from './waiting';
import type { Wire } from './wire';

const TIMED_OUT = ERRORS['protocol.handshake_timeout'];
const UNEXPECTED = ERRORS['protocol.unexpected_frame'];

/** Says hello; gives the engine's welcome, or how the connection ended. */
export async function handshake(wire: Wire, nonce: string, client: string, most: number): Promise<WelcomeFrame | Ending> {
  const answered = greeted(wire, nonce, client);
  try {
    return await within(most, Promise.race([answered, wire.ended]), () => unreachable(`no welcome within ${most} ms`));
  } catch (error) {
    wire.end(TIMED_OUT, error as EngineError);
    return wire.ended;
  }
}

async function greeted(wire: Wire, nonce: string, client: string): Promise<WelcomeFrame | Ending> {
  await wire.opened;
  const first = new Promise<Frame>((resolve) => {
    wire.onFrame = resolve;
  });
  wire.send({ kind: 'hello', protocol: PROTOCOL_VERSION, nonce, client });
  const frame = await first;
  if (frame.kind === 'welcome' && frame.protocol === PROTOCOL_VERSION) return frame;
  const ending = frame.kind === 'welcome' ? otherVersion(PROTOCOL_VERSION, frame.protocol) : noWelcome(frame);
  wire.end(ending.code, ending.error);
  return ending;
}

function noWelcome(frame: Frame): Ending {
  return { code: UNEXPECTED, error: new EngineError('protocol.unexpected_frame', `a ${frame.kind} came before the welcome`) };
}
