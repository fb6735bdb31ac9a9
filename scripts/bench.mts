/** `npm run bench -- [AREA] …`: builds and runs bench/AREA.bench.ts, or all of them; further arguments go to it. */
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { ensureFfmpeg } from './ffmpeg.mts';
import { endWhenInterrupted, run } from './processes.mts';

endWhenInterrupted(130);
const areas = globSync('bench/*.bench.ts').map((file) => basename(file, '.bench.ts'));
const [first, ...rest] = process.argv.slice(2);
const named = first !== undefined && !first.startsWith('-');
if (named && !areas.includes(first)) {
  console.error(`There is no benchmark ${first}. There are: ${areas.join(', ')}`);
  process.exit(2);
}
const args = named ? rest : process.argv.slice(2);

await ensureFfmpeg();
await run(process.execPath, ['esbuild.mjs', '--production', '--tests'], { deadlineSeconds: 120 });
for (const area of named ? [first] : areas) {
  const bundle = `dist/dev/bench/${area}.bench.js`;
  const flags = ['--enable-source-maps', '--expose-gc'];
  await run(process.execPath, [...flags, bundle, ...args], { output: 'show', deadlineSeconds: 3600 });
}
