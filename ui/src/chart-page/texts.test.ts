// What is written on the page: numbers, moments, titles and whole bars.

import { describe, expect, it } from 'vitest';

import { barText, spokenBar } from './bar-text';
import { changeText, countText, priceText, shortVolumeText, volumeText } from './number-text';
import { THREE_HOURS } from './sample';
import { axisText, isoText, momentText, precisionOf, weekdayMomentText, type AxisMark } from './time-text';
import { instrumentName, rangeText, sizeText, titleText } from './title';

const MOMENT = Date.UTC(2019, 1, 4, 14, 5, 9);

describe('numbers', () => {
  it.each([
    [1.1, 5, '1.10000'],
    [109.5, 3, '109.500'],
    [24693, 0, '24693'],
    [-37.63, 2, '−37.63'],
  ])('a price of %d with %d digits is %s', (price, digits, text) => {
    expect(priceText(price, digits)).toBe(text);
  });

  it.each([
    [0, '0.00'],
    [0.00123456, '0.00123'],
    [1234.5, '1,234.50'],
    [123456.7, '123,457'],
  ])('a volume of %d is %s', (volume, text) => {
    expect(volumeText(volume)).toBe(text);
  });

  it.each([
    [0, '0'],
    [0.0005, '0.0005'],
    [150, '150'],
    [1500, '1.5K'],
    [2_340_000, '2.34M'],
    [7e9, '7B'],
  ])('a volume of %d on the axis is %s', (volume, text) => {
    expect(shortVolumeText(volume)).toBe(text);
  });

  it.each([
    ['up', 1.1, 1.10021, '+0.00021 (+0.02%)'],
    ['down', 1.1, 1.0, '−0.10000 (−9.09%)'],
    ['nowhere', 1.1, 1.1, '0.00000 (0.00%)'],
    ['less than can be shown', 1.1, 1.099999, '0.00000 (0.00%)'],
    ['from nothing', 0, 1, '+1.00000'],
  ])('a change %s', (_, from, to, text) => {
    expect(changeText(from, to, 5)).toBe(text);
  });

  it('counts have grouped thousands', () => {
    expect([7, 1440, 200_000].map(countText)).toEqual(['7', '1,440', '200,000']);
  });
});

describe('moments', () => {
  it.each([
    ['1s', 'second', '4 Feb 2019 14:05:09'],
    ['90s', 'second', '4 Feb 2019 14:05:09'],
    ['5m', 'minute', '4 Feb 2019 14:05'],
    ['4h', 'minute', '4 Feb 2019 14:05'],
    ['1d', 'day', '4 Feb 2019'],
    ['1w', 'day', '4 Feb 2019'],
    ['1mo', 'month', 'Feb 2019'],
  ])('of %s bars are told to the %s', (timeframe, precision, text) => {
    expect(precisionOf(timeframe)).toBe(precision);
    expect(momentText(MOMENT, precisionOf(timeframe))).toBe(text);
  });

  it('carry a weekday, except months', () => {
    expect(weekdayMomentText(MOMENT, 'minute')).toBe('Mon 4 Feb 2019 14:05');
    expect(weekdayMomentText(MOMENT, 'month')).toBe('Feb 2019');
  });

  it.each<[AxisMark, string]>([
    ['year', '2019'],
    ['month', 'Feb'],
    ['day', '4 Feb'],
    ['minute', '14:05'],
    ['second', '14:05:09'],
  ])('are marked on the axis by their %s', (mark, text) => {
    expect(axisText(MOMENT, mark)).toBe(text);
  });

  it('before 1970 are told rightly', () => {
    expect(isoText(-1)).toBe('1969-12-31T23:59:59.999Z');
    expect(momentText(-1, 'second')).toBe('31 Dec 1969 23:59:59');
  });
});

describe('titles', () => {
  it.each([
    ['EURUSD', 'EUR/USD'],
    ['XAUUSD', 'XAU/USD'],
    ['BTCUSD', 'BTC/USD'],
    ['USA500IDXUSD', 'USA500IDXUSD'],
    ['GOOGLE', 'GOOGLE'],
    ['AAPL.US', 'AAPL.US'],
    ['USD', 'USD'],
  ])('name %s as %s', (symbol, name) => {
    expect(instrumentName(symbol)).toBe(name);
  });

  it('say what is shown, from when to when, and how much', () => {
    expect(titleText(THREE_HOURS)).toBe('EUR/USD · 1h · bid');
    expect(rangeText(THREE_HOURS)).toBe('4 Feb 2019 00:00 – 4 Feb 2019 02:00 UTC');
    expect(sizeText(THREE_HOURS)).toBe('3 bars');
  });

  it('of one bar name its moment once', () => {
    const one = { ...THREE_HOURS, openTime: [MOMENT] };
    expect([rangeText(one), sizeText(one)]).toEqual(['4 Feb 2019 14:05 UTC', '1 bar']);
  });
});

describe('bars', () => {
  it('change from the close before them', () => {
    expect(barText(THREE_HOURS, 1)).toEqual({
      time: 'Mon 4 Feb 2019 01:00 UTC',
      iso: '2019-02-04T01:00:00.000Z',
      open: '1.14570',
      high: '1.14590',
      low: '1.14510',
      close: '1.14520',
      change: '−0.00050 (−0.04%)',
      direction: 'down',
      volume: '0.00',
      ticks: '2,825',
    });
  });

  it('change from their own open when they are the first', () => {
    expect(barText(THREE_HOURS, 0)).toMatchObject({ change: '+0.00020 (+0.02%)', direction: 'up' });
  });

  it('that close where the one before did are flat', () => {
    expect(barText(THREE_HOURS, 2)).toMatchObject({ change: '0.00000 (0.00%)', direction: 'flat' });
  });

  it('are spoken as one sentence', () => {
    expect(spokenBar(barText(THREE_HOURS, 2))).toBe(
      'Mon 4 Feb 2019 02:00 UTC: open 1.14520, high 1.14530, low 1.14500, close 1.14520, ' +
        'change 0.00000 (0.00%), volume 0.00123, ticks 1',
    );
  });
});
