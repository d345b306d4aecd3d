// The methods of the protocol by how they answer, so that each is asked in the way that fits it.

import { valueOf } from '../protocol/codec';
import type { Methods } from '../protocol/methods';
import type { Records } from '../protocol/records';
import { METHODS } from '../protocol/tables';

/** Methods that answer in one way. */
type Answering<A> = { [M in keyof Methods]: Methods[M]['answer'] extends A ? M : never }[keyof Methods];

/** Methods with one reply. */
export type OnceMethod = Answering<'once'>;

/** Methods whose result comes in parts. */
export type PartsMethod = Answering<'parts'>;

/** Methods that give events. */
export type EventsMethod = Answering<'events'>;

const RECORDS_OF = new Map<string, keyof Records>(Object.entries(METHODS).map(([name, { result }]) => [name, result]));

/** A result or an event's data with its type; that of a method which the table does not know stays as it came. */
export function resultOf(method: string, value: unknown): unknown {
  const record = RECORDS_OF.get(method);
  return record === undefined ? value : valueOf(record, value);
}
