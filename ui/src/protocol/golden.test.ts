// Every golden frame says here what it says in Rust and Python, and is written again byte for byte.

import { describe, expect, it } from 'vitest';

import { decodeFrame, encodeFrame, valueOf } from './codec';
import type { Frame } from './frames';
import { goldenFrames, type GoldenFrame } from './golden-frames';
import type { Shape } from './shape';
import { METHODS, FRAMES, RECORDS } from './tables';

const FOUND = goldenFrames();

describe('golden frames', () => {
  it('are there for every kind', () => {
    expect(new Set(FOUND.map(({ bytes }) => decodeFrame(bytes).kind))).toEqual(new Set(Object.keys(FRAMES)));
  });

  it.each(FOUND.map((golden) => [golden.name, golden] as const))('%s is written again', (_, golden) => {
    expect(encodeFrame(withValue(golden), golden.record)).toEqual(golden.bytes);
  });

  it.each(FOUND.map((golden) => [golden.name, golden] as const))('%s says what stands beside it', (_, golden) => {
    const frame = withValue(golden);
    expect(shownFrame(frame, golden)).toBe(golden.text);
  });
});

/** The frame with what belongs to its method as its record. */
function withValue({ bytes, record }: GoldenFrame): Frame {
  const frame = decodeFrame(bytes);
  if (frame.kind === 'request' || frame.kind === 'subscribe') {
    const method = METHODS[frame.method as keyof typeof METHODS];
    return { ...frame, params: valueOf(method.params, frame.params) };
  }
  if (frame.kind === 'reply' && record) return { ...frame, result: valueOf(record, frame.result) };
  if (frame.kind === 'event' && record) return { ...frame, data: valueOf(record, frame.data) };
  if (frame.kind === 'error' && frame.details) {
    return { ...frame, details: valueOf('ErrorDetails', frame.details) };
  }
  return frame;
}

function shownFrame(frame: Frame, { record }: GoldenFrame): string {
  const inside = record ?? ('method' in frame ? METHODS[frame.method as keyof typeof METHODS].params : 'ErrorDetails');
  const fields = Object.entries(FRAMES[frame.kind]).map(([name, kind]) => [name, kind.replace('payload', inside)]);
  return shownRecord({ kind: 'text', ...Object.fromEntries(fields) }, frame);
}

function shownRecord(shape: Shape, value: object): string {
  const fields = Object.entries(value).map(([name, one]) => {
    return `${JSON.stringify(name)}: ${shown((shape[name] ?? 'any').replace('?', ''), one)}`;
  });
  return `{${fields.join(', ')}}`;
}

/** As Rust shows it; only by its type is a whole float told from a whole number. */
function shown(kind: string, value: unknown): string {
  if (value instanceof Uint8Array) {
    return `h'${[...value].map((byte) => byte.toString(16).padStart(2, '0')).join('')}'`;
  }
  if (Array.isArray(value)) return `[${value.map((one) => shown(kind.replace('list of ', ''), one)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return shownRecord(kind in RECORDS ? RECORDS[kind as keyof typeof RECORDS] : {}, value);
  }
  if (typeof value === 'number') return shownNumber(kind, value);
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function shownNumber(kind: string, value: number): string {
  const text = String(value).replace('e+', 'e');
  return kind === 'float' && Number.isInteger(value) ? `${text}.0` : text;
}
