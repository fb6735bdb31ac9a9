import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeCorpus, mediaMix, pictureMix, type Mix } from './corpus';
import type { Report } from './report';
import { makeSeeds } from './seeds';
import { makeTinyTrees } from './tinyTree';

/** Median of this many rounds. */
export const rounds = 3;
const treeSizes = [1000, 10_000, 100_000, 1_000_000];

/** What the measures of a run share; corpora are made when the first measure asks for them. */
export class Bench {
  readonly mixedFolder: string;
  readonly pictureFolder: string;
  /** Films, music and pictures in {@link mixedFolder}; answers their paths. */
  readonly mixed = once(() => this.#fill(this.mixedFolder, mediaMix));
  readonly pictures = once(() => this.#fill(this.pictureFolder, pictureMix));
  readonly seeds = once(() => {
    this.say('making seeds');
    return makeSeeds(join(this.home, 'seeds'));
  });
  readonly #trees = once(() => {
    this.say('making trees of tiny pictures');
    const trees = makeTinyTrees(this.folder('trees'), this.treeSizes);
    return trees.finally(writtenOut);
  });

  constructor(
    readonly report: Report,
    /** Goes when the run ends. */
    readonly home: string,
    /** Files in the corpora of real media. */
    readonly fileCount: number,
    private readonly largestTree: number,
  ) {
    this.mixedFolder = this.folder('mixed');
    this.pictureFolder = this.folder('pictures');
  }

  /** The sizes of {@link trees}. */
  get treeSizes(): readonly number[] {
    return treeSizes.filter((size) => size <= this.largestTree);
  }

  /** A library that is large and still usual: up to 100,000 files. */
  get usualSize(): number {
    return this.treeSizes.filter((size) => size <= 100_000).at(-1) ?? 0;
  }

  /** The roots that hold so many tiny pictures. */
  async tree(size: number): Promise<readonly string[]> {
    return (await this.#trees()).get(size) ?? [];
  }

  folder(name: string): string {
    const folder = join(this.home, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  say(what: string): void {
    console.error(`… ${what}`);
  }

  async #fill(folder: string, mix: Mix): Promise<readonly string[]> {
    const seeds = await this.seeds();
    this.say(`making ${this.fileCount} files`);
    const paths = await makeCorpus(folder, this.fileCount, mix, seeds);
    writtenOut();
    return paths;
  }
}

/** Until the system has written everything out, which else would go on beside what is measured. */
export function writtenOut(): void {
  if (process.platform !== 'win32') execFileSync('sync');
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => (made ??= make());
}
