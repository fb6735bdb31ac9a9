/** `npm run test:watch`: builds on every change and runs the unit tests again. Ctrl-C ends it. */
import { existsSync } from 'node:fs';
import { endWhenInterrupted, startGroup } from './processes.mts';
import { until } from './workbench/window.mts';

endWhenInterrupted(0);
const building = startGroup(process.execPath, ['esbuild.mjs', '--watch', '--tests'], { output: 'show' });
await until('the first build', () => Promise.resolve(existsSync('dist/dev/test/unit') || undefined), 60);
const mocha = ['node_modules/mocha/bin/mocha.js', '--watch', '--watch-files', 'dist/dev/test/unit'];
const testing = startGroup(process.execPath, [...mocha, 'dist/dev/test/unit/**/*.test.js'], {
  output: 'show',
});
await Promise.race([building.exited, testing.exited]);
process.exit(1);
