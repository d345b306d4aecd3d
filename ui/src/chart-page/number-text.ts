// Numbers as a trader reads them: fixed decimals, grouped thousands and a real minus sign.

const MINUS = '\u2212';

/** A price with exactly the instrument's decimals. */
export function priceText(price: number, digits: number): string {
  return signed(price.toFixed(digits));
}

/** A whole number with thousands grouped, such as `1,440`. */
export function countText(count: number): string {
  return signed(grouped(count, 0));
}

/** A volume with as many decimals as matter at its size. */
export function volumeText(volume: number): string {
  const size = Math.abs(volume);
  if (size >= 100_000) return signed(grouped(volume, 0));
  if (size >= 1 || size === 0) return signed(grouped(volume, 2));
  return signed(String(Number(volume.toPrecision(3))));
}

/** A volume short enough for an axis, such as `1.5K`. */
export function shortVolumeText(volume: number): string {
  const unit = UNITS.find(({ size }) => Math.abs(volume) >= size);
  const value = unit === undefined ? volume : volume / unit.size;
  return signed(`${Number(value.toPrecision(3))}${unit?.letter ?? ''}`);
}

/** The step from one price to another, absolute and in per cent, such as `+0.00021 (+0.02%)`. */
export function changeText(from: number, to: number, digits: number): string {
  const points = withSign((to - from).toFixed(digits));
  return from === 0 ? points : `${points} (${withSign((((to - from) / from) * 100).toFixed(2))}%)`;
}

const UNITS = [
  { size: 1e9, letter: 'B' },
  { size: 1e6, letter: 'M' },
  { size: 1e3, letter: 'K' },
] as const;

function grouped(value: number, decimals: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function signed(text: string): string {
  return text.replace('-', MINUS);
}

function withSign(text: string): string {
  if (Number(text) === 0) return text.replace('-', '');
  return text.startsWith('-') ? signed(text) : `+${text}`;
}
