// Bars for the page tests: the same random walk every time, no provider's data.

const HOUR = 3_600_000;
const MONDAY = Date.UTC(2019, 1, 4);

/** A chart of hours in the fields of `ChartData` in Python. */
export function randomWalk(bars) {
  const random = generator(20190204);
  const chart = { symbol: 'EURUSD', timeframe: '1h', side: 'bid', digits: 5, version: '0.1.0', ...emptyColumns() };
  let price = 114_500;
  for (let hour = 0; hour < bars; hour += 1) {
    const steps = Array.from({ length: 12 }, () => Math.round((random() - 0.5) * 40));
    const path = steps.reduce((prices, step) => [...prices, prices[prices.length - 1] + step], [price]);
    price = path[path.length - 1];
    append(chart, MONDAY + hour * HOUR, path, random);
  }
  return chart;
}

function emptyColumns() {
  return { open_time: [], open: [], high: [], low: [], close: [], volume: [], ticks: [] };
}

function append(chart, openTime, path, random) {
  chart.open_time.push(openTime);
  chart.open.push(path[0] / 1e5);
  chart.high.push(Math.max(...path) / 1e5);
  chart.low.push(Math.min(...path) / 1e5);
  chart.close.push(path[path.length - 1] / 1e5);
  chart.volume.push(Math.round(random() * 500_000) / 100);
  chart.ticks.push(1 + Math.round(random() * 9000));
}

/** Numbers in [0, 1) by a linear congruence, alike on every machine. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
