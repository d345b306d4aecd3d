// Only data that can be drawn truthfully becomes a chart.

import { describe, expect, it } from 'vitest';

import { BadChartData, decodeChart } from './data';
import { jsonOf, THREE_HOURS } from './sample';

describe('decodeChart', () => {
  it('gives back every field of a good chart', () => {
    expect(decodeChart(jsonOf(THREE_HOURS))).toEqual(THREE_HOURS);
  });

  it('ignores fields that a later version may add', () => {
    expect(decodeChart(jsonOf(THREE_HOURS, { calendar: 'fx' }))).toEqual(THREE_HOURS);
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no object', 'null', 'not an object'],
    ['an empty text', '', 'not JSON'],
    ['no bars', jsonOf(THREE_HOURS, { open_time: [] }), 'no bars'],
    ['a missing column', jsonOf(THREE_HOURS, { close: undefined }), 'close is not a list'],
    ['a column of texts', jsonOf(THREE_HOURS, { high: ['1', '2', '3'] }), 'high is not a list'],
    ['a hole in a column', jsonOf(THREE_HOURS, { low: [1, null, 1] }), 'low is not a list'],
    ['a short column', jsonOf(THREE_HOURS, { ticks: [1, 2] }), 'ticks has 2 values where 3'],
    ['a time that repeats', jsonOf(THREE_HOURS, { open_time: [1000, 1000, 2000] }), 'position 1'],
    ['a time that goes back', jsonOf(THREE_HOURS, { open_time: [1000, 3000, 2000] }), 'position 2'],
    ['half a digit', jsonOf(THREE_HOURS, { digits: 2.5 }), 'digits'],
    ['a symbol that is no text', jsonOf(THREE_HOURS, { symbol: 7 }), 'symbol'],
  ])('refuses %s', (_, json, reason) => {
    expect(() => decodeChart(json)).toThrow(BadChartData);
    expect(() => decodeChart(json)).toThrow(reason);
  });
});
