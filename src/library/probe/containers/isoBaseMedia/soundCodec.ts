import { audioCodecOfSampleEntry, codecOfLpcm } from '../../codecs/fourCharacterCodes';
import { boxOf } from './boxes';
import type { SoundEntry } from './sampleEntry';

/** FFmpeg's name of the codec that a description of sound means; samples as they are (PCM) have many. */
export function soundCodecOf(entry: SoundEntry): string | null {
  const { format, sampleBits: bitsPerSample, pcmFlags } = entry;
  if (format === 'lpcm' && pcmFlags !== null) return codecOfLpcm(bitsPerSample, pcmFlags);
  const isLittleEndian = isSaidLittleEndian(entry);
  return audioCodecOfSampleEntry(sameAs(format, isLittleEndian), { bitsPerSample, isLittleEndian });
}

/** Whether a sample entry's type means sound at all. */
export function isSoundType(format: string): boolean {
  const plain = sameAs(format, false);
  return audioCodecOfSampleEntry(plain, { bitsPerSample: 16, isLittleEndian: false }) !== null;
}

/** Several types mean integers of the size that the entry gives; those of `sowt` are little endian by its name. */
function sameAs(format: string, isLittleEndian: boolean): string {
  switch (format) {
    case 'lpcm':
    case 'ipcm':
    case 'twos':
      return isLittleEndian ? 'sowt' : 'twos';
    case 'NONE':
      return 'raw ';
    default:
      return format;
  }
}

function isSaidLittleEndian({ boxes }: SoundEntry): boolean {
  const endian = boxOf(boxes, 'enda')?.content;
  const configuration = boxOf(boxes, 'pcmC')?.content;
  return endian?.readUInt8(1) === 1 || configuration?.readUInt8(4) === 1;
}
