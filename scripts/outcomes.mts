/** What the tests of a stage came to, as scripts/mocha-reporter.cjs writes it down. */
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';

const outcomesSchema = v.array(
  v.object({
    title: v.string(),
    passed: v.boolean(),
    /** Why it failed: the error with its stack. */
    reason: v.optional(v.string()),
  }),
);
export type Outcome = v.InferOutput<typeof outcomesSchema>[number];

let files = 0;
/** A file that does not exist yet, to name in TEST_OUTCOMES. */
export const outcomesFile = () => join(tmpdir(), `media-library-outcomes-${process.pid}-${++files}.json`);

/** Undefined while the tests have not come to their end. */
export function readOutcomes(file: string): Outcome[] | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return v.parse(outcomesSchema, JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // just being written
  }
}
