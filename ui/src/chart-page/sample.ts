// A chart small enough to check by hand, shared by the tests.

import type { ChartData } from './data';

/** Three hours of Monday, 4 February 2019. */
export const THREE_HOURS: ChartData = {
  symbol: 'EURUSD',
  timeframe: '1h',
  side: 'bid',
  digits: 5,
  version: '0.1.0',
  openTime: [1549238400000, 1549242000000, 1549245600000],
  open: [1.1455, 1.1457, 1.1452],
  high: [1.146, 1.1459, 1.1453],
  low: [1.1453, 1.1451, 1.145],
  close: [1.1457, 1.1452, 1.1452],
  volume: [1234.5, 0, 0.00123],
  ticks: [3733, 2825, 1],
};

/** A chart's JSON as Python writes it, with some fields replaced. */
export function jsonOf(data: ChartData, changes: Readonly<Record<string, unknown>> = {}): string {
  const { openTime, ...rest } = data;
  return JSON.stringify({ ...rest, open_time: openTime, ...changes });
}
