const isAscii = /^[\0-\x7f]*$/;
const combiningMarks = /[\u0300-\u036f]+/g;

/**
 * The text without case and diacritics: what is compared when people search and sort. What remains is decomposed, so
 * that the beginning of a syllable, as it is typed, is found in a whole one (하 in 한).
 */
export function fold(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase();
  // Lower-casing comes first: it may itself produce combining marks (İ becomes i + U+0307).
  return text.toLowerCase().normalize('NFD').replace(combiningMarks, '').replaceAll('ς', 'σ');
}
