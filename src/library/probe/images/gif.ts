import type { MediaFacts } from '../../model';
import type { ByteSource } from '../byteSource';
import { animationFacts, pictureFacts } from '../facts';
import { rational } from '../reading';

const windowBytes = 256 * 1024;
const maxBlocks = 4_000_000;
/** As FFmpeg and browsers have it: delays too short to be meant are a tenth of a second. */
const shortestDelay = 2;
const usualDelay = 10;

export function readGif(source: ByteSource): MediaFacts | null {
  const width = source.head.readUInt16LE(6);
  const height = source.head.readUInt16LE(8);
  if (width === 0 || height === 0) return null;
  const { frameCount, hundredths, hasTransparency } = readFrames(source);
  return pictureFacts('gif', {
    containerFormat: 'gif',
    codec: 'gif',
    width,
    height,
    pixelFormat: 'bgra',
    bitDepth: 8,
    hasAlpha: hasTransparency,
    ...animationFacts(frameCount, rational(hundredths, 100), source.sizeBytes),
  });
}

interface Frames {
  frameCount: number;
  /** Of a second, for all of them. */
  hundredths: number;
  hasTransparency: boolean;
}

function readFrames(source: ByteSource): Frames {
  const seen: Frames = { frameCount: 0, hundredths: 0, hasTransparency: false };
  const bytes = new Window(source);
  let delay = usualDelay;
  let at = 13 + colorTableBytes(source.head.readUInt8(10));
  while (at < source.sizeBytes) {
    const introducer = bytes.at(at);
    if (introducer === 0x21) {
      // A graphic control speaks of the one picture after it.
      if (bytes.at(at + 1) === 0xf9 && bytes.at(at + 2) === 4) {
        const written = bytes.at(at + 4) + 256 * bytes.at(at + 5);
        delay = written < shortestDelay ? usualDelay : written;
        if (bytes.at(at + 3) & 1) seen.hasTransparency = true;
      }
      at = afterSubBlocks(bytes, at + 2);
    } else if (introducer === 0x2c) {
      seen.frameCount++;
      seen.hundredths += delay;
      delay = usualDelay;
      at = afterSubBlocks(bytes, at + 11 + colorTableBytes(bytes.at(at + 9)));
    } else {
      break;
    }
  }
  return seen;
}

function colorTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

function afterSubBlocks(bytes: Window, start: number): number {
  let at = start;
  for (let block = 0; block < maxBlocks; block++) {
    const length = bytes.at(at);
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

  at(offset: number): number {
    return this.#bytes[offset - this.#start] ?? this.#moveTo(offset);
  }

  #moveTo(offset: number): number {
    this.#bytes = this.source.read(offset, windowBytes);
    this.#start = offset;
    return this.#bytes[0] ?? 0;
  }
}
