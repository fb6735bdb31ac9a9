/** What ASF tells of its content, by lower-case name as FFmpeg names it. */

const types = { text: 0 } as const;
const names: Readonly<Partial<Record<string, string>>> = {
  title: 'title',
  author: 'artist',
  artist: 'artist',
  'wm/albumtitle': 'album',
  album: 'album',
  creation_time: 'creation_time',
};
/** A cover is a stream of its own, and ID3 holds tags within the tag: both are FFmpeg's to read. */
const others: ReadonlySet<string> = new Set(['wm/picture', 'id3']);

/** Title and author, each by its length. */
export function readDescription(content: Buffer, tags: Map<string, string>): void {
  const [titleBytes, authorBytes] = [content.readUInt16LE(0), content.readUInt16LE(2)];
  setTag(tags, 'title', textOf(content, 10, titleBytes));
  setTag(tags, 'artist', textOf(content, 10 + titleBytes, authorBytes));
}

/** Names and values. */
export function readExtendedDescription(content: Buffer, tags: Map<string, string>): void {
  const count = content.readUInt16LE(0);
  let at = 2;
  for (let i = 0; i < count; i++) {
    const nameBytes = content.readUInt16LE(at);
    const name = textOf(content, at + 2, nameBytes).toLowerCase();
    const type = content.readUInt16LE(at + 2 + nameBytes);
    const valueBytes = content.readUInt16LE(at + 4 + nameBytes);
    at += 6 + nameBytes;
    const known = names[name];
    if (others.has(name)) throw new RangeError('a tag for FFmpeg');
    if (known !== undefined) {
      if (type !== types.text) throw new RangeError('a tag that is no text');
      setTag(tags, known, textOf(content, at, valueBytes));
    }
    at += valueBytes;
  }
}

/** Which of two FFmpeg would take is not told here. */
function setTag(tags: Map<string, string>, name: string, text: string): void {
  if (text === '') return;
  if (tags.has(name) && tags.get(name) !== text) throw new RangeError('a tag twice');
  tags.set(name, text);
}

/** UTF-16, to the first zero. */
function textOf(content: Buffer, at: number, length: number): string {
  if (at + length > content.length || length % 2 !== 0) throw new RangeError('a text that is cut off');
  const text = content.toString('utf16le', at, at + length);
  const end = text.indexOf('\0');
  if (!text.isWellFormed()) throw new RangeError('half a character');
  return end === -1 ? text : text.slice(0, end);
}
