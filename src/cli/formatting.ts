/** Control characters, line separators and what turns the direction of writing. */
const steering = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** File names come from anywhere: what could steer a terminal is shown as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(steering, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}

/** Left-aligned columns, two spaces apart, each as wide as its widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, ...rows].map((cells) => cells.map(printable));
  const widths = header.map((_, column) =>
    lines.reduce((widest, cells) => Math.max(widest, widthOf(cells[column] ?? '')), 0),
  );
  const toLine = (cells: readonly string[]) =>
    cells.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))).join('  ');
  return lines.map((cells) => `${toLine(cells).trimEnd()}\n`).join('');
}

/** Columns a terminal gives to a text; wide East Asian characters and emoji take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mn}/u.test(character)) continue;
    width +=
      /[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\uFF00-\uFF60]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
