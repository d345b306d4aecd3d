// One bar as the texts that the legend shows and a screen reader speaks.

import type { ChartData } from './data';
import { changeText, countText, priceText, volumeText } from './number-text';
import { isoText, precisionOf, weekdayMomentText } from './time-text';

/** Where the price went since the bar before; it decides colours, never the only sign of it. */
export type Direction = 'up' | 'down' | 'flat';

/** A bar in words. */
export interface BarText {
  readonly time: string;
  /** The open time as ISO 8601, with milliseconds. */
  readonly iso: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly change: string;
  readonly direction: Direction;
  readonly volume: string;
  readonly ticks: string;
}

/** The bar at a position in words. Change counts from the close before; the first bar's from its own open. */
export function barText(data: ChartData, index: number): BarText {
  const at = (column: readonly number[]): number => column[index] ?? Number.NaN;
  const price = (column: readonly number[]): string => priceText(at(column), data.digits);
  const from = data.close[index - 1] ?? at(data.open);
  return {
    time: `${weekdayMomentText(at(data.openTime), precisionOf(data.timeframe))} UTC`,
    iso: isoText(at(data.openTime)),
    open: price(data.open),
    high: price(data.high),
    low: price(data.low),
    close: price(data.close),
    change: changeText(from, at(data.close), data.digits),
    direction: directionOf(from, at(data.close)),
    volume: volumeText(at(data.volume)),
    ticks: countText(at(data.ticks)),
  };
}

/** A bar as one sentence, for those who hear the chart. */
export function spokenBar(bar: BarText): string {
  const prices = `open ${bar.open}, high ${bar.high}, low ${bar.low}, close ${bar.close}`;
  return `${bar.time}: ${prices}, change ${bar.change}, volume ${bar.volume}, ticks ${bar.ticks}`;
}

function directionOf(from: number, to: number): Direction {
  if (to === from) return 'flat';
  return to > from ? 'up' : 'down';
}
