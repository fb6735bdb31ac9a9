const maxDepth = 32;

/**
 * Whether a message takes more than `limit` units, one per character and per value. It stops counting there, so that
 * asking costs no more than the limit, however large the message. Nesting deeper than any of our messages counts as too large.
 */
export function isLargerThan(limit: number, message: unknown): boolean {
  let rest = limit;
  const fits = (value: unknown, depth: number): boolean => {
    rest -= typeof value === 'string' ? value.length + 1 : 1;
    if (rest < 0 || depth > maxDepth) return false;
    if (typeof value !== 'object' || value === null) return true;
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return (rest -= value.byteLength) >= 0;
    for (const [key, part] of Object.entries(value)) {
      rest -= key.length;
      if (!fits(part, depth + 1)) return false;
    }
    return true;
  };
  return !fits(message, 0);
}
