/** ffprobe's codec names that people know by another one. */
const names: Readonly<Record<string, string>> = {
  aac: 'AAC',
  ac3: 'Dolby Digital (AC-3)',
  alac: 'Apple Lossless (ALAC)',
  av1: 'AV1',
  dts: 'DTS',
  eac3: 'Dolby Digital Plus (E-AC-3)',
  flac: 'FLAC',
  h264: 'H.264',
  hevc: 'H.265 (HEVC)',
  mjpeg: 'JPEG',
  mp2: 'MPEG audio layer 2',
  mp3: 'MP3',
  mpeg1video: 'MPEG-1',
  mpeg2video: 'MPEG-2',
  mpeg4: 'MPEG-4 Visual',
  msmpeg4v3: 'Microsoft MPEG-4 v3',
  opus: 'Opus',
  prores: 'ProRes',
  theora: 'Theora',
  vorbis: 'Vorbis',
  vp8: 'VP8',
  vp9: 'VP9',
  wmav2: 'Windows Media Audio 2',
  wmv2: 'Windows Media Video 8',
  wmv3: 'Windows Media Video 9',
};

export function codecName(codec: string): string {
  if (codec.startsWith('pcm_')) return `PCM (${codec.slice('pcm_'.length)})`;
  return names[codec] ?? codec.toUpperCase();
}
