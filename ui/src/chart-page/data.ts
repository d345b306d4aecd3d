// What the page draws, and the one place where foreign JSON becomes trusted, typed columns.

/** Bars as columns of equal length, oldest first; prices in quote currency, times in UTC. */
export interface ChartData {
  readonly symbol: string;
  /** Tickloom's own name, such as `30s`, `1h` or `1mo`. */
  readonly timeframe: string;
  readonly side: string;
  /** Decimals that prices are shown with. */
  readonly digits: number;
  /** Of the Tickloom that wrote the page. */
  readonly version: string;
  /** First moment of each bar, milliseconds since the UNIX epoch, strictly ascending. */
  readonly openTime: readonly number[];
  readonly open: readonly number[];
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
  readonly volume: readonly number[];
  readonly ticks: readonly number[];
}

/** The page's data is not a chart; the text says which field and why. */
export class BadChartData extends Error {
  override readonly name = 'BadChartData';
}

type Fields = Readonly<Record<string, unknown>>;

/** The chart in a JSON text. Throws `BadChartData` for anything that could not be drawn truthfully. */
export function decodeChart(json: string): ChartData {
  const fields = parseObject(json);
  const openTime = ascending(column(fields, 'open_time'));
  const values = (name: string): readonly number[] => column(fields, name, openTime.length);
  return {
    symbol: text(fields, 'symbol'),
    timeframe: text(fields, 'timeframe'),
    side: text(fields, 'side'),
    digits: digits(fields),
    version: text(fields, 'version'),
    openTime,
    open: values('open'),
    high: values('high'),
    low: values('low'),
    close: values('close'),
    volume: values('volume'),
    ticks: values('ticks'),
  };
}

function parseObject(json: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new BadChartData(`the chart's data is not JSON: ${String(error)}`);
  }
  if (typeof value !== 'object' || value === null) throw new BadChartData('the chart\'s data is not an object');
  return value as Fields;
}

function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new BadChartData(`${name} is not a text`);
  return value;
}

function digits(fields: Fields): number {
  const value = fields['digits'];
  if (!Number.isInteger(value) || Number(value) < 0 || Number(value) > 12) {
    throw new BadChartData('digits is not a whole number from 0 to 12');
  }
  return Number(value);
}

function column(fields: Fields, name: string, length?: number): readonly number[] {
  const value = fields[name];
  if (!Array.isArray(value) || !value.every(Number.isFinite)) {
    throw new BadChartData(`${name} is not a list of numbers`);
  }
  if (length !== undefined && value.length !== length) {
    throw new BadChartData(`${name} has ${value.length} values where ${length} are expected`);
  }
  return value as readonly number[];
}

function ascending(times: readonly number[]): readonly number[] {
  if (times.length === 0) throw new BadChartData('there are no bars to draw');
  const behind = times.findIndex((time, index) => index > 0 && time <= Number(times[index - 1]));
  if (behind > 0) throw new BadChartData(`the bar at position ${behind} does not come after the one before it`);
  return times;
}
