// The two drawn series: candlesticks over a histogram of volume.

import {
  CandlestickSeries,
  HistogramSeries,
  PriceLineSource,
  type CandlestickData,
  type HistogramData,
  type IChartApi,
  type ISeriesApi,
  type UTCTimestamp,
} from 'lightweight-charts';

import type { ChartData } from './data';
import { priceText, shortVolumeText } from './number-text';
import type { Palette } from './palette';

const VOLUME_PANE = 1;
const PRICE_SHARE = 4;
/** Of the smallest volumes, which crypto venues give in units of millions. */
const VOLUME_STEP = 1e-6;

/** The drawn bars. */
export interface BarSeries {
  readonly candles: ISeriesApi<'Candlestick'>;
  paint(palette: Palette): void;
}

/** Draws the bars. A provider without volumes leaves no empty pane behind. */
export function addBars(chart: IChartApi, data: ChartData): BarSeries {
  const candles = addCandles(chart, data);
  const volume = data.volume.some((value) => value > 0) ? addVolume(chart) : undefined;
  return {
    candles,
    paint(palette) {
      const { up, down } = palette;
      candles.applyOptions({
        upColor: up,
        downColor: down,
        wickUpColor: up,
        wickDownColor: down,
      });
      volume?.setData(volumeRows(data, palette));
    },
  };
}

function addCandles(chart: IChartApi, data: ChartData): ISeriesApi<'Candlestick'> {
  const series = chart.addSeries(CandlestickSeries, {
    borderVisible: false,
    priceLineSource: PriceLineSource.LastVisible,
    priceFormat: {
      type: 'custom',
      formatter: (price: number) => priceText(price, data.digits),
      minMove: 10 ** -data.digits,
    },
  });
  series.setData(candleRows(data));
  return series;
}

function addVolume(chart: IChartApi): ISeriesApi<'Histogram'> {
  const priceFormat = { type: 'custom', formatter: shortVolumeText, minMove: VOLUME_STEP } as const;
  const options = { priceFormat, priceLineVisible: false, lastValueVisible: false };
  const series = chart.addSeries(HistogramSeries, options, VOLUME_PANE);
  series.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0 } });
  chart.panes()[0]?.setStretchFactor(PRICE_SHARE);
  chart.panes()[VOLUME_PANE]?.setStretchFactor(1);
  return series;
}

function candleRows(data: ChartData): CandlestickData[] {
  const { open, high, low, close } = data;
  return data.openTime.map((milliseconds, index) => ({
    time: seconds(milliseconds),
    open: Number(open[index]),
    high: Number(high[index]),
    low: Number(low[index]),
    close: Number(close[index]),
  }));
}

function volumeRows(data: ChartData, palette: Palette): HistogramData[] {
  const color = (index: number): string =>
    Number(data.close[index]) < Number(data.open[index]) ? palette.downVolume : palette.upVolume;
  return data.openTime.map((milliseconds, index) => ({
    time: seconds(milliseconds),
    value: Number(data.volume[index]),
    color: color(index),
  }));
}

function seconds(milliseconds: number): UTCTimestamp {
  return (milliseconds / 1000) as UTCTimestamp;
}
