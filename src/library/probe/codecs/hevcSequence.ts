import type { BitReader } from './bits';

/** What lies between size and usability information in a sequence parameter set of HEVC: nothing that we want. */

const maxReferenceSets = 64;
const maxReferences = 16;
const maxLongTermReferences = 32;

/** Leaves the reader at `vui_parameters_present_flag`. */
export function skipHevcToUsability(reader: BitReader, subLayers: number): void {
  const pictureOrderBits = reader.unsignedGolomb() + 4;
  const layersTold = reader.flag() ? subLayers : 1;
  skipGolombs(reader, 3 * layersTold + 6);
  if (reader.flag() && reader.flag()) skipScalingLists(reader);
  reader.skip(2);
  if (reader.flag()) {
    reader.skip(8);
    skipGolombs(reader, 2);
    reader.skip(1);
  }
  skipShortTermSets(reader);
  if (reader.flag()) {
    const count = bounded(reader.unsignedGolomb(), maxLongTermReferences);
    reader.skip(count * (pictureOrderBits + 1));
  }
  reader.skip(2);
}

function skipGolombs(reader: BitReader, count: number): void {
  for (let i = 0; i < count; i++) reader.unsignedGolomb();
}

function bounded(count: number, most: number): number {
  if (count > most) throw new RangeError(`more than ${most}`);
  return count;
}

function skipScalingLists(reader: BitReader): void {
  for (let size = 0; size < 4; size++) {
    for (let matrix = 0; matrix < 6; matrix += size === 3 ? 3 : 1) {
      if (!reader.flag()) {
        reader.unsignedGolomb();
        continue;
      }
      if (size > 1) reader.signedGolomb();
      const coefficients = Math.min(64, 4 ** (size + 2));
      for (let i = 0; i < coefficients; i++) reader.signedGolomb();
    }
  }
}

/** `st_ref_pic_set`: a set may be told by what differs from the one before it. */
function skipShortTermSets(reader: BitReader): void {
  const sets = bounded(reader.unsignedGolomb(), maxReferenceSets);
  let previous = 0;
  for (let set = 0; set < sets; set++) {
    previous = set > 0 && reader.flag() ? skipPredictedSet(reader, previous) : skipWrittenSet(reader);
  }
}

/** Answers with how many pictures the set has. */
function skipPredictedSet(reader: BitReader, previous: number): number {
  reader.skip(1);
  reader.unsignedGolomb();
  let count = 0;
  for (let i = 0; i <= previous; i++) {
    const isUsed = reader.flag();
    if (isUsed || reader.flag()) count++;
  }
  return count;
}

function skipWrittenSet(reader: BitReader): number {
  const count =
    bounded(reader.unsignedGolomb(), maxReferences) + bounded(reader.unsignedGolomb(), maxReferences);
  for (let i = 0; i < count; i++) {
    reader.unsignedGolomb();
    reader.skip(1);
  }
  return count;
}
