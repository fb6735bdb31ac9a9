/** Boxes of ISO base media files, taken apart and put together in memory: for files that no tool would write. */

/** Bytes between a box's header and the boxes in it. */
const fieldBytes: Readonly<Partial<Record<string, number>>> = { stsd: 8, meta: 4 };

export interface BoxBytes {
  readonly type: string;
  readonly content: Buffer;
}

export function box(type: string, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(bytes.length + 8);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, bytes]);
}

export function uint16(...values: readonly number[]): Buffer {
  return Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 0xff])));
}

export function uint32(...values: readonly number[]): Buffer {
  return Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    }),
  );
}

export function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

export function boxesOf(bytes: Buffer): readonly BoxBytes[] {
  const boxes: BoxBytes[] = [];
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      content: bytes.subarray(at + 8, at + size),
    });
    at += size;
  }
  return boxes;
}

/** Changes the content of the first box at a path such as `moov/trak/tkhd`. Sizes follow; places in the file do not. */
export function changed(bytes: Buffer, path: string, change: (content: Buffer) => Buffer): Buffer {
  const [type = '', ...rest] = path.split('/');
  const boxes = boxesOf(bytes);
  const index = boxes.findIndex((candidate) => candidate.type === type);
  if (index === -1) throw new Error(`no ${type} among ${boxes.map((each) => each.type).join(' ')}`);
  return Buffer.concat(
    boxes.map(({ type: own, content }, at) => {
      if (at !== index) return box(own, content);
      if (rest.length === 0) return box(own, change(content));
      const fields = fieldBytes[own] ?? 0;
      return box(own, content.subarray(0, fields), changed(content.subarray(fields), rest.join('/'), change));
    }),
  );
}

export function withBox(bytes: Buffer, path: string, added: Buffer): Buffer {
  return changed(bytes, path, (content) => Buffer.concat([content, added]));
}

/** Writes over some bytes of a box. */
export function patched(bytes: Buffer, path: string, at: number, patch: Buffer): Buffer {
  return changed(bytes, path, (content) =>
    Buffer.concat([content.subarray(0, at), patch, content.subarray(at + patch.length)]),
  );
}
