import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../e2e/support/session';

/** Everything that may be in the package. */
const allowed = [
  /^(package\.json|package\.nls(\.\w+)?\.json|readme\.md|changelog\.md|LICENSE\.txt|THIRD_PARTY_NOTICES\.md|\.vsixmanifest)$/i,
  /^l10n\/[\w.-]+\.json$/,
  /^media\/([\w-]+\/)?[\w.-]+\.(png|svg|md)$/,
  /^dist\/(extension|library|scanThread|fileThread|cli)\.js$/,
  /^dist\/webview\/(gallery|preview|codicon)\.(js|css|ttf)$/,
  /^node_modules\/better-sqlite3\/(package\.json|LICENSE|lib\/.*\.js|prebuilds\/[\w-]+\.node)$/,
  /^node_modules\/(sharp|detect-libc|semver|@img\/[\w-]+)\/(package\.json|LICENSE(\.md)?|README\.md|versions\.json)$/,
  /^node_modules\/(sharp|detect-libc|semver|@img\/[\w-]+)\/.*\.c?js$/,
  /^node_modules\/@img\/sharp-[\w-]+\/lib\/[\w.-]+\.(node|so[\d.]*|dylib|dll)$/,
  /^node_modules\/ffprobe-static\/(package\.json|LICENSE|index\.js|bin\/\w+\/\w+\/ffprobe(\.exe)?)$/,
];

describe('The packaged extension in a clean workbench', function () {
  this.timeout(90_000);
  const vsix = process.env['VSIX'];
  if (vsix === undefined) throw new Error('Run these tests with npm, which packages the extension for them.');
  const session = Session.forTests({ vsix, env: { MEDIA_LIBRARY_SHOW: '1' } });

  it('holds just what runs, with the native parts of one platform', () => {
    const extensions = join(session.workbench.dataFolder, 'extensions');
    const [installed] = readdirSync(extensions).filter((name) => name.startsWith('media-library.'));
    assert.ok(installed);
    const files = readdirSync(join(extensions, installed), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(extensions, installed).length + 1));
    assert.deepEqual(
      files.filter((file) => !allowed.some((pattern) => pattern.test(file))),
      [],
    );
    assert.equal(files.filter((file) => file.startsWith('node_modules/better-sqlite3/prebuilds/')).length, 1);
    assert.equal(files.filter((file) => file.startsWith('node_modules/ffprobe-static/bin/')).length, 1);
  });

  it('shows a tree and the pictures of photos, clips and music', async () => {
    const gallery = await session.gallery();
    await gallery.untilSummary('35 files');
    await session.window.treeRow('photos').filter({ hasText: '10' }).waitFor();
    for (const name of ['badge.png', 'cells.webm', '01 First Snow.mp3']) await gallery.untilPicture(name);
  });
});
