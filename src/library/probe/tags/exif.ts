import { readTiff, type Directory, type Tiff } from './tiff';

/** What EXIF tells of a picture's display and date. */

/** Clockwise degrees for orientations 1 to 8; mirroring, which comes after the turn, is not told. */
const degreesOfOrientation: readonly number[] = [0, 0, 0, 180, 180, 90, 90, 270, 270];

export interface ExifFacts {
  readonly rotationDegrees: number;
  readonly capturedAtMs: number | null;
}

export function exifFacts({ main, photo }: Tiff): ExifFacts {
  return {
    rotationDegrees: degreesOfOrientation[main.number(0x0112) ?? 1] ?? 0,
    capturedAtMs: photo && (timeIn(photo, original) ?? timeIn(photo, digitized)),
  };
}

/** Tags of a date, of its fractions of a second and of its zone. */
type TimeTags = readonly [date: number, fraction: number, zone: number];
const original: TimeTags = [0x9003, 0x9291, 0x9011];
const digitized: TimeTags = [0x9004, 0x9292, 0x9012];

/**
 * `2019:08:17 16:05:09`, as epoch milliseconds. Cameras that give no zone mean their owner's, for which ours is the best
 * guess. Null for a clock that was never set: `0000:00:00 00:00:00`, or blanks.
 */
function timeIn(photo: Directory, [dateTag, fractionTag, zoneTag]: TimeTags): number | null {
  const match = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(photo.text(dateTag) ?? '');
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  if (hour > 23 || minute > 59 || second > 60) return null;
  const fraction = /^\d{1,3}/.exec(photo.text(fractionTag) ?? '')?.[0] ?? '';
  const milliseconds = Number(fraction.padEnd(3, '0'));
  const zone = /^([+-])(\d\d):?(\d\d)$/.exec(photo.text(zoneTag) ?? '');
  if (!zone) return new Date(year, month - 1, day, hour, minute, second, milliseconds).getTime();
  const offset = Number(`${zone[1] ?? ''}1`) * (Number(zone[2]) * 60 + Number(zone[3]));
  return Date.UTC(year, month - 1, day, hour, minute - offset, second, milliseconds);
}

/** Of an EXIF block that lies in memory, without its `Exif\0\0`. */
export function exifFactsOf(block: Buffer): ExifFacts | null {
  const tiff = readTiff((offset, length) => block.subarray(offset, offset + length));
  return tiff && exifFacts(tiff);
}

/** Width and height as displayed. */
export function turnedSize(width: number, height: number, rotationDegrees: number) {
  return rotationDegrees % 180 === 90 ? { width: height, height: width } : { width, height };
}
