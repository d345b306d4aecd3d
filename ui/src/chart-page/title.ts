// The words over the chart: what is shown, from when to when, and how much of it.

import type { ChartData } from './data';
import { countText } from './number-text';
import { momentText, precisionOf } from './time-text';

/** What prices are usually quoted in; only before these may a six-letter name be split into a pair. */
const QUOTE_CURRENCIES = new Set(
  'AUD CAD CHF CNH CZK DKK EUR GBP HKD HUF ILS JPY MXN NOK NZD PLN RUB SEK SGD THB TRY USD ZAR'.split(' '),
);

/** `EUR/USD` for `EURUSD`; names that are no pair stay as they are. */
export function instrumentName(symbol: string): string {
  const [base, quote] = [symbol.slice(0, -3), symbol.slice(-3)];
  return /^[A-Z]{3}$/.test(base) && QUOTE_CURRENCIES.has(quote) ? `${base}/${quote}` : symbol;
}

/** The chart in one line, such as `EUR/USD · 1h · bid`. */
export function titleText(data: ChartData): string {
  return [instrumentName(data.symbol), data.timeframe, data.side].join(' · ');
}

/** The first and the last open time, such as `4 Feb 2019 – 8 Feb 2019 UTC`. */
export function rangeText(data: ChartData): string {
  const precision = precisionOf(data.timeframe);
  const first = momentText(data.openTime[0] ?? 0, precision);
  const last = momentText(data.openTime[data.openTime.length - 1] ?? 0, precision);
  return first === last ? `${first} UTC` : `${first} – ${last} UTC`;
}

/** How many bars, such as `1,440 bars`. */
export function sizeText(data: ChartData): string {
  const count = data.openTime.length;
  return `${countText(count)} ${count === 1 ? 'bar' : 'bars'}`;
}
