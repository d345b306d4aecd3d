// The chart as one component behind one function: give it an element and bars, get a handle to steer it.

import { createChart, type IChartApi, type MouseEventParams } from 'lightweight-charts';

import { barText, spokenBar } from './bar-text';
import { fixedOptions, themedOptions } from './chart-options';
import type { ChartData } from './data';
import { append, mountLegend, type Legend } from './legend';
import { readPalette } from './palette';
import { addBars, type BarSeries } from './series';
import { titleText } from './title';
import { clampToBars, showing, whole, zoomed, type Viewport } from './viewport';

/** So few that the whole chart is shown from the start. */
const FEW_BARS = 150;

/** Steers a mounted chart. */
export interface ChartHandle {
  /** Moves the crosshair by a number of bars, from the last bar if it was nowhere. */
  step(bars: number): void;
  /** Puts the crosshair on the first bar. */
  toFirst(): void;
  /** Puts the crosshair on the last bar. */
  toLast(): void;
  /** Makes the view `factor` times as wide. */
  zoom(factor: number): void;
  /** Brings all bars into view. */
  fit(): void;
  /** Takes the crosshair away; the legend shows the last bar again. */
  release(): void;
  /** Reads the colours again after the page's theme has changed. */
  repaint(): void;
  /** Removes the chart from its element. */
  destroy(): void;
}

/** Draws bars into an element, which they fill. There must be at least one bar. */
export function mountChart(element: HTMLElement, data: ChartData): ChartHandle {
  const legend = mountLegend(element);
  const stage = append(element, 'div', 'stage');
  stage.setAttribute('role', 'img');
  stage.setAttribute('aria-label', `Candlestick chart, ${titleText(data)}`);
  const voice = append(element, 'p', 'voice');
  voice.setAttribute('role', 'status');
  return new MountedChart(element, data, createChart(stage, fixedOptions(data.timeframe)), legend, voice);
}

class MountedChart implements ChartHandle {
  private readonly series: BarSeries;
  private readonly last: number;
  private cursor: number | undefined;
  /** Whether the crosshair stands where keys put it, and not under a pointer. */
  private isSteered = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly data: ChartData,
    private readonly chart: IChartApi,
    private readonly legend: Legend,
    private readonly voice: HTMLElement,
  ) {
    this.last = data.openTime.length - 1;
    this.series = addBars(chart, data);
    this.repaint();
    chart.subscribeCrosshairMove((event) => this.hover(event));
    this.point(undefined);
    if (data.openTime.length <= FEW_BARS) this.fit();
  }

  step(bars: number): void {
    const from = this.cursor ?? this.last + (bars < 0 ? 1 : 0);
    this.moveTo(clampToBars(from + bars, this.last + 1));
  }

  toFirst(): void {
    this.moveTo(0);
  }

  toLast(): void {
    this.moveTo(this.last);
  }

  zoom(factor: number): void {
    const view = this.view();
    if (view === undefined) return;
    const inView = (bar: number): boolean => bar >= view.from && bar <= view.to;
    const anchor = [this.cursor, this.last].find((bar) => bar !== undefined && inView(bar));
    this.look(zoomed(view, factor, anchor ?? (view.from + view.to) / 2, this.last + 1));
  }

  fit(): void {
    this.look(whole(this.last + 1));
  }

  release(): void {
    this.isSteered = false;
    this.chart.clearCrosshairPosition();
    this.point(undefined);
  }

  repaint(): void {
    this.chart.applyOptions(themedOptions(this.element));
    this.series.paint(readPalette(this.element));
  }

  destroy(): void {
    this.chart.remove();
    while (this.element.lastChild !== null) this.element.removeChild(this.element.lastChild);
  }

  private hover(event: MouseEventParams): void {
    // The library also reports a crosshair that a moving view dragged along; keys outrank that, a pointer does not.
    if (this.isSteered && event.sourceEvent === undefined) return;
    this.isSteered = false;
    const isOnBar = event.time !== undefined && event.logical !== undefined;
    this.point(isOnBar ? Number(event.logical) : undefined);
  }

  private moveTo(bar: number): void {
    this.isSteered = true;
    this.point(bar);
    this.voice.textContent = spokenBar(barText(this.data, bar));
    const view = this.view();
    if (view !== undefined) this.look(showing(view, bar));
  }

  private placeCrosshair(): void {
    if (!this.isSteered || this.cursor === undefined) return;
    const row = this.series.candles.dataByIndex(this.cursor);
    const price = Number(this.data.close[this.cursor]);
    if (row !== null) this.chart.setCrosshairPosition(price, row.time, this.series.candles);
  }

  private point(bar: number | undefined): void {
    this.cursor = bar;
    this.legend.show(barText(this.data, bar ?? this.last));
  }

  private view(): Viewport | undefined {
    return this.chart.timeScale().getVisibleLogicalRange() ?? undefined;
  }

  private look(view: Viewport): void {
    this.chart.timeScale().setVisibleLogicalRange(view);
    // The crosshair is placed in pixels, which are right only once the moved view has been laid out.
    requestAnimationFrame(() => this.placeCrosshair());
  }
}
