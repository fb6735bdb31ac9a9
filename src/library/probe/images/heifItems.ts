export interface Box {
  readonly type: string;
  readonly content: Buffer;
}

/** The properties of the picture that a file is there for, in the order in which they apply. */
export interface PrimaryItem {
  readonly own: readonly Box[];
  /** Those of its first tile, when it is put together from tiles. */
  readonly tile: readonly Box[];
  /** Those of all items. */
  readonly all: readonly Box[];
}

const maxBoxes = 4096;

/** `boxes` are those of the `meta` box. Null when it names no picture. */
export function primaryItem(boxes: readonly Box[]): PrimaryItem | null {
  const primary = contentOf(boxes, 'pitm');
  const properties = contentOf(boxes, 'iprp');
  if (!primary || !properties) return null;
  const parts = boxesIn(properties);
  const links = contentOf(parts, 'ipma');
  if (!links) return null;
  const all = boxesIn(contentOf(parts, 'ipco') ?? Buffer.alloc(0));
  const propertiesOf = (itemId: number) => linkedTo(links, itemId).flatMap((index) => all[index - 1] ?? []);
  const primaryId = primary.readUInt8(0) === 0 ? primary.readUInt16BE(4) : primary.readUInt32BE(4);
  const references = contentOf(boxes, 'iref');
  const tileId = references && firstTile(references, primaryId);
  return { own: propertiesOf(primaryId), tile: tileId ? propertiesOf(tileId) : [], all };
}

function contentOf(boxes: readonly Box[], type: string): Buffer | undefined {
  return boxes.find((box) => box.type === type)?.content;
}

/** Of those that a picture is derived from (`dimg`). */
function firstTile(references: Buffer, itemId: number): number | null {
  const hasLongIds = references.readUInt8(0) > 0;
  const idAt = (content: Buffer, at: number) =>
    hasLongIds ? content.readUInt32BE(at) : content.readUInt16BE(at);
  const own = boxesIn(references.subarray(4)).find(
    ({ type, content }) => type === 'dimg' && idAt(content, 0) === itemId,
  );
  return own ? idAt(own.content, hasLongIds ? 6 : 4) : null;
}

/** Indices, from 1, of the properties that belong to an item. */
function linkedTo(links: Buffer, itemId: number): readonly number[] {
  const hasLongIds = links.readUInt8(0) > 0;
  const isWide = (links.readUInt8(3) & 1) !== 0;
  const items = links.readUInt32BE(4);
  let at = 8;
  for (let item = 0; item < items; item++) {
    const id = hasLongIds ? links.readUInt32BE(at) : links.readUInt16BE(at);
    at += hasLongIds ? 4 : 2;
    const count = links.readUInt8(at++);
    if (id === itemId) return indicesAt(links, at, count, isWide);
    at += count * (isWide ? 2 : 1);
  }
  return [];
}

function indicesAt(links: Buffer, at: number, count: number, isWide: boolean): readonly number[] {
  const indices: number[] = [];
  for (let i = 0; i < count; i++) {
    indices.push(isWide ? links.readUInt16BE(at + 2 * i) & 0x7fff : links.readUInt8(at + i) & 0x7f);
  }
  return indices;
}

export function boxesIn(bytes: Buffer): readonly Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length && boxes.length < maxBoxes) {
    const size = bytes.readUInt32BE(at);
    if (size < 8) break;
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      content: bytes.subarray(at + 8, at + size),
    });
    at += size;
  }
  return boxes;
}
