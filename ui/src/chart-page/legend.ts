// The line of values over the chart: the bar under the crosshair, or the last one.

import type { BarText } from './bar-text';

/** Shows one bar at a time. */
export interface Legend {
  show(bar: BarText): void;
}

const VALUES = [
  { field: 'open', label: 'Open' },
  { field: 'high', label: 'High' },
  { field: 'low', label: 'Low' },
  { field: 'close', label: 'Close' },
  { field: 'change', label: 'Change' },
  { field: 'volume', label: 'Volume' },
  { field: 'ticks', label: 'Ticks' },
] as const;

/** An empty legend at the end of an element. */
export function mountLegend(parent: HTMLElement): Legend {
  const legend = append(parent, 'div', 'legend');
  const time = append(legend, 'time', 'legend-time');
  const list = append(legend, 'dl', 'legend-values');
  const values = VALUES.map(({ field, label }) => ({ field, cell: mountValue(list, field, label) }));
  return {
    show(bar) {
      time.textContent = bar.time;
      time.dateTime = bar.iso;
      legend.dataset['direction'] = bar.direction;
      for (const { field, cell } of values) cell.textContent = bar[field];
    },
  };
}

function mountValue(list: HTMLElement, field: string, label: string): HTMLElement {
  const pair = append(list, 'div', 'legend-value');
  append(pair, 'dt').textContent = label;
  const cell = append(pair, 'dd');
  cell.dataset['field'] = field;
  return cell;
}

/** A new element at the end of another. */
export function append<Tag extends keyof HTMLElementTagNameMap>(
  parent: HTMLElement,
  tag: Tag,
  className = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  parent.appendChild(element);
  return element;
}
