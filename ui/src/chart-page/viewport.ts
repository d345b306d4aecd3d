// Which bars are in view, as plain arithmetic on positions: 0 is the first bar, halves lie between bars.

/** A visible stretch of bar positions; it may reach beyond the bars on both sides. */
export interface Viewport {
  readonly from: number;
  readonly to: number;
}

const FEWEST_BARS = 5;
/** Part of all bars that is left empty on each side when all are in view. */
const WHOLE_MARGIN = 0.02;
/** Room left between a bar that was moved to and the edge of the view. */
const MARGIN_BARS = 2;

/** The view of all bars. */
export function whole(bars: number): Viewport {
  const margin = Math.max(1, bars * WHOLE_MARGIN);
  return { from: -margin, to: bars - 1 + margin };
}

/** The view made `factor` times as wide about an anchor, within what can be read and what there is. */
export function zoomed(view: Viewport, factor: number, anchor: number, bars: number): Viewport {
  const width = view.to - view.from;
  const all = whole(bars);
  const widest = Math.max(all.to - all.from, FEWEST_BARS, width);
  const scale = clamp(width * factor, Math.min(FEWEST_BARS, width), widest) / width;
  return { from: anchor - (anchor - view.from) * scale, to: anchor + (view.to - anchor) * scale };
}

/** The view moved just so far that a bar lies in it. */
export function showing(view: Viewport, bar: number): Viewport {
  const before = bar - MARGIN_BARS - view.from;
  const after = bar + MARGIN_BARS - view.to;
  const shift = before < 0 ? before : Math.max(after, 0);
  return { from: view.from + shift, to: view.to + shift };
}

/** A position kept among the bars there are. */
export function clampToBars(position: number, bars: number): number {
  return clamp(Math.round(position), 0, bars - 1);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
