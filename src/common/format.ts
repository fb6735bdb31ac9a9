/** Numbers as everything of ours shows them: in English, as all our words are. Days are in the reader's own way. Pure. */

const wholeNumber = new Intl.NumberFormat('en');
const upToOneDigit = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const upToThreeDigits = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** `1,234` */
export function formatNumber(value: number): string {
  return wholeNumber.format(value);
}

/** `1 file`, `1,234 files` */
export function formatCount(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** `0 B`, `3.4 MB`; units of 1024, as VS Code shows file sizes. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.95 would be shown as 1,024: take the next unit instead.
  while (value >= 1023.95 && unit < byteUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${upToOneDigit.format(value)} ${byteUnits[unit] ?? ''}`;
}

/** `0:07`, `12:34`, `1:02:03`; fractions are dropped, as in the library's `durationFormatted`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** `1920 × 1080` */
export function formatDimensions(width: number, height: number): string {
  return `${width} × ${height}`;
}

/** `128 kb/s`, `4.5 Mb/s` */
export function formatBitRate(bitsPerSecond: number): string {
  return bitsPerSecond < 1e6
    ? `${formatNumber(Math.round(bitsPerSecond / 1e3))} kb/s`
    : `${upToOneDigit.format(bitsPerSecond / 1e6)} Mb/s`;
}

/** `29.97 fps` */
export function formatFrameRate(framesPerSecond: number): string {
  return `${upToThreeDigits.format(framesPerSecond)} fps`;
}

/** `44.1 kHz` */
export function formatSampleRate(hertz: number): string {
  return `${upToThreeDigits.format(hertz / 1000)} kHz`;
}

export function formatDate(epochMs: number): string {
  return day.format(epochMs);
}

export function formatDateTime(epochMs: number): string {
  return dayAndTime.format(epochMs);
}
