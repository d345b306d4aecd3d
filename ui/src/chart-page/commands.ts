// What a reader can ask of the page, by key or by button: the same words for both.

import type { ChartHandle } from './chart';

/** Everything the page can be asked to do. */
export type Command = keyof typeof COMMANDS;

/** What commands act upon. */
export interface Controls {
  readonly chart: ChartHandle;
  switchTheme(): void;
}

const NARROWER = 0.8;
const STRIDE = 10;

const COMMANDS = {
  'previous-bar': ({ chart }: Controls) => chart.step(-1),
  'next-bar': ({ chart }: Controls) => chart.step(1),
  'stride-back': ({ chart }: Controls) => chart.step(-STRIDE),
  'stride-on': ({ chart }: Controls) => chart.step(STRIDE),
  'first-bar': ({ chart }: Controls) => chart.toFirst(),
  'last-bar': ({ chart }: Controls) => chart.toLast(),
  'zoom-in': ({ chart }: Controls) => chart.zoom(NARROWER),
  'zoom-out': ({ chart }: Controls) => chart.zoom(1 / NARROWER),
  fit: ({ chart }: Controls) => chart.fit(),
  release: ({ chart }: Controls) => chart.release(),
  theme: (controls: Controls) => controls.switchTheme(),
} as const;

const KEYS: ReadonlyMap<string, Command> = new Map([
  ['ArrowLeft', 'previous-bar'],
  ['ArrowRight', 'next-bar'],
  ['ArrowUp', 'zoom-in'],
  ['ArrowDown', 'zoom-out'],
  ['PageUp', 'stride-back'],
  ['PageDown', 'stride-on'],
  ['Home', 'first-bar'],
  ['End', 'last-bar'],
  ['+', 'zoom-in'],
  ['=', 'zoom-in'],
  ['-', 'zoom-out'],
  ['_', 'zoom-out'],
  ['f', 'fit'],
  ['t', 'theme'],
  ['Escape', 'release'],
]);

/** A key with what was held down with it. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** The command of a key, if it has one. Keys held with Alt, Ctrl or Meta belong to the browser. */
export function commandOf(press: KeyPress): Command | undefined {
  if (press.altKey || press.ctrlKey || press.metaKey) return undefined;
  if (press.shiftKey && press.key === 'ArrowLeft') return 'stride-back';
  if (press.shiftKey && press.key === 'ArrowRight') return 'stride-on';
  return KEYS.get(press.key.length === 1 ? press.key.toLowerCase() : press.key);
}

/** Lets keys and the buttons that carry `data-command` steer a chart. */
export function bindCommands(page: Document, controls: Controls): void {
  page.addEventListener('keydown', (event) => {
    const command = commandOf(event);
    if (command === undefined) return;
    event.preventDefault();
    COMMANDS[command](controls);
  });
  for (const button of Array.from(page.querySelectorAll<HTMLElement>('[data-command]'))) {
    button.addEventListener('click', () => COMMANDS[button.dataset['command'] as Command](controls));
  }
}
