/** Characters that stay at the end of a name that is too long: its extension and what tells copies apart. */
const tailBeforeExtension = 4;
const longestExtension = 8;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export interface CutName {
  /** Shrinks with an ellipsis when room is short. */
  readonly head: string;
  /** Always visible. */
  readonly tail: string;
}

/** Splits a file name so that, cut in the middle, it still shows `…0042.jpeg`. Never splits a character. */
export function middleCut(name: string): CutName {
  const characters = Array.from(segmenter.segment(name), ({ segment }) => segment);
  const dot = characters.lastIndexOf('.');
  const extension = dot <= 0 ? 0 : characters.length - dot;
  const tail = tailBeforeExtension + (extension <= longestExtension ? extension : 0);
  const cut = Math.max(0, characters.length - tail);
  return cut === 0
    ? { head: name, tail: '' }
    : { head: characters.slice(0, cut).join(''), tail: characters.slice(cut).join('') };
}
