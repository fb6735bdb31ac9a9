/** `npm run notices`: writes THIRD_PARTY_NOTICES.md for every package that is in the VSIX, bundled or beside the bundles. */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { run } from './processes.mts';

const manifestSchema = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.string()),
  /** As packages before npm 2 say it. */
  licenses: v.optional(v.array(v.object({ type: v.string() })), []),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
  optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
});
type Manifest = v.InferOutput<typeof manifestSchema>;

/** What a licence text alone does not say. */
const remarks: Record<string, string> = {
  'ffprobe-static':
    'The MIT licence is that of the package. The `ffprobe` program inside is FFmpeg 4.0.2 ' +
    '(https://ffmpeg.org) under the GNU General Public License, version 3; it is run as a separate program. Its source is at ' +
    'https://ffmpeg.org/releases/ and that of the build at https://johnvansickle.com/ffmpeg/ (Linux), ' +
    'https://evermeet.cx/ffmpeg/ (macOS) and https://ffmpeg.zeranoe.com/builds/ (Windows).',
  '@img/sharp-libvips':
    'The shared library libvips and the libraries within are used under the GNU Lesser General Public License, version 3 ' +
    'or later. It is a file of its own and may be replaced by another build. Its README, shipped beside it, names every ' +
    'library within and its licence; the source is at https://github.com/lovell/sharp-libvips.',
};

const folderOf = (name: string) => join('node_modules', name);

function manifestOf(name: string): Manifest {
  return v.parse(manifestSchema, JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8')));
}

/** The packages that are shipped as they are, with what they need on any platform. */
function unbundled(): string[] {
  const ours = v.parse(
    v.object({ dependencies: v.record(v.string(), v.string()) }),
    JSON.parse(readFileSync('package.json', 'utf8')),
  );
  const found = new Set<string>();
  const visit = (name: string) => {
    if (found.has(name) || !existsSync(folderOf(name)) || name === 'node-addon-api') return; // headers for building only
    found.add(name);
    const { dependencies, optionalDependencies } = manifestOf(name);
    [...Object.keys(dependencies), ...Object.keys(optionalDependencies)].forEach(visit);
  };
  Object.keys(ours.dependencies).forEach(visit);
  return [...found];
}

function licenceText(name: string): string {
  const file = readdirSync(folderOf(name)).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  return file === undefined ? '' : readFileSync(join(folderOf(name), file), 'utf8').trim();
}

/** The native packages carry their platform in their names; the notice is the same for each. */
const familyOf = (name: string) => name.replace(/-(linux|linuxmusl|darwin|win32)-\w+$/, '');

function notice(name: string): string {
  const { version, license, licenses } = manifestOf(name);
  const family = familyOf(name);
  const text = licenceText(name);
  return [
    `## ${family} ${version}`,
    `Licence: ${license ?? licenses.map(({ type }) => type).join(' or ')}`,
    ...(remarks[family] === undefined ? [] : [remarks[family]]),
    ...(text === '' ? [] : ['```text\n' + text + '\n```']),
  ].join('\n\n');
}

await run(process.execPath, ['esbuild.mjs', '--production'], { deadlineSeconds: 120 });
const bundled = v.parse(v.array(v.string()), JSON.parse(readFileSync('dist/bundled-packages.json', 'utf8')));
const names = [...new Set([...bundled, ...unbundled()])].sort();
const introduction = 'Media Library contains the following packages. Written by `npm run notices`.';
writeFileSync(
  'THIRD_PARTY_NOTICES.md',
  `# Third-party notices\n\n${introduction}\n\n${names.map(notice).join('\n\n')}\n`,
);
console.log(`THIRD_PARTY_NOTICES.md: ${names.length} packages`);
