// The page's start: takes the bars that were written into it, and fills in title, chart and controls.

import { mountChart, type ChartHandle } from './chart';
import { bindCommands } from './commands';
import { decodeChart, type ChartData } from './data';
import { followTheme, toggleTheme } from './theme';
import { rangeText, sizeText, titleText } from './title';

let chart: ChartHandle | undefined;

// Before the body is read, so that no page flashes in the wrong colours.
followTheme(() => chart?.repaint());
document.addEventListener('DOMContentLoaded', () => {
  try {
    start(decodeChart(byId('tickloom-data').textContent ?? ''));
  } catch (error) {
    showProblem(error);
  }
});

function start(data: ChartData): void {
  writeWords(data);
  const mounted = mountChart(byId('chart'), data);
  chart = mounted;
  bindCommands(document, {
    chart: mounted,
    switchTheme() {
      toggleTheme();
      mounted.repaint();
    },
  });
}

function writeWords(data: ChartData): void {
  document.title = `${titleText(data)} – Tickloom`;
  byId('title').textContent = titleText(data);
  byId('range').textContent = rangeText(data);
  byId('size').textContent = sizeText(data);
  byId('version').textContent = `Tickloom ${data.version}`;
}

function showProblem(error: unknown): void {
  const problem = byId('problem');
  problem.textContent = `This chart cannot be drawn: ${error instanceof Error ? error.message : String(error)}`;
  problem.hidden = false;
}

function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element "${id}"`);
  return element;
}
