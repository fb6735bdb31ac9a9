import { boxesInMemory, type MemoryBox } from './boxes';
import type { Track } from './track';

/** The one description of a track's samples: which codec, and what it needs to know. */
export interface SampleEntry {
  /** Four characters. */
  readonly format: string;
  /** All of it, with the 16 bytes that every entry begins with. */
  readonly bytes: Buffer;
  /** Version of the list of entries. */
  readonly listVersion: number;
}

/** Null when there are several: FFmpeg makes one stream of them, in ways of its own. */
export function sampleEntryOf({ description }: Track): SampleEntry | null {
  if (description.readUInt32BE(4) !== 1) return null;
  const length = description.readUInt32BE(8);
  if (length < 16 || 8 + length > description.length) return null;
  return {
    format: description.toString('latin1', 12, 16),
    bytes: description.subarray(8, 8 + length),
    listVersion: description.readUInt8(0),
  };
}

const pictureFieldBytes = 86;

/** A description of pictures (ISO/IEC 14496-12, 12.1.3). */
export interface PictureEntry {
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly MemoryBox[];
}

export function pictureEntryOf({ format, bytes }: SampleEntry): PictureEntry {
  return {
    format,
    width: bytes.readUInt16BE(32),
    height: bytes.readUInt16BE(34),
    boxes: boxesInMemory(bytes.subarray(pictureFieldBytes)),
  };
}

/** A description of sound (ISO/IEC 14496-12, 12.2.3), with what QuickTime has beside it. */
export interface SoundEntry {
  readonly format: string;
  readonly channels: number;
  readonly sampleBits: number;
  /** 0 where it is more than 16 bits say: then it is the track's time scale. */
  readonly sampleRateHz: number;
  /** Of version 2 only: what the samples of `lpcm` are. */
  readonly pcmFlags: number | null;
  /** Those in `wave` as well. */
  readonly boxes: readonly MemoryBox[];
}

/** `isQuickTime`: the file may have entries of QuickTime's versions 1 and 2, which are longer. */
export function soundEntryOf({ format, bytes, listVersion }: SampleEntry, isQuickTime: boolean): SoundEntry {
  const version = bytes.readUInt16BE(16);
  const isVersioned = isQuickTime || (listVersion === 0 && version > 0);
  const plain = {
    format,
    channels: bytes.readUInt16BE(24),
    sampleBits: bytes.readUInt16BE(26),
    sampleRateHz: bytes.readUInt16BE(32),
    pcmFlags: null,
  };
  if (isVersioned && version === 2) {
    return {
      ...plain,
      sampleRateHz: Math.trunc(bytes.readDoubleBE(40)),
      channels: bytes.readUInt32BE(48),
      sampleBits: bytes.readUInt32BE(56),
      pcmFlags: bytes.readUInt32BE(60),
      boxes: withWave(boxesInMemory(bytes.subarray(72))),
    };
  }
  const fieldBytes = isVersioned && version === 1 ? 52 : 36;
  return { ...plain, boxes: withWave(boxesInMemory(bytes.subarray(fieldBytes))) };
}

function withWave(boxes: readonly MemoryBox[]): readonly MemoryBox[] {
  return boxes.flatMap((box) => (box.type === 'wave' ? boxesInMemory(box.content) : [box]));
}
