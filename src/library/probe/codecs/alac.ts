import type { SoundCoding } from '../reading';

/** The "magic cookie" of Apple Lossless: `ALACSpecificConfig`, with or without the MP4 box around it. */

const configurationBytes = 24;
const boxHeaderBytes = 12;

export function soundOfAlacCookie(cookie: Buffer): SoundCoding | null {
  const isBoxed = cookie.toString('latin1', 4, 8) === 'alac';
  const configuration = isBoxed ? cookie.subarray(boxHeaderBytes) : cookie;
  if (configuration.length < configurationBytes) return null;
  const bitDepth = configuration.readUInt8(5);
  const channels = configuration.readUInt8(9);
  const sampleRateHz = configuration.readUInt32BE(20);
  if (![16, 20, 24, 32].includes(bitDepth) || channels === 0 || channels > 8 || sampleRateHz === 0)
    return null;
  return { codec: 'alac', channels, sampleRateHz, bitDepth };
}
