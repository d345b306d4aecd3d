// How keys become commands, and what commands do to the view.

import { describe, expect, it } from 'vitest';

import { commandOf, type KeyPress } from './commands';
import { clampToBars, showing, whole, zoomed } from './viewport';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...held };
}

describe('keys', () => {
  it.each([
    ['ArrowLeft', 'previous-bar'],
    ['ArrowRight', 'next-bar'],
    ['Home', 'first-bar'],
    ['End', 'last-bar'],
    ['+', 'zoom-in'],
    ['-', 'zoom-out'],
    ['f', 'fit'],
    ['F', 'fit'],
    ['Escape', 'release'],
  ])('%s means %s', (key, command) => {
    expect(commandOf(press(key))).toBe(command);
  });

  it('with Shift, arrows take longer steps', () => {
    expect(commandOf(press('ArrowLeft', { shiftKey: true }))).toBe('stride-back');
  });

  it.each(['altKey', 'ctrlKey', 'metaKey'] as const)('held with %s stay with the browser', (held) => {
    expect(commandOf(press('f', { [held]: true }))).toBeUndefined();
  });

  it.each(['x', 'Tab', 'Enter', 'constructor'])('%s means nothing', (key) => {
    expect(commandOf(press(key))).toBeUndefined();
  });
});

describe('the view', () => {
  it('of all bars leaves a margin on both sides', () => {
    expect(whole(100)).toEqual({ from: -2, to: 101 });
    expect(whole(1)).toEqual({ from: -1, to: 1 });
  });

  it('zooms about its anchor', () => {
    expect(zoomed({ from: 0, to: 100 }, 0.5, 100, 1000)).toEqual({ from: 50, to: 100 });
    expect(zoomed({ from: 0, to: 100 }, 2, 50, 1000)).toEqual({ from: -50, to: 150 });
  });

  it('never shows fewer than five bars', () => {
    expect(zoomed({ from: 10, to: 16 }, 0.1, 10, 1000)).toEqual({ from: 10, to: 15 });
  });

  it('never grows wider than all bars', () => {
    expect(zoomed({ from: -2, to: 101 }, 2, 0, 100)).toEqual({ from: -2, to: 101 });
  });

  it.each([
    ['stays for a bar inside', 50, { from: 0, to: 100 }],
    ['moves left for a bar before it', -10, { from: -12, to: 88 }],
    ['moves right for a bar behind it', 120, { from: 22, to: 122 }],
  ])('%s', (_, bar, view) => {
    expect(showing({ from: 0, to: 100 }, bar)).toEqual(view);
  });

  it('points only at bars there are', () => {
    expect([-3, 1.4, 99].map((position) => clampToBars(position, 10))).toEqual([0, 1, 9]);
  });
});
