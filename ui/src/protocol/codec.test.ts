// Values keep their types on the way through bytes, and what is no frame is refused.

import { encode } from '@msgpack/msgpack';
import { describe, expect, it } from 'vitest';

import { decodeFrame, encodeFrame, valueOf } from './codec';
import type { Frame } from './frames';
import { BadFrame } from './scan';

const LARGEST = 2n ** 63n - 1n;

describe('valueOf', () => {
  it.each([0n, 1n, -1n, 2n ** 32n, -(2n ** 63n), LARGEST])('gives the time %s back as a bigint', (time) => {
    const request: Frame = { kind: 'request', id: 1, method: 'ticks.range', params: { symbol: 'X', start: time } };
    const read = decodeFrame(encodeFrame(request));
    const params = read.kind === 'request' ? read.params : undefined;
    expect(valueOf('SymbolRange', params)).toEqual({ symbol: 'X', start: time });
  });

  it('gives counts as numbers, however they were written', () => {
    expect(valueOf('SymbolCount', { symbol: 'X', files: 5_000_000_000n })).toEqual({ symbol: 'X', files: 5e9 });
  });

  it('leaves out fields that a later engine may send', () => {
    expect(valueOf('SymbolName', { symbol: 'X', exchange: 'Y' })).toEqual({ symbol: 'X' });
  });

  it.each([
    ['a text for a number', 'SymbolCount', { symbol: 'X', files: '1' }],
    ['half a file', 'SymbolCount', { symbol: 'X', files: 0.5 }],
    ['a list for a map', 'SymbolName', []],
    ['a missing field', 'SymbolName', {}],
    ['a number for a list', 'DayList', { days: 1 }],
  ] as const)('refuses %s', (_, record, value) => {
    expect(() => valueOf(record, value)).toThrow(BadFrame);
  });
});

describe('decodeFrame', () => {
  it('passes over fields that it does not know', () => {
    expect(decodeFrame(encode({ more: { of: 'it' }, id: 7, kind: 'cancel' }))).toEqual({ kind: 'cancel', id: 7 });
  });

  it('takes nil for missing', () => {
    const bytes = encode({ kind: 'error', id: null, code: 'store.io', message: 'm' });
    expect(decodeFrame(bytes)).toEqual({ kind: 'error', code: 'store.io', message: 'm' });
  });

  it.each([
    ['a list', [1]],
    ['an unknown kind', { kind: 'shout' }],
    ['a name that every object has', { kind: 'toString' }],
    ['no kind', { id: 1 }],
    ['a missing field', { kind: 'cancel' }],
    ['an id that is a text', { kind: 'cancel', id: '1' }],
  ])('refuses %s', (_, value) => {
    expect(() => decodeFrame(encode(value))).toThrow(BadFrame);
  });
});

describe('encodeFrame', () => {
  it('writes fields in their order and leaves out what is missing', () => {
    const mixed = { params: { end: undefined, symbol: 'X' }, method: 'ticks.days', id: 1, kind: 'request' };
    const plain = { kind: 'request', id: 1, method: 'ticks.days', params: { symbol: 'X' } };
    expect(encodeFrame(mixed as unknown as Frame)).toEqual(encodeFrame(plain as Frame));
  });

  it('orders free keys as UTF-8 does', () => {
    const record = { '\u{1f600}': 1, '\uff5e': 2, b: 3, ab: 4, a: 5 };
    const frame: Frame = { kind: 'request', id: 1, method: 'tables.create', params: { table: 'trades', record } };
    const read = decodeFrame(encodeFrame(frame));
    const params = read.kind === 'request' ? valueOf('RecordOfTable', read.params) : undefined;
    expect(Object.keys(params?.record ?? {})).toEqual(['a', 'ab', 'b', '\uff5e', '\u{1f600}']);
  });

  it('writes long texts, lists and columns', () => {
    const columns = new Uint8Array(70_000).fill(7);
    const reply: Frame = { kind: 'reply', id: 1, result: { columns } };
    const read = decodeFrame(encodeFrame(reply, 'TablePart'));
    expect(read.kind === 'reply' && valueOf('TablePart', read.result).columns).toEqual(columns);
    const days = Array.from({ length: 70_000 }, () => '2019-02-04');
    const list = decodeFrame(encodeFrame({ kind: 'reply', id: 1, result: { days } }, 'DayList'));
    expect(list.kind === 'reply' && valueOf('DayList', list.result).days).toEqual(days);
  });
});
