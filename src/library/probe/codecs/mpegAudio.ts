import { noSound, type SoundCoding } from '../reading';

/** The header of a frame of MPEG audio (ISO/IEC 11172-3, 2.4.2.3; 13818-3; and the unofficial version 2.5). */

const bitRatesKbps = {
  version1: {
    layer1: [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    layer2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    layer3: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  version2: {
    layer1: [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    layer2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    layer3: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const;
const layers = [null, 'layer3', 'layer2', 'layer1'] as const;
const codecs = { layer1: 'mp1', layer2: 'mp2', layer3: 'mp3' } as const;
const sampleRatesHz = [44100, 48000, 32000] as const;
const singleChannel = 3;
/** By the two bits of the version; the second is reserved. */
const rateDivisors = [4, null, 2, 1] as const;

export interface MpegAudioFrame {
  readonly version: 1 | 2 | 2.5;
  readonly layer: 1 | 2 | 3;
  readonly bitRate: number;
  readonly sampleRateHz: number;
  readonly channels: 1 | 2;
  /** Per channel. */
  readonly samples: number;
  readonly frameBytes: number;
  readonly hasChecksum: boolean;
}

/** Null when no frame begins there, and for those of a free bit rate, which do not tell how long they are. */
export function mpegAudioFrame(bytes: Buffer, at: number): MpegAudioFrame | null {
  if (at + 4 > bytes.length || bytes[at] !== 0xff) return null;
  const header = bytes.readUInt32BE(at);
  if (header >>> 21 !== 0x7ff) return null;
  const versionCode = (header >>> 19) & 3;
  const layer = layers[(header >>> 17) & 3];
  const divisor = rateDivisors[versionCode];
  const fullRateHz = sampleRatesHz[(header >>> 10) & 3];
  if (!divisor || !layer || !fullRateHz) return null;
  const isVersion1 = divisor === 1;
  const kbps = bitRatesKbps[isVersion1 ? 'version1' : 'version2'][layer][((header >>> 12) & 15) - 1];
  if (kbps === undefined) return null;
  const sampleRateHz = fullRateHz / divisor;
  const samples = layer === 'layer1' ? 384 : layer === 'layer3' && !isVersion1 ? 576 : 1152;
  const padding = (header >>> 9) & 1;
  // The unit of length of layer 1 is four bytes.
  const unit = layer === 'layer1' ? 4 : 1;
  const units = Math.floor((samples * kbps * 1000) / (8 * unit * sampleRateHz)) + padding;
  return {
    version: divisor === 4 ? 2.5 : divisor,
    layer: layer === 'layer1' ? 1 : layer === 'layer2' ? 2 : 3,
    bitRate: kbps * 1000,
    sampleRateHz,
    channels: ((header >>> 6) & 3) === singleChannel ? 1 : 2,
    samples,
    frameBytes: units * unit,
    hasChecksum: ((header >>> 16) & 1) === 0,
  };
}

export function soundOfMpegAudioFrame(bytes: Buffer): SoundCoding | null {
  const frame = mpegAudioFrame(bytes, 0);
  if (!frame) return null;
  const { layer, channels, sampleRateHz } = frame;
  return { ...noSound, codec: codecs[`layer${layer}`], channels, sampleRateHz };
}
