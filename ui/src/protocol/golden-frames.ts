// The golden frames of the repository, for the tests: bytes, what they say, and whose values stand in them.

/// <reference types="vite/client" />

import { METHODS } from './tables';
import type { Records } from './records';

/** A golden frame. */
export interface GoldenFrame {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** JSON, with binary values as `h'00ff'`. */
  readonly text: string;
  /** The record of what belongs to the method, where the frame itself does not say it. */
  readonly record: keyof Records | undefined;
}

const FILES: Readonly<Record<string, string>> = import.meta.glob('../../../tests/protocol/golden/v1/*', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** All of them, by name. */
export function goldenFrames(): readonly GoldenFrame[] {
  const names = Object.keys(FILES).filter((path) => path.endsWith('.hex'));
  return names.map((path) => golden(path.slice(0, -'.hex'.length)));
}

function golden(path: string): GoldenFrame {
  const [head = '', text = ''] = (FILES[`${path}.txt`] ?? '').replace(/\r\n/g, '\n').split('\n\n');
  const name = path.slice(path.lastIndexOf('/') + 1);
  const method = /^method: (.+)$/m.exec(head)?.[1] as keyof typeof METHODS | undefined;
  const isAnswer = name.startsWith('reply') || name.startsWith('event');
  const record = method !== undefined && isAnswer ? METHODS[method].result : undefined;
  return { name, bytes: fromHex(FILES[`${path}.hex`] ?? ''), text: text.trimEnd(), record };
}

/** Bytes of their digits. */
export function fromHex(digits: string): Uint8Array {
  const pairs = digits.replace(/\s/g, '').match(/../g) ?? [];
  return Uint8Array.from(pairs, (pair) => parseInt(pair, 16));
}
