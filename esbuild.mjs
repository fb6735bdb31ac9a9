/**
 * Builds everything into dist/: `--production` minifies and prints sizes, `--watch` rebuilds on change,
 * `--tests` builds test/ and bench/ as well, one bundle per entry file.
 */
import { context } from 'esbuild';
import { glob, mkdir, rm } from 'node:fs/promises';


const flags = new Set(process.argv.slice(2));
const production = flags.has('--production');
const watch = flags.has('--watch');

const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'info',
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
    entryPoints: { library: 'src/library/process.ts', cli: 'src/cli.ts' },
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
    ),
    outdir: 'dist/dev',
    outbase: '.',
    sourcemap: 'inline',
    minify: false,
    logLevel: 'warning',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    external: ['vscode'],
  });
}

await rm('dist', { recursive: true, force: true });
await mkdir('dist/webview', { recursive: true });
const contexts = await Promise.all(builds.map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((built) => built.watch()));
} else {
  await Promise.all(contexts.map((built) => built.rebuild()));
  await Promise.all(contexts.map((built) => built.dispose()));
}
