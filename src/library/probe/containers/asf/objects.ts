/** Objects of ASF (Microsoft's specification): a GUID, a length, and content. */
export interface AsfObject {
  readonly guid: string;
  readonly content: Buffer;
}

export const guids = {
  header: '75b22630-668e-11cf-a6d9-00aa0062ce6c',
  headerExtension: '5fbf03b5-a92e-11cf-8ee3-00c00c205365',
  fileProperties: '8cabdca1-a947-11cf-8ee4-00c00c205365',
  streamProperties: 'b7dc0791-a9b7-11cf-8ee6-00c00c205365',
  extendedStreamProperties: '14e6a5cb-c672-4332-8399-a96952065b5a',
  contentDescription: '75b22633-668e-11cf-a6d9-00aa0062ce6c',
  extendedContentDescription: 'd2d0a440-e307-11d2-97f0-00a0c95ea850',
  bitRates: '7bf875ce-468d-11d1-8d82-006097c9a2b2',
  codecList: '86d15240-311d-11d0-a3a4-00a0c90348f6',
  languages: '7c4346a9-efe0-4bfc-b229-393ede415c85',
  compatibility: '26f18b5d-4584-47ec-9f5f-0e651f0452c9',
  padding: '1806d474-cadf-4509-a4ba-9aabcb96aae8',
  metadata: 'c5f8cbea-5baf-4877-8467-aa8c44fa4cca',
  audio: 'f8699e40-5b4d-11cf-a8fd-00805f5c442b',
} as const;

export const objectHeaderBytes = 24;
const maxObjects = 200;

export function guidAt(bytes: Buffer, at: number): string {
  const part = (start: number, end: number) => bytes.toString('hex', at + start, at + end);
  const swapped = (start: number, end: number) =>
    Buffer.from(bytes.subarray(at + start, at + end))
      .reverse()
      .toString('hex');
  return [swapped(0, 4), swapped(4, 6), swapped(6, 8), part(8, 10), part(10, 16)].join('-');
}

/** Throws when one leads beyond the bytes. */
export function* objectsIn(bytes: Buffer): Generator<AsfObject> {
  let at = 0;
  for (let count = 0; count < maxObjects && at < bytes.length; count++) {
    const length = Number(bytes.readBigUInt64LE(at + 16));
    if (length < objectHeaderBytes || at + length > bytes.length)
      throw new RangeError('an object that is cut off');
    yield { guid: guidAt(bytes, at), content: bytes.subarray(at + objectHeaderBytes, at + length) };
    at += length;
  }
}
