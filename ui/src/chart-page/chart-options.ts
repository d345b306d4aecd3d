// How the drawing library is set up: axes, crosshair, formats and the colours of a palette.

import {
  ColorType,
  CrosshairMode,
  LineStyle,
  TickMarkType,
  type ChartOptions,
  type DeepPartial,
  type Time,
} from 'lightweight-charts';

import { readFonts, readPalette, type Palette } from './palette';
import { axisText, momentText, precisionOf, type AxisMark } from './time-text';

const AXIS_MARKS: Readonly<Record<TickMarkType, AxisMark>> = {
  [TickMarkType.Year]: 'year',
  [TickMarkType.Month]: 'month',
  [TickMarkType.DayOfMonth]: 'day',
  [TickMarkType.Time]: 'minute',
  [TickMarkType.TimeWithSeconds]: 'second',
};

/** Pixels from bar to bar: all bars that a page may hold fit into a phone, and a few do not become a wall. */
const NARROWEST_BAR = 0.001;
const WIDEST_BAR = 64;

/** Everything that stays the same whatever the theme. */
export function fixedOptions(timeframe: string): DeepPartial<ChartOptions> {
  const precision = precisionOf(timeframe);
  return {
    autoSize: true,
    crosshair: { mode: CrosshairMode.Normal },
    localization: { timeFormatter: (time: Time) => momentText(milliseconds(time), precision) },
    rightPriceScale: { borderVisible: false, minimumWidth: 64, entireTextOnly: true },
    timeScale: {
      borderVisible: false,
      timeVisible: precision === 'minute' || precision === 'second',
      secondsVisible: precision === 'second',
      rightOffset: 4,
      minBarSpacing: NARROWEST_BAR,
      maxBarSpacing: WIDEST_BAR,
      enableConflation: true,
      tickMarkFormatter: (time: Time, mark: TickMarkType) => axisText(milliseconds(time), AXIS_MARKS[mark]),
    },
  };
}

/** The colours and fonts in force at an element. */
export function themedOptions(element: Element): DeepPartial<ChartOptions> {
  const palette = readPalette(element);
  const hair = { color: palette.muted, labelBackgroundColor: palette.label, style: LineStyle.Dashed, width: 1 } as const;
  return {
    layout: layoutOptions(palette, readFonts(element)),
    grid: { vertLines: { color: palette.grid }, horzLines: { color: palette.grid } },
    crosshair: { vertLine: hair, horzLine: hair },
  };
}

function layoutOptions(palette: Palette, fontFamily: string): DeepPartial<ChartOptions['layout']> {
  return {
    background: { type: ColorType.Solid, color: palette.surface },
    textColor: palette.text,
    fontFamily,
    fontSize: 12,
    // The library's licence asks for its makers to be named where the chart is seen.
    attributionLogo: true,
    panes: { separatorColor: palette.line, separatorHoverColor: palette.grid },
  };
}

// The library counts seconds; bars are never shorter than one.
function milliseconds(time: Time): number {
  return Number(time) * 1000;
}
