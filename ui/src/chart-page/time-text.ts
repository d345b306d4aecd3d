// Moments as text, always in UTC and only as fine as the timeframe makes meaningful.

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** The finest part of a moment that bars of a timeframe can differ in. */
export type Precision = 'month' | 'day' | 'minute' | 'second';

/** What the chart's axis marks: the largest unit that begins there. */
export type AxisMark = 'year' | 'month' | 'day' | 'minute' | 'second';

/** How finely the open times of a timeframe such as `30s`, `1h` or `1mo` are told apart. */
export function precisionOf(timeframe: string): Precision {
  if (timeframe.endsWith('mo')) return 'month';
  if (timeframe.endsWith('d') || timeframe.endsWith('w')) return 'day';
  return timeframe.endsWith('s') ? 'second' : 'minute';
}

/** A moment in UTC, such as `4 Feb 2019 14:05`. */
export function momentText(milliseconds: number, precision: Precision): string {
  const date = new Date(milliseconds);
  const month = `${monthName(date)} ${date.getUTCFullYear()}`;
  if (precision === 'month') return month;
  const day = `${date.getUTCDate()} ${month}`;
  return precision === 'day' ? day : `${day} ${clockText(date, precision)}`;
}

/** A moment in UTC with its weekday, which tells a Sunday evening from a Monday; months have none. */
export function weekdayMomentText(milliseconds: number, precision: Precision): string {
  const moment = momentText(milliseconds, precision);
  return precision === 'month' ? moment : `${WEEKDAYS[new Date(milliseconds).getUTCDay()]} ${moment}`;
}

/** A mark on the time axis. */
export function axisText(milliseconds: number, mark: AxisMark): string {
  const date = new Date(milliseconds);
  switch (mark) {
    case 'year':
      return String(date.getUTCFullYear());
    case 'month':
      return monthName(date);
    case 'day':
      return `${date.getUTCDate()} ${monthName(date)}`;
    default:
      return clockText(date, mark);
  }
}

/** The moment as a machine reads it, for the `datetime` attribute. */
export function isoText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function monthName(date: Date): string {
  return MONTHS[date.getUTCMonth()] ?? '';
}

function clockText(date: Date, precision: 'minute' | 'second'): string {
  return date.toISOString().slice(11, precision === 'second' ? 19 : 16);
}
