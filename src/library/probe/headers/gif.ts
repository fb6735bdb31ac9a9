import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { animationFacts, pictureFacts } from '../facts';

const windowBytes = 256 * 1024;
const maxBlocks = 4_000_000;
/** As FFmpeg and browsers have it: delays too short to be meant are a tenth of a second. */
const shortestDelay = 2;
const usualDelay = 10;

export async function readGif(source: ByteSource): Promise<MediaFacts> {
  const { frameCount, hundredths, hasTransparency } = await readFrames(source);
  return pictureFacts('gif', {
    containerFormat: 'gif',
    codec: 'gif',
    width: source.head.readUInt16LE(6),
    height: source.head.readUInt16LE(8),
    pixelFormat: 'bgra',
    bitDepth: 8,
    hasAlpha: hasTransparency,
    ...animationFacts(frameCount, hundredths / 100, source.sizeBytes),
  });
}

interface Frames {
  frameCount: number;
  /** Of a second, for all of them. */
  hundredths: number;
  hasTransparency: boolean;
}

async function readFrames(source: ByteSource): Promise<Frames> {
  const seen: Frames = { frameCount: 0, hundredths: 0, hasTransparency: false };
  const bytes = new Window(source);
  let delay = 0;
  let at = 13 + colorTableBytes(source.head.readUInt8(10));
  while (at < source.sizeBytes) {
    const introducer = await bytes.at(at);
    if (introducer === 0x21) {
      if ((await bytes.at(at + 1)) === 0xf9) {
        delay = (await bytes.at(at + 4)) + 256 * (await bytes.at(at + 5));
        if ((await bytes.at(at + 3)) & 1) seen.hasTransparency = true;
      }
      at = await afterSubBlocks(bytes, at + 2);
    } else if (introducer === 0x2c) {
      seen.frameCount++;
      seen.hundredths += delay < shortestDelay ? usualDelay : delay;
      at = await afterSubBlocks(bytes, at + 11 + colorTableBytes(await bytes.at(at + 9)));
    } else {
      break;
    }
  }
  return seen;
}

function colorTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

async function afterSubBlocks(bytes: Window, start: number): Promise<number> {
  let at = start;
  for (let block = 0; block < maxBlocks; block++) {
    const length = await bytes.at(at);
    at += 1 + length;
    if (length === 0) break;
  }
  return at;
}

/** Byte after byte of a file, read in large parts. Beyond its end there are zeros. */
class Window {
  #start = 0;
  #bytes: Buffer;
  constructor(private readonly source: ByteSource) {
    this.#bytes = source.head;
  }

  at(offset: number): number | Promise<number> {
    return this.#bytes[offset - this.#start] ?? this.#moveTo(offset);
  }

  async #moveTo(offset: number): Promise<number> {
    this.#bytes = await this.source.read(offset, windowBytes);
    this.#start = offset;
    return this.#bytes[0] ?? 0;
  }
}
