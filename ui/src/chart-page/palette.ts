// The chart's colours, read from the style sheet so that page and canvas never disagree.

/** Colours as CSS writes them. */
export interface Palette {
  readonly surface: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  readonly line: string;
  readonly label: string;
  readonly up: string;
  readonly down: string;
  readonly upVolume: string;
  readonly downVolume: string;
}

/** The colours in force at an element. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const color = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    surface: color('surface'),
    text: color('text'),
    muted: color('muted'),
    grid: color('grid'),
    line: color('line'),
    label: color('label'),
    up: color('up'),
    down: color('down'),
    upVolume: color('up-volume'),
    downVolume: color('down-volume'),
  };
}

/** The fonts in force at an element. */
export function readFonts(element: Element): string {
  return getComputedStyle(element).fontFamily;
}
