import { fold } from './fold';

/**
 * A key whose plain string order is the order people expect of names: case and diacritics do not count, and runs of
 * digits compare as numbers (`img2` before `img10`), however long they are. Names that differ only in what does not
 * count (`a7`, `Á007`) have equal keys.
 */
export function naturalSortKey(name: string): string {
  return fold(name).replace(/[0-9]+/g, numberKey);
}

/** The same for a `/`-separated path, in which a folder's content comes right after the folder itself. */
export function naturalSortPathKey(path: string): string {
  return naturalSortKey(path.replaceAll('/', '\u0001'));
}

/**
 * Numbers without leading zeros compare first by length, then digit by digit, so the length goes in front: one digit
 * up to 8; from 9 on a `9` and then the length as such a number itself.
 */
function numberKey(digits: string): string {
  const significant = digits.replace(/^0+/, '');
  const length = significant.length;
  return (length < 9 ? String(length) : `9${numberKey(String(length))}`) + significant;
}
