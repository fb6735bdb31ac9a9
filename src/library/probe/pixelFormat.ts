/** What the name of one of FFmpeg's pixel formats says. */
export interface PixelFormatFacts {
  /** Bits per component, the largest where they differ. */
  readonly bitDepth: number | null;
  readonly hasAlpha: boolean;
}

/** Names without a number at their end, or whose number means something else. */
const depthOfName: readonly (readonly [RegExp, number])[] = [
  [/^mono[bw]$/, 1],
  [/^(?:rgb|bgr)4(?:_byte)?$/, 2],
  [/^(?:rgb|bgr)8$/, 3],
  [/^(?:rgb|bgr)444/, 4],
  [/^(?:rgb|bgr)555/, 5],
  [/^(?:rgb|bgr)565/, 6],
  [/^(?:rgb|bgr)24$|^(?:yuv|yuvj|yuva)\d{3}p$|^nv\d\d$|^(?:yuyv|uyvy|yvyu)422$|^uyyvyy411$/, 8],
  [/^(?:gray|ya8|pal8|gbrp|gbrap|argb|rgba|abgr|bgra|0rgb|rgb0|0bgr|bgr0|ayuv|vuya|vuyx)$/, 8],
  [/^(?:rgb|bgr)48|^(?:rgba|bgra)64|^ayuv64|^ya16|^(?:bayer_\w{4})16/, 16],
  [/^(?:bayer_\w{4})8$/, 8],
  [/^x2(?:rgb|bgr)10|^[xy]v30|^y210|^p[024]10/, 10],
  [/^xyz12|^y212|^p[024]12|^xv36/, 12],
  [/^p[024]16|^y216/, 16],
  [/f32(?:le|be)$/, 32],
  [/f16(?:le|be)$/, 16],
];

export function describePixelFormat(name: string): PixelFormatFacts {
  const listed = depthOfName.find(([pattern]) => pattern.test(name))?.[1];
  const numbered = /(?:p|gray)(9|1[0-6])(?:le|be)$/.exec(name)?.[1];
  return {
    bitDepth: listed ?? (numbered === undefined ? null : Number(numbered)),
    hasAlpha: /^(?:yuva|gbrap|ya\d|argb|rgba|abgr|bgra|ayuv|vuya|pal8)/.test(name),
  };
}
