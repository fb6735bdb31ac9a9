import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';

/** One row of a benchmark's table. `holds` is null where no goal was set. */
export interface Row {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  /** The same measure of others in the same run, by name. */
  readonly peers: Readonly<Record<string, number>>;
  readonly goal: string | null;
  readonly holds: boolean | null;
}

/** Collects the rows of one benchmark, prints them as one table and, with `--json FILE`, writes them too. */
export class Report {
  readonly #rows: Row[] = [];

  add(
    measure: string,
    value: number,
    unit: string,
    more: Partial<Pick<Row, 'peers' | 'goal' | 'holds'>> = {},
  ) {
    this.#rows.push({ measure, value: rounded(value), unit, peers: {}, goal: null, holds: null, ...more });
  }

  finish(): void {
    console.log(
      `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`,
    );
    console.table(
      this.#rows.map(({ measure, value, unit, peers, goal, holds }) => ({
        measure,
        value,
        unit,
        peers: Object.entries(peers)
          .map(([name, peer]) => `${name} ${rounded(peer)}`)
          .join(', '),
        goal: goal ?? '',
        holds: holds ?? '',
      })),
    );
    const { json } = parseArgs({ options: { json: { type: 'string' } }, strict: false }).values;
    if (typeof json === 'string') writeFileSync(json, JSON.stringify(this.#rows, null, 2));
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export function percentile95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? NaN;
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
