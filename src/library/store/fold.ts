const combiningMarks = /[\u0300-\u036f]+/g;

/** The text without case and diacritics, composed: what is compared when people search and sort. Idempotent. */
export function fold(text: string): string {
  // Lower-casing first: it may itself produce combining marks (İ becomes i + U+0307).
  return text.toLowerCase().normalize('NFD').replace(combiningMarks, '').normalize('NFC');
}
