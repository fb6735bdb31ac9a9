/** Entry of the tests inside an extension host: VS Code calls `run()` and ends when it settles. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const project = process.env['MEDIA_LIBRARY_PROJECT'];
  if (project === undefined) throw new Error('MEDIA_LIBRARY_PROJECT must name the project folder.');
  process.chdir(project);
  const mocha = new Mocha({
    forbidOnly: true,
    forbidPending: true,
    timeout: 60_000,
    reporter: resolve('scripts/mocha-reporter.cjs'),
  });
  const compiled = resolve('dist/dev/test/host');
  const files = readdirSync(compiled, { recursive: true, encoding: 'utf8' });
  const tests = files.filter((file) => file.endsWith('.test.js'));
  if (tests.length === 0) throw new Error(`There is no test in ${compiled}.`);
  for (const file of tests) mocha.addFile(join(compiled, file));
  const failures = await new Promise<number>((done) => mocha.run(done));
  if (failures > 0) throw new Error(`${failures} tests failed in the extension host.`);
}
