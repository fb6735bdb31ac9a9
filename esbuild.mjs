/**
 * Builds everything into dist/: `--production` minifies and prints sizes, `--watch` rebuilds on change,
 * `--tests` builds test/ and bench/ as well, one bundle per entry file.
 */
import { context } from 'esbuild';
import { glob, mkdir, readdir, rm, writeFile } from 'node:fs/promises';

const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const watch = flags.has('--watch');

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  loader: { '.sql': 'text' },
};

/** Native packages and those that look for files beside themselves are shipped as they are. */
const shipped = ['better-sqlite3', 'sharp', 'ffprobe-static'];

const onNode = { ...common, platform: 'node', target: 'node22', format: 'cjs' };
const onPage = {
  ...common,
  platform: 'browser',
  target: 'chrome130',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
};

const builds = [
  { ...onNode, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.js', external: ['vscode'] },
  {
    ...onNode,
    entryPoints: {
      library: 'src/library/process.ts',
      scanThread: 'src/library/threads/scanThread.ts',
      fileThread: 'src/library/threads/fileThread.ts',
      cli: 'src/cli.ts',
    },
    outdir: 'dist',
    external: shipped,
  },
  {
    ...onPage,
    entryPoints: { gallery: 'src/webview/gallery/main.tsx', preview: 'src/webview/preview/main.tsx' },
    outdir: 'dist/webview',
    loader: { ...common.loader, '.ttf': 'file' },
    assetNames: '[name]',
  },
];

const productBuilds = builds.length;

async function entriesOf(...patterns) {
  const found = [];
  for (const pattern of patterns) for await (const file of glob(pattern)) found.push(file);
  return found;
}

if (flags.has('--tests')) {
  builds.push({
    ...onNode,
    entryPoints: await entriesOf(
      'test/**/*.test.{ts,tsx}',
      'test/host/index.ts',
      'test/support/*.main.ts',
      'bench/*.bench.ts',
      'bench/support/*.main.ts',
    ),
    outdir: 'dist/dev',
    outbase: '.',
    sourcemap: 'inline',
    minify: false,
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    external: ['vscode'],
  });
}

/** The tests' bundles stay when only the product is built, so that packaging does not take them from under a test run. */
async function clean() {
  await mkdir('dist/webview', { recursive: true });
  for (const entry of await readdir('dist')) {
    if (entry !== 'dev' || flags.has('--tests')) await rm(`dist/${entry}`, { recursive: true });
  }
}

/** The package that a bundled file belongs to; ours is named by its folder in src. */
const partOf = (input) =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? input.split('/').slice(0, 2).join('/');

/** Prints what each bundle weighs and which parts weigh most, and keeps the metafiles for the third-party notices. */
async function report(metafiles) {
  const outputs = metafiles.flatMap((metafile) => Object.entries(metafile.outputs));
  for (const [file, { bytes, inputs }] of outputs) {
    const parts = new Map();
    for (const [input, { bytesInOutput }] of Object.entries(inputs)) {
      parts.set(partOf(input), (parts.get(partOf(input)) ?? 0) + bytesInOutput);
    }
    const heaviest = [...parts].sort(([, a], [, b]) => b - a).slice(0, 4);
    const kilobytes = (size) => `${(size / 1000).toFixed(1)} kB`;
    console.log(
      `${file}  ${kilobytes(bytes)}  ${heaviest.map(([part, size]) => `${part} ${kilobytes(size)}`).join(', ')}`,
    );
  }
  const bundled = new Set(
    metafiles
      .flatMap(({ inputs }) => Object.keys(inputs))
      .filter((input) => input.includes('node_modules/'))
      .map(partOf),
  );
  await writeFile('dist/bundled-packages.json', JSON.stringify([...bundled].sort(), null, 2));
}

await clean();
const contexts = await Promise.all(builds.map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((built) => built.watch()));
} else {
  const results = await Promise.all(contexts.map((built) => built.rebuild()));
  await Promise.all(contexts.map((built) => built.dispose()));
  if (production) await report(results.slice(0, productBuilds).map(({ metafile }) => metafile));
}
