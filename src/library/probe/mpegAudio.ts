/** Frame headers of MPEG audio and of AAC in ADTS: two in a row, at the right distance, are no accident. */

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
const sampleRatesHz = [44100, 48000, 32000] as const;

/** Encoders may leave some zeros or a broken frame in front. */
const searchBytes = 4096;

export function looksLikeMpegAudio(head: Buffer): boolean {
  return hasTwoFrames(head, mpegFrameBytes);
}

export function looksLikeAdts(head: Buffer): boolean {
  return hasTwoFrames(head.subarray(0, searchBytes * 4), adtsFrameBytes, 1);
}

type FrameBytes = (bytes: Buffer, at: number) => number | null;

function hasTwoFrames(bytes: Buffer, frameBytes: FrameBytes, maxStarts = searchBytes): boolean {
  for (let at = 0; at < Math.min(maxStarts, bytes.length); at++) {
    const first = frameBytes(bytes, at);
    if (first !== null && frameBytes(bytes, at + first) !== null) return true;
  }
  return false;
}

/** Length of the frame that begins here, null when none does. Per ISO/IEC 11172-3. */
function mpegFrameBytes(bytes: Buffer, at: number): number | null {
  if (at + 4 > bytes.length) return null;
  const header = bytes.readUInt32BE(at);
  if (header >>> 21 !== 0x7ff) return null;
  const version = (header >>> 19) & 3;
  const layer = layers[(header >>> 17) & 3];
  const isVersion1 = version === 3;
  const kbps = layer && bitRatesKbps[isVersion1 ? 'version1' : 'version2'][layer][((header >>> 12) & 15) - 1];
  const fullRate = sampleRatesHz[(header >>> 10) & 3];
  if (version === 1 || !kbps || !fullRate) return null;
  const sampleRate = isVersion1 ? fullRate : version === 2 ? fullRate / 2 : fullRate / 4;
  const padding = (header >>> 9) & 1;
  if (layer === 'layer1') return (Math.floor((12 * kbps * 1000) / sampleRate) + padding) * 4;
  const samplesPerByte = layer === 'layer3' && !isVersion1 ? 72 : 144;
  return Math.floor((samplesPerByte * kbps * 1000) / sampleRate) + padding;
}

/** Per ISO/IEC 14496-3, 1.A.2. */
function adtsFrameBytes(bytes: Buffer, at: number): number | null {
  if (at + 7 > bytes.length) return null;
  if ((bytes.readUInt16BE(at) & 0xfff6) !== 0xfff0) return null;
  const length = (bytes.readUInt32BE(at + 3) >>> 13) & 0x1fff;
  return length >= 7 ? length : null;
}
