/** A picture as plain pixels: four bytes each (red, green, blue, alpha), row by row. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly pixels: Buffer;
}

const headerEnd = 'ENDHDR\n';
const maxHeaderBytes = 256;

/**
 * Cuts a stream of RGBA pictures in PAM (netpbm.sourceforge.net/doc/pam.html), arriving in pieces, into frames.
 * Throws when it is something else.
 */
export function frameParser(): (chunk: Buffer) => Frame[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    for (let found = firstFrame(rest); found !== null; found = firstFrame(rest)) {
      frames.push(found.frame);
      rest = rest.subarray(found.endOffset);
    }
    return frames;
  };
}

function firstFrame(bytes: Buffer): { frame: Frame; endOffset: number } | null {
  const headerLength = bytes.subarray(0, maxHeaderBytes).indexOf(headerEnd);
  if (headerLength < 0) {
    if (bytes.length >= maxHeaderBytes) throw new Error('A frame from FFmpeg has no header');
    return null;
  }
  const header = bytes.toString('latin1', 0, headerLength);
  const width = numberAfter('WIDTH', header);
  const height = numberAfter('HEIGHT', header);
  const start = headerLength + headerEnd.length;
  const endOffset = start + width * height * 4;
  if (bytes.length < endOffset) return null;
  return { frame: { width, height, pixels: bytes.subarray(start, endOffset) }, endOffset };
}

function numberAfter(word: string, header: string): number {
  const found = new RegExp(`^${word} (\\d+)$`, 'm').exec(header)?.[1];
  if (found === undefined) throw new Error(`A frame from FFmpeg has no ${word}`);
  return Number(found);
}
