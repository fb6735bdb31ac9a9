/**
 * FFmpeg's codec names by what containers call them. Only what is common and told by the name alone: the rest is null,
 * and FFmpeg's to tell. Facts from its isom_tags.c, isom.c, matroska.c and riff.c.
 */

type CodecNames = ReadonlyMap<string, string>;

/** `{ h264: 'avc1 avc3' }` makes a map of `avc1` and `avc3` to `h264`. Codes may hold an underscore for a space. */
function byCode(codesOfCodec: Readonly<Record<string, string>>): CodecNames {
  return new Map(
    Object.entries(codesOfCodec).flatMap(([codec, codes]) =>
      codes.split(' ').map((code) => [code.replaceAll('_', ' '), codec] as const),
    ),
  );
}

const videoSampleEntries = byCode({
  h264: 'avc1 avc2 avc3 avc4 dva1 dvav',
  hevc: 'hvc1 hev1 dvhe dvh1',
  av1: 'av01',
  vp8: 'vp08',
  vp9: 'vp09',
  mpeg4: 'mp4v XVID DIVX 3IV2',
  h263: 'h263 s263 H263',
  mjpeg: 'jpeg mjpa dmb1',
  mjpegb: 'mjpb',
  prores: 'apch apcn apcs apco ap4h ap4x',
  mpeg1video: 'm1v_ m1v1 mpeg mp1v',
  mpeg2video:
    'm2v1 hdv1 hdv2 hdv3 hdv4 hdv5 hdv6 hdv7 hdv8 hdv9 hdva mx5n mx5p mx4n mx4p mx3n mx3p ' +
    'xd51 xd54 xd55 xd59 xd5a xd5b xd5c xd5d xd5e xd5f ' +
    'xdv1 xdv2 xdv3 xdv4 xdv5 xdv6 xdv7 xdv8 xdv9 xdva xdvb xdvc xdvd xdve xdvf xdhd xdh2 AVmp mp2v',
  dvvideo: 'dvc_ dvcp dvpp dv5p dv5n dvhq dvhp dvh1 dvh2 dvh3 dvh4 dvh5 dvh6',
  dnxhd: 'AVdn AVdh',
  cinepak: 'cvid',
  qtrle: 'rle_',
  rpza: 'rpza',
  smc: 'smc_',
  svq1: 'SVQ1 svqi',
  svq3: 'SVQ3',
  png: 'png_',
  jpeg2000: 'mjp2',
  vc1: 'vc-1',
});

/** By the type of a sample entry in MP4 and QuickTime. `dvh1` means two codecs: DV before Dolby took the name. */
export function videoCodecOfSampleEntry(type: string): string | null {
  return type === 'dvh1' ? null : (videoSampleEntries.get(type) ?? null);
}

const audioSampleEntries = byCode({
  aac: 'mp4a',
  ac3: 'ac-3 sac3',
  eac3: 'ec-3',
  alac: 'alac',
  flac: 'fLaC',
  opus: 'Opus',
  mp1: '.mp1',
  mp2: '.mp2',
  mp3: '.mp3 mp3_ ms\0U',
  dts: 'dtsc dtsh dtsl dtse',
  truehd: 'mlpa',
  amr_nb: 'samr',
  amr_wb: 'sawb',
  adpcm_ima_qt: 'ima4',
  pcm_alaw: 'alaw',
  pcm_mulaw: 'ulaw',
  mace3: 'MAC3',
  mace6: 'MAC6',
  qdm2: 'QDM2',
  gsm: 'agsm',
});
/** PCM, without byte order. */
const pcmSampleEntries = byCode({ pcm_s24: 'in24', pcm_s32: 'in32', pcm_f32: 'fl32', pcm_f64: 'fl64' });
const integerDepths: ReadonlySet<number> = new Set([16, 24, 32]);

/**
 * By the type of a sample entry. `bitsPerSample` is the entry's own field, `isLittleEndian` what an `enda` box says.
 * `mp4a` is AAC unless its object type says otherwise: see {@link codecOfObjectType}. `lpcm` has flags instead.
 */
export function audioCodecOfSampleEntry(
  type: string,
  { bitsPerSample, isLittleEndian }: { readonly bitsPerSample: number; readonly isLittleEndian: boolean },
): string | null {
  const pcm = pcmSampleEntries.get(type);
  if (pcm !== undefined) return `${pcm}${isLittleEndian ? 'le' : 'be'}`;
  if (type === 'raw ') return bitsPerSample === 16 ? 'pcm_s16be' : 'pcm_u8';
  if (type === 'sowt' || type === 'twos') {
    if (bitsPerSample === 8) return 'pcm_s8';
    return integerDepths.has(bitsPerSample) ? `pcm_s${bitsPerSample}${type === 'sowt' ? 'le' : 'be'}` : null;
  }
  return audioSampleEntries.get(type) ?? null;
}

/** Flags of a version 2 sample entry named `lpcm` (CoreAudio's). */
const lpcmFlags = { isFloat: 1, isBigEndian: 2, isSigned: 4 } as const;

export function codecOfLpcm(bitsPerSample: number, flags: number): string | null {
  const order = flags & lpcmFlags.isBigEndian ? 'be' : 'le';
  if (flags & lpcmFlags.isFloat) {
    return bitsPerSample === 32 || bitsPerSample === 64 ? `pcm_f${bitsPerSample}${order}` : null;
  }
  const sign = flags & lpcmFlags.isSigned ? 's' : 'u';
  if (bitsPerSample === 8) return `pcm_${sign}8`;
  return integerDepths.has(bitsPerSample) ? `pcm_${sign}${bitsPerSample}${order}` : null;
}

const objectTypes: Readonly<Partial<Record<number, string>>> = {
  0x20: 'mpeg4',
  0x21: 'h264',
  0x23: 'hevc',
  0x40: 'aac',
  0x60: 'mpeg2video',
  0x61: 'mpeg2video',
  0x62: 'mpeg2video',
  0x63: 'mpeg2video',
  0x64: 'mpeg2video',
  0x65: 'mpeg2video',
  0x66: 'aac',
  0x67: 'aac',
  0x68: 'aac',
  0x69: 'mp3',
  0x6a: 'mpeg1video',
  0x6b: 'mp3',
  0x6c: 'mjpeg',
  0x6d: 'png',
  0x6e: 'jpeg2000',
  0xa5: 'ac3',
  0xa6: 'eac3',
  0xa9: 'dts',
  0xad: 'opus',
  0xb1: 'vp9',
  0xdd: 'vorbis',
};

/** By `objectTypeIndication` of an `esds` box. Layers of MPEG audio share one: ask a frame. */
export function codecOfObjectType(objectType: number): string | null {
  return objectTypes[objectType] ?? null;
}

const matroskaCodecs: readonly (readonly [string, string])[] = [
  ['V_MPEG4/ISO/AVC', 'h264'],
  ['V_MPEGH/ISO/HEVC', 'hevc'],
  ['V_VP8', 'vp8'],
  ['V_VP9', 'vp9'],
  ['V_AV1', 'av1'],
  ['V_MPEG4/ISO/ASP', 'mpeg4'],
  ['V_MPEG4/ISO/AP', 'mpeg4'],
  ['V_MPEG4/ISO/SP', 'mpeg4'],
  ['V_MPEG4/MS/V3', 'msmpeg4v3'],
  ['V_MPEG1', 'mpeg1video'],
  ['V_MPEG2', 'mpeg2video'],
  ['V_MJPEG', 'mjpeg'],
  ['V_PRORES', 'prores'],
  ['V_THEORA', 'theora'],
  ['V_FFV1', 'ffv1'],
  ['A_AAC', 'aac'],
  ['A_AC3', 'ac3'],
  ['A_ALAC', 'alac'],
  ['A_DTS', 'dts'],
  ['A_EAC3', 'eac3'],
  ['A_FLAC', 'flac'],
  ['A_MLP', 'mlp'],
  ['A_MPEG/L1', 'mp1'],
  ['A_MPEG/L2', 'mp2'],
  ['A_MPEG/L3', 'mp3'],
  ['A_OPUS', 'opus'],
  ['A_TRUEHD', 'truehd'],
  ['A_TTA1', 'tta'],
  ['A_VORBIS', 'vorbis'],
  ['A_WAVPACK4', 'wavpack'],
];

/** By Matroska's CodecID, of which FFmpeg compares the beginning. `bitDepth` is that of PCM, null where not given. */
export function codecOfMatroska(codecId: string, bitDepth: number | null): string | null {
  switch (codecId) {
    case 'A_PCM/INT/LIT':
      return matroskaInteger(bitDepth, 'le');
    case 'A_PCM/INT/BIG':
      return matroskaInteger(bitDepth, 'be');
    case 'A_PCM/FLOAT/IEEE':
      return bitDepth === 64 ? 'pcm_f64le' : 'pcm_f32le';
    default:
      return matroskaCodecs.find(([prefix]) => codecId.startsWith(prefix))?.[1] ?? null;
  }
}

function matroskaInteger(bitDepth: number | null, order: 'le' | 'be'): string | null {
  if (bitDepth === 8) return 'pcm_u8';
  return bitDepth !== null && integerDepths.has(bitDepth) ? `pcm_s${bitDepth}${order}` : null;
}

const riffVideoCodecs = byCode({
  h264: 'H264 h264 X264 x264 avc1 DAVC VSSH',
  hevc: 'HEVC H265',
  mpeg4:
    'FMP4 DIVX divx DX50 dx50 XVID xvid MP4S M4S2 DIV1 mp4v UMP4 RMP4 3IV2 FFDS FVFW DCOD MVXM PM4V SMP4 DXGM VIDM M4T3 GEOX ' +
    'DMK2 DIGI INMC EM4A SN40 VSPX ULDX GEOV XVIX DreX',
  msmpeg4v3: 'MP43 DIV3 div3 MPG3 DIV5 DIV6 DIV4 DVX3 AP41 COL1 COL0',
  msmpeg4v2: 'MP42 DIV2',
  msmpeg4v1: 'MPG4 MP41',
  wmv1: 'WMV1',
  wmv2: 'WMV2',
  wmv3: 'WMV3',
  vc1: 'WVC1 WMVA',
  h263: 'H263 X263 M263',
  flv1: 'FLV1',
  mjpeg: 'MJPG mjpg dmb1 mjpa jpeg IJPG AVRn ACDV AVI1 AVI2',
  mpeg1video: 'mpg1 PIM1',
  mpeg2video: 'MPEG PIM2 EM2V',
  dvvideo: 'dvsd dvhd dvsl dv25 dv50 cdvc CDVH CDV5 dvc_ dvcs',
  huffyuv: 'HFYU',
  ffvhuff: 'FFVH',
  ffv1: 'FFV1',
  vp6: 'VP60 VP61 VP62',
  vp8: 'VP80',
  vp9: 'VP90',
  av1: 'AV01',
  theora: 'theo',
  cinepak: 'cvid',
  indeo3: 'IV31 IV32',
  indeo4: 'IV41',
  indeo5: 'IV50',
  msvideo1: 'MSVC msvc CRAM cram WHAM wham',
  png: 'MPNG PNG1',
  lagarith: 'LAGS',
  utvideo: 'ULRA ULRG ULY0 ULY2 ULY4 ULH0 ULH2 ULH4',
});

/** By `biCompression` of RIFF, as four characters. Raw pictures have too many names: null. */
export function videoCodecOfRiff(fourCharacterCode: string): string | null {
  return riffVideoCodecs.get(fourCharacterCode) ?? null;
}

const waveCodecs: Readonly<Partial<Record<number, string>>> = {
  0x0002: 'adpcm_ms',
  0x0006: 'pcm_alaw',
  0x0007: 'pcm_mulaw',
  0x0050: 'mp2',
  0x0055: 'mp3',
  0x00ff: 'aac',
  0x0160: 'wmav1',
  0x0161: 'wmav2',
  0x0162: 'wmapro',
  0x0163: 'wmalossless',
  0x1600: 'aac',
  0x2000: 'ac3',
  0x2001: 'dts',
  0x706d: 'aac',
  0xf1ac: 'flac',
};
const waveFormats = { integer: 0x0001, float: 0x0003, imaAdpcm: 0x0011 } as const;

/** By `wFormatTag`; of the extensible format, by the first two bytes of its sub-format. */
export function audioCodecOfWave(formatTag: number, bitsPerSample: number): string | null {
  if (formatTag === waveFormats.integer) {
    if (bitsPerSample <= 8) return bitsPerSample > 0 ? 'pcm_u8' : null;
    const wholeBytes = Math.ceil(bitsPerSample / 8) * 8;
    return wholeBytes === 64 || integerDepths.has(wholeBytes) ? `pcm_s${wholeBytes}le` : null;
  }
  if (formatTag === waveFormats.float) {
    return bitsPerSample === 32 || bitsPerSample === 64 ? `pcm_f${bitsPerSample}le` : null;
  }
  // With 8 bits it is another codec of the same tag.
  if (formatTag === waveFormats.imaAdpcm) return bitsPerSample === 4 ? 'adpcm_ima_wav' : null;
  return waveCodecs[formatTag] ?? null;
}

/** ffprobe's bits per sample of PCM, which its codec's name tells; null for other codecs. */
export function pcmBitDepth(codec: string): number | null {
  if (codec === 'pcm_alaw' || codec === 'pcm_mulaw') return 8;
  const digits = /^pcm_[suf](\d+)(?:le|be)?$/.exec(codec)?.[1];
  return digits === undefined ? null : Number(digits);
}
