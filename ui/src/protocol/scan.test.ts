// The bounds of a frame hold before anything of it is decoded.

import { describe, expect, it } from 'vitest';

import { check, MAX_DEPTH, MAX_FRAME_BYTES, MAX_VALUES } from './scan';

function nested(depth: number): Uint8Array {
  return new Uint8Array(depth + 1).fill(0x91, 0, depth).fill(0xc0, depth);
}

function many(values: number): Uint8Array {
  const bytes = new Uint8Array(values + 5).fill(0xc0, 5);
  bytes[0] = 0xdd;
  new DataView(bytes.buffer).setUint32(1, values);
  return bytes;
}

function codeOf(bytes: Uint8Array): string {
  try {
    check(bytes);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return 'fine';
}

describe('check', () => {
  it.each([
    ['a number', Uint8Array.of(0), 'fine'],
    ['empty lists and maps', Uint8Array.of(0x92, 0x90, 0x80), 'fine'],
    ['a map', Uint8Array.of(0x81, 0xa1, 0x61, 0xcd, 1, 2), 'fine'],
    ['numbers of every size', Uint8Array.of(0x93, 0xd0, 0, 0xd3, 0, 0, 0, 0, 0, 0, 0, 0, 0xca, 0, 0, 0, 0), 'fine'],
    ['nothing', new Uint8Array(), 'protocol.malformed'],
    ['two values', Uint8Array.of(0, 0), 'protocol.malformed'],
    ['a number cut short', Uint8Array.of(0xcf, 0, 0), 'protocol.malformed'],
    ['a length cut short', Uint8Array.of(0xdb, 0xff), 'protocol.malformed'],
    ['a text that claims 4 GiB', Uint8Array.of(0xdb, 0xff, 0xff, 0xff, 0xff), 'protocol.malformed'],
    ['a list that claims four billion', Uint8Array.of(0xdd, 0xff, 0xff, 0xff, 0xff, 0), 'protocol.malformed'],
    ['a map that claims four billion', Uint8Array.of(0xdf, 0xff, 0xff, 0xff, 0xff, 0), 'protocol.malformed'],
    ['a timestamp', Uint8Array.of(0xd6, 0xff, 0, 0, 0, 0), 'protocol.malformed'],
    ['the byte that is never used', Uint8Array.of(0xc1), 'protocol.malformed'],
    ['lists as deep as allowed', nested(MAX_DEPTH), 'fine'],
    ['lists one deeper', nested(MAX_DEPTH + 1), 'protocol.too_deep'],
    ['a million lists', nested(1_000_000), 'protocol.too_deep'],
    ['as many values as allowed', many(MAX_VALUES - 1), 'fine'],
    ['one more', many(MAX_VALUES), 'protocol.too_many_values'],
    ['a frame one byte too long', new Uint8Array(MAX_FRAME_BYTES + 1), 'protocol.frame_too_large'],
  ])('judges %s', (_, bytes, expected) => {
    expect(codeOf(bytes)).toBe(expected);
  });
});
