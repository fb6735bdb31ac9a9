import type { WriteStream } from 'node:tty';
import { formatCount, formatNumber } from '../common/format';
import type { ScanProgress } from '../library/model';
import { printable } from './formatting';

const barWidth = 24;

/** One line on a terminal that is written over; silent where there is no terminal. */
export class ProgressBar {
  constructor(private readonly stream: WriteStream) {}

  show(progress: ScanProgress): void {
    if (!this.stream.isTTY) return;
    const line = progressLine(progress).slice(0, Math.max(0, this.stream.columns - 1));
    this.stream.write(`\r${line}\u001B[K`);
  }

  clear(): void {
    if (this.stream.isTTY) this.stream.write('\r\u001B[K');
  }
}

export function progressLine(progress: ScanProgress): string {
  const { filesDone, filesTotal, walkFinished, filesPerSecond, currentFolder } = progress;
  const share = filesTotal > 0 ? filesDone / filesTotal : 0;
  const filled = Math.round(share * barWidth);
  const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
  const total = `${formatCount(filesTotal, 'file', 'files')}${walkFinished ? '' : ' so far'}`;
  return `${bar} ${formatNumber(filesDone)} of ${total}, ${formatNumber(filesPerSecond)}/s  ${printable(currentFolder)}`.trimEnd();
}
