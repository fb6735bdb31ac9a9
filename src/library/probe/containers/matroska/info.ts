import { childrenOf, floatOf, lastOf, textOf, unsignedOf } from './ebml';
import { ids } from './ids';
import type { TagMap } from './tags';

export interface Info {
  /** Nanoseconds to a unit of time. */
  readonly timestampScale: number;
  /** To the microsecond; null when it is not said, as in what was recorded live. */
  readonly durationUs: number | null;
  readonly tags: TagMap;
}

const millisecondNs = 1_000_000;

export function infoOf(content: Buffer): Info {
  const children = childrenOf(content);
  const timestampScale = unsignedOf(lastOf(children, ids.timestampScale), 0) || millisecondNs;
  // Multiplied and divided as FFmpeg does it, for the last digit.
  const durationUs = Math.trunc(
    (floatOf(lastOf(children, ids.duration), 0) * timestampScale * 1000) / 1_000_000,
  );
  const tags: TagMap = new Map();
  const title = lastOf(children, ids.title);
  if (title !== undefined) tags.set('title', textOf(title));
  const date = lastOf(children, ids.dateUtc);
  if (date?.length === 8) tags.set('creation_time', creationTimeOf(date));
  return { timestampScale, durationUs: durationUs > 0 ? durationUs : null, tags };
}

/** 2001-01-01, from which Matroska counts nanoseconds, in microseconds since 1970. */
const epochUs = 978_307_200_000_000n;

/** As FFmpeg writes it: without parts of a second smaller than a microsecond. */
function creationTimeOf(date: Buffer): string {
  const microseconds = date.readBigInt64BE(0) / 1000n + epochUs;
  const moment = new Date(Number(microseconds / 1000n));
  if (microseconds < 0n || Number.isNaN(moment.getTime())) throw new RangeError('no date');
  const seconds = moment.toISOString().slice(0, -'.000Z'.length);
  return `${seconds}.${String(microseconds % 1_000_000n).padStart(6, '0')}Z`;
}
