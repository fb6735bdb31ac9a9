import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';

const filesPerFolder = 100;
const foldersPerFolder = 30;
/** ext4 allows 65,000 names of one content. */
const contents = 100_000;

/**
 * Trees of tiny pictures, each a part of the next larger one: for every size of `sizes`, the roots that hold so many files.
 * Up to 100,000 contents differ; further files are links to those.
 */
export async function makeTinyTrees(
  home: string,
  sizes: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> {
  const template = await sharp({ create: { width: 24, height: 24, channels: 4, background: '#48c' } })
    .png()
    .toBuffer();
  const roots: string[] = [];
  const trees = new Map<number, readonly string[]>();
  const paths: string[] = [];
  let made = 0;
  for (const size of sizes) {
    const root = join(home, `tiny-${size}`);
    roots.push(root);
    trees.set(size, [...roots]);
    for (let folder = 0; made < size; folder++) {
      const target = join(root, `part ${Math.floor(folder / foldersPerFolder)}`, `set ${folder}`);
      mkdirSync(target, { recursive: true });
      for (let index = 0; index < filesPerFolder && made < size; index++, made++) {
        const isPng = made % 2 === 0;
        const path = join(target, `${isPng ? 'icon' : 'shape'}_${made}.${isPng ? 'png' : 'svg'}`);
        const original = made < contents ? undefined : paths[made % contents];
        if (original !== undefined) linkSync(original, path);
        else writeFileSync(path, isPng ? withNumber(template, made) : shapeOf(made));
        if (made < contents) paths.push(path);
      }
    }
  }
  return trees;
}

function shapeOf(number: number): string {
  const width = 16 + (number % 90);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="16"><title>Shape ${number}</title><rect width="9" height="9"/></svg>`;
}

/** The picture with a private chunk before its end, which makes it another content. */
function withNumber(png: Buffer, number: number): Buffer {
  const endBytes = 12;
  const chunk = Buffer.alloc(16);
  chunk.writeUInt32BE(4, 0);
  chunk.write('nuMb', 4, 'latin1');
  chunk.writeUInt32BE(number, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 12)), 12);
  return Buffer.concat([png.subarray(0, -endBytes), chunk, png.subarray(-endBytes)]);
}
