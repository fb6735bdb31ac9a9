import assert from 'node:assert/strict';
import { ids } from '../../src/library/probe/containers/matroska/ids';
import { text, unsigned, within, without, withOne, type Branch } from './matroskaTree';

/** Changes to films that muxers write, to what they could have written. */
export type Change = (tree: readonly Branch[]) => readonly Branch[];

const { segment, tracks, trackEntry, video, audio, info, cluster } = ids;
export const inTrack =
  (change: Change): Change =>
  (tree) =>
    within(tree, [segment, tracks, trackEntry], change);
export const inVideo =
  (change: Change): Change =>
  (tree) =>
    within(tree, [segment, tracks, trackEntry, video], change);
export const inAudio =
  (change: Change): Change =>
  (tree) =>
    within(tree, [segment, tracks, trackEntry, audio], change);
export const inInfo =
  (change: Change): Change =>
  (tree) =>
    within(tree, [segment, info], change);
export const inSegment =
  (change: Change): Change =>
  (tree) =>
    within(tree, [segment], change);
export const set =
  (...branches: readonly Branch[]): Change =>
  (children) =>
    branches.reduce(withOne, children);
export const drop =
  (...dropped: readonly number[]): Change =>
  (children) =>
    dropped.reduce(without, children);
export const together =
  (...changes: readonly Change[]): Change =>
  (tree) =>
    changes.reduce((changed, change) => change(changed), tree);

export const pick = (children: readonly Branch[], ...wanted: readonly number[]) =>
  wanted.flatMap((id) => children.filter((child) => child.id === id));

export const projection = (...poses: readonly Branch[]) =>
  inVideo(set({ id: ids.projection, content: poses }));
export const color = (matrix: number, transfer: number) =>
  inVideo(
    set({
      id: ids.color,
      content: [unsigned(ids.matrixCoefficients, matrix), unsigned(ids.transferCharacteristics, transfer)],
    }),
  );
export const display = (width: number, height: number, unit: number) =>
  inVideo(
    set(
      unsigned(ids.displayWidth, width),
      unsigned(ids.displayHeight, height),
      unsigned(ids.displayUnit, unit),
    ),
  );
export const defaultDuration = (nanoseconds: number) =>
  inTrack(set(unsigned(ids.defaultDuration, nanoseconds)));
export const noRate = inTrack(drop(ids.defaultDuration));
export const tag = (targets: readonly Branch[], ...simple: readonly (readonly Branch[])[]): Branch => ({
  id: ids.tag,
  content: [
    { id: ids.targets, content: targets },
    ...simple.map((content) => ({ id: ids.simpleTag, content })),
  ],
});
export const named = (name: string, value: string, ...more: readonly Branch[]) => [
  text(ids.tagName, name),
  text(ids.tagString, value),
  ...more,
];
/** Before the clusters, as nothing points to it. */
export const insert =
  (id: number, content: readonly Branch[]): Change =>
  (tree) =>
    within(tree, [segment], (children) => [{ id, content }, ...without(children, id)]);
export const chapter = (uid: number, start: number, end: number, ...more: readonly Branch[]): Branch => ({
  id: ids.chapterAtom,
  content: [
    unsigned(ids.chapterUid, uid),
    unsigned(ids.chapterTimeStart, start),
    unsigned(ids.chapterTimeEnd, end),
    ...more,
  ],
});
export const editionHidden = 0x45bd;
export const chapterHidden = 0x98;
export const open =
  (id: number): Change =>
  (tree) =>
    tree.map((branch) => (branch.id === id ? { ...branch, isOpen: true } : branch));
export const encoding = (algorithm: number, ...more: readonly Branch[]) =>
  set({
    id: ids.contentEncodings,
    content: [
      {
        id: ids.contentEncoding,
        content: [
          {
            id: ids.contentCompression,
            content: [unsigned(ids.contentCompressionAlgorithm, algorithm), ...more],
          },
        ],
      },
    ],
  });
/** Frames lose these bytes, with which they all begin. */
export const stripped = (bytes: Buffer): Change => {
  const withoutBytes: Change = (children) =>
    children.map((child) =>
      (child.id === ids.simpleBlock || child.id === ids.block) && Buffer.isBuffer(child.content)
        ? {
            ...child,
            content: Buffer.concat([child.content.subarray(0, 4), child.content.subarray(4 + bytes.length)]),
          }
        : child,
    );
  return together(
    (tree) => within(tree, [segment, cluster], withoutBytes),
    (tree) => within(tree, [segment, cluster, ids.blockGroup], withoutBytes),
    inTrack(encoding(3, { id: ids.contentCompressionSettings, content: bytes })),
  );
};
export const attached = (name: string, type: string): Branch => ({
  id: 0x61a7,
  content: [
    text(0x466e, name),
    text(0x4660, type),
    { id: 0x465c, content: Buffer.alloc(70_000, 1) },
    unsigned(0x46ae, 77),
  ],
});
/** The first two blocks become one; their frames are of the same size. */
export const laced = (flags: number, sizesOf: (frameBytes: number) => readonly number[]) =>
  inSegment((children) =>
    within(children, [cluster], (blocks) => {
      const [first, second] = blocks.filter(({ id }) => id === ids.simpleBlock).map(({ content }) => content);
      assert.ok(Buffer.isBuffer(first) && Buffer.isBuffer(second) && first.length === second.length);
      const header = Buffer.from(first.subarray(0, 4));
      header.writeUInt8(0x80 | flags, 3);
      const sizes = Buffer.from([1, ...sizesOf(first.length - 4)]);
      const content = Buffer.concat([header, sizes, first.subarray(4), second.subarray(4)]);
      const others = blocks.filter((block) => block.content !== first && block.content !== second);
      const at = others.findIndex(({ id }) => id === ids.simpleBlock);
      return [...others.slice(0, at), { id: ids.simpleBlock, content }, ...others.slice(at)];
    }),
  );
export const mapping = (type: string, content: Buffer) =>
  inTrack(
    set({
      id: ids.blockAdditionMapping,
      content: [
        unsigned(ids.blockAdditionType, Buffer.from(type).readUInt32BE(0)),
        { id: ids.blockAdditionExtraData, content },
      ],
    }),
  );
