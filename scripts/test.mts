/**
 * `npm test`: installs what the tests need, runs every stage and ends with one line of totals.
 * `npm run test:unit` and the like run the stages that are named.
 */
import { parseArgs } from 'node:util';
import { rm } from 'node:fs/promises';
import { ensureFfmpeg } from './ffmpeg.mts';
import { runHostTests } from './host-tests.mts';
import { type Outcome, outcomesFile, readOutcomes } from './outcomes.mts';
import { packageExtension } from './package.mts';
import { endWhenInterrupted, run } from './processes.mts';
import { ensureSample } from './sample.mts';
import { installWorkbench } from './workbench/install.mts';

/** Throws when it fails; a stage of tests returns how many passed and failed. */
type Stage = () => Promise<Outcome[] | undefined>;

const once = <T,>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

const requireFfmpeg = once(async () => {
  const ffmpeg = await ensureFfmpeg();
  if (ffmpeg === undefined) throw new Error('The tests need FFmpeg.');
  return ffmpeg;
});
const sample = once(async () => ensureSample(await requireFfmpeg()));
const workbench = once(installWorkbench);

const check =
  (script: string): Stage =>
  async () => {
    await run('npm', ['run', '--silent', script], { deadlineSeconds: 300 });
    return undefined;
  };

/** Runs one mocha process over the bundles of one folder of tests and reads what it wrote down. */
async function mocha(folder: string, env: Record<string, string> = {}): Promise<Outcome[]> {
  return collect(async (TEST_OUTCOMES) => {
    const reporter = ['--reporter', './scripts/mocha-reporter.cjs'];
    const args = ['node_modules/mocha/bin/mocha.js', ...reporter, `dist/dev/test/${folder}/**/*.test.js`];
    await run(process.execPath, args, {
      output: 'show',
      env: { ...env, TEST_OUTCOMES },
      deadlineSeconds: 600,
    });
  });
}

/** The outcomes tell more than the exit code; without any, what went wrong is thrown. */
async function collect(runTests: (outcomesFile: string) => Promise<void>): Promise<Outcome[]> {
  const file = outcomesFile();
  try {
    await runTests(file).catch((error: unknown) => {
      if ((readOutcomes(file) ?? []).every(({ passed }) => passed)) throw error;
    });
    const outcomes = readOutcomes(file) ?? [];
    if (outcomes.length === 0) throw new Error('No test ran.');
    return outcomes;
  } finally {
    await rm(file, { force: true });
  }
}

const stages: Record<string, Stage> = {
  types: check('typecheck'),
  lint: check('lint'),
  imports: check('check:imports'),
  'dead-code': check('check:dead'),
  build: async () => {
    await run(process.execPath, ['esbuild.mjs', '--production', '--tests'], {
      output: 'show',
      deadlineSeconds: 120,
    });
    return undefined;
  },
  unit: () => mocha('unit'),
  integration: async () => {
    await requireFfmpeg();
    return mocha('integration');
  },
  host: async () => {
    await workbench();
    const folder = await sample();
    return collect((file) => runHostTests(folder, file));
  },
  e2e: async () => {
    await workbench();
    return mocha('e2e', { SAMPLE_FOLDER: await sample() });
  },
  vsix: async () => {
    await workbench();
    return mocha('vsix', { SAMPLE_FOLDER: await sample(), VSIX: await packageExtension() });
  },
};

const needsBuild = new Set(['unit', 'integration', 'host', 'e2e', 'vsix']);

function chosenStages(): string[] {
  const { positionals } = parseArgs({ allowPositionals: true });
  const unknown = positionals.filter((name) => !(name in stages));
  if (unknown.length > 0) {
    console.error(`No such stage: ${unknown.join(', ')}. There are: ${Object.keys(stages).join(', ')}`);
    process.exit(2);
  }
  if (positionals.length === 0) return Object.keys(stages);
  return positionals.some((name) => needsBuild.has(name)) ? ['build', ...positionals] : positionals;
}

interface Result {
  name: string;
  passed: number;
  failed: number;
}

async function runStage(name: string): Promise<Result> {
  console.log(`\n━━ ${name} ${'━'.repeat(60 - name.length)}`);
  const began = performance.now();
  const result = await resultOf(name);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const counts =
    result.passed + result.failed > 0 ? `: ${result.passed} passed, ${result.failed} failed` : '';
  console.log(`${result.failed > 0 ? '✘' : '✔'} ${name}${counts} (${seconds} s)`);
  return result;
}

/** A stage that breaks without saying which test it was counts as one failure. */
async function resultOf(name: string): Promise<Result> {
  try {
    const outcomes = (await stages[name]?.()) ?? [];
    const passed = outcomes.filter((outcome) => outcome.passed).length;
    return { name, passed, failed: outcomes.length - passed };
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
    return { name, passed: 0, failed: 1 };
  }
}

endWhenInterrupted(130);
const began = performance.now();
const chosen = chosenStages();
const preparing: Promise<unknown>[] = [];
if (chosen.includes('host') || chosen.includes('e2e') || chosen.includes('vsix')) preparing.push(workbench());
if (chosen.includes('integration')) preparing.push(requireFfmpeg());
for (const early of preparing) early.catch(() => undefined); // reported by the stage that needs it

const results: Result[] = [];
for (const name of chosen) {
  const result = await runStage(name);
  results.push(result);
  if (name === 'build' && result.failed > 0) break;
}

const sum = (count: (result: Result) => number) =>
  results.reduce((total, result) => total + count(result), 0);
const failedStages = results.filter(({ failed }) => failed > 0).map(({ name }) => name);
console.log(`\n${((performance.now() - began) / 1000).toFixed(0)} s in all`);
if (failedStages.length > 0) console.log(`Failed: ${failedStages.join(', ')}`);
console.log(`${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`);
process.exit(failedStages.length > 0 ? 1 : 0);
