// Frames to bytes and back, by the tables of the protocol: times are bigints, counts are numbers, fields stand in their order.

import { decode } from '@msgpack/msgpack';

import type { Frame } from './frames';
import type { Records } from './records';
import { BadFrame, check } from './scan';
import type { Shape } from './shape';
import { FRAMES, METHODS, RECORDS } from './tables';
import { Writer } from './writer';

const LIST_OF = 'list of ';
const KINDS: ReadonlySet<unknown> = new Set(Object.keys(FRAMES));

type Untyped = Readonly<Record<string, unknown>>;

/** A frame of a kind that this version does not know: a client passes over it. */
export class UnknownKind extends BadFrame {
  constructor() {
    super('protocol.malformed', 'no frame: its kind is none of those');
  }
}

/**
 * The frame in these bytes; fields that are not known are ignored. What belongs to a method is still without a type: `valueOf` gives
 * it one. Throws `BadFrame`, for a kind that is not known `UnknownKind`.
 */
export function decodeFrame(bytes: Uint8Array): Frame {
  check(bytes);
  const frame = decoded(bytes);
  if (!isMap(frame) || typeof frame['kind'] !== 'string') {
    throw new BadFrame('protocol.malformed', 'no frame: it says no kind');
  }
  if (!KINDS.has(frame['kind'])) throw new UnknownKind();
  const kind = frame['kind'] as Frame['kind'];
  return { kind, ...typed(FRAMES[kind], frame) } as Frame;
}

/** What belongs to a method, as its record; fields that are not known are left out. Throws `BadFrame`. */
export function valueOf<R extends keyof Records>(record: R, value: unknown): Records[R] {
  return shaped(record, value) as Records[R];
}

/** The frame's bytes. `record` is that of a result or of an event's data; that of parameters and details is known. */
export function encodeFrame(frame: Frame, record?: keyof Records): Uint8Array {
  const writer = new Writer();
  const inside = record ?? payloadOf(frame);
  const shape = Object.entries(FRAMES[frame.kind]).map(
    ([name, kind]) => [name, kind.replace('payload', inside)] as const,
  );
  write(writer, { kind: 'text', ...Object.fromEntries(shape) }, frame as unknown as Untyped);
  return writer.written();
}

function payloadOf(frame: Frame): string {
  if (frame.kind === 'error') return 'ErrorDetails';
  if (frame.kind !== 'request' && frame.kind !== 'subscribe') return 'fields';
  const methods: Readonly<Record<string, { readonly params: string } | undefined>> = METHODS;
  return methods[frame.method]?.params ?? 'fields';
}

function decoded(bytes: Uint8Array): unknown {
  try {
    return decode(bytes, { useBigInt64: true });
  } catch (error) {
    throw new BadFrame('protocol.malformed', String(error));
  }
}

function isMap(value: unknown): value is Untyped {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function typed(shape: Shape, value: Untyped): Untyped {
  return Object.fromEntries(given(shape, value).map(([name, kind]) => [name, shaped(kind, value[name])]));
}

/** The fields that are there, in order, each with its type. */
function given(shape: Shape, value: Untyped): readonly (readonly [string, string])[] {
  const known: (readonly [string, string])[] = [];
  for (const [name, kind] of Object.entries(shape)) {
    const isOptional = kind.endsWith('?');
    if ((value[name] ?? null) !== null) known.push([name, isOptional ? kind.slice(0, -1) : kind]);
    else if (!isOptional) throw new BadFrame('protocol.malformed', `${name} is missing`);
  }
  return known;
}

/** A decoded value as its type: the library does not know whether a small number is a time. */
function shaped(kind: string, value: unknown): unknown {
  if (kind.startsWith(LIST_OF) && Array.isArray(value)) {
    const item = kind.slice(LIST_OF.length);
    return value.map((one) => shaped(item, one));
  }
  if (kind in RECORDS && isMap(value)) return typed(RECORDS[kind as keyof Records], value);
  if (kind === 'scalar' || kind === 'payload' || isOf(kind, value)) return ofNumber(kind, value);
  throw new BadFrame('protocol.malformed', `no ${kind}: ${String(value)}`);
}

function ofNumber(kind: string, value: unknown): unknown {
  if (kind === 'int64') return BigInt(value as number | bigint);
  return kind === 'count' || kind === 'float' ? Number(value) : value;
}

function isOf(kind: string, value: unknown): boolean {
  switch (kind) {
    case 'bool':
      return typeof value === 'boolean';
    case 'u32':
    case 'count':
    case 'int64':
      return typeof value === 'bigint' || Number.isInteger(value);
    case 'float':
      return typeof value === 'bigint' || typeof value === 'number';
    case 'text':
      return typeof value === 'string';
    case 'bin':
      return value instanceof Uint8Array;
    default:
      return kind === 'fields' && isMap(value);
  }
}

function write(writer: Writer, shape: Shape, value: Untyped): void {
  const known = given(shape, value);
  writer.map(known.length);
  for (const [name, kind] of known) {
    writer.text(name);
    writeAs(writer, kind, value[name]);
  }
}

function writeAs(writer: Writer, kind: string, value: unknown): void {
  if (kind.startsWith(LIST_OF)) {
    const items = value as readonly unknown[];
    writer.list(items.length);
    items.forEach((item) => writeAs(writer, kind.slice(LIST_OF.length), item));
  } else if (kind in RECORDS) {
    write(writer, RECORDS[kind as keyof Records], value as Untyped);
  } else if (kind === 'float') {
    writer.float(value as number);
  } else {
    writeAny(writer, value);
  }
}

/** A value without a type: numbers that are whole become whole numbers, keys stand in order. */
function writeAny(writer: Writer, value: unknown): void {
  if (value === null || value === undefined) writer.nil();
  else if (typeof value === 'boolean') writer.bool(value);
  else if (typeof value === 'string') writer.text(value);
  else if (typeof value === 'bigint') writer.whole(value);
  else if (typeof value === 'number') writeNumber(writer, value);
  else if (value instanceof Uint8Array) writer.bin(value);
  else if (Array.isArray(value)) {
    writer.list(value.length);
    value.forEach((item) => writeAny(writer, item));
  } else writeFields(writer, value as Untyped);
}

function writeNumber(writer: Writer, value: number): void {
  if (Number.isSafeInteger(value)) writer.whole(value);
  else writer.float(value);
}

function writeFields(writer: Writer, value: Untyped): void {
  const keys = Object.keys(value).sort(byCodePoint);
  writer.map(keys.length);
  for (const key of keys) {
    writer.text(key);
    writeAny(writer, value[key]);
  }
}

/** As UTF-8 is ordered, which UTF-16 is not beyond its first plane. */
function byCodePoint(left: string, right: string): number {
  const [one, other] = [[...left], [...right]];
  const place = one.findIndex((character, index) => character !== other[index]);
  if (place === -1) return one.length - other.length;
  return (one[place]?.codePointAt(0) ?? 0) - (other[place]?.codePointAt(0) ?? -1);
}
