import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ScanSettings } from '../../../src/library/model';
import { Roots } from '../../../src/library/scanner/roots';
import { Selection, type FolderRules } from '../../../src/library/scanner/rules';

describe('What a scan looks at', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'media-library-rules-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  function rules(
    settings: Partial<ScanSettings>,
    ownFolders: readonly string[] = [],
    otherRoots: string[] = [],
  ) {
    const all = {
      roots: [root],
      include: [],
      exclude: [],
      respectGitignore: false,
      concurrency: 1,
      keepDeletedMs: 0,
    };
    const roots = new Roots([root, ...otherRoots]);
    const kindOfName = (name: string) =>
      /\.(png|jpg)$/i.test(name) ? 'image' : /\.mp4$/i.test(name) ? 'video' : null;
    const selection = new Selection(
      { ...all, kinds: ['image', 'video', 'audio'], ...settings },
      roots,
      { kindOf: kindOfName, isAmbiguous: () => false },
      ownFolders,
    );
    return selection.rulesOf(roots.all[0]!);
  }

  function admits(top: FolderRules, path: string): boolean {
    const folders = path.split('/');
    const name = folders.pop()!;
    let inside: FolderRules | null = top;
    for (const folder of folders) inside = inside?.enter(folder) ?? null;
    return inside?.admitsFile(name) ?? false;
  }

  function write(file: string, text = ''): void {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }

  it('is every media file, in hidden folders too, but never in .git', () => {
    const top = rules({});
    for (const path of ['a.png', 'B.PNG', '.hidden/a.png', 'node_modules/x/a.png', '.github/a.png'])
      assert.equal(admits(top, path), true, path);
    for (const path of ['a.txt', '.git/a.png', 'sub/.git/objects/a.png'])
      assert.equal(admits(top, path), false, path);
  });

  it('is less what the exclude globs name, files or folders', () => {
    const top = rules({
      exclude: ['**/node_modules', 'build/', '**/*.tmp.png', '**/{out,dist}/**', './old', '', '/'],
    });
    for (const path of [
      'node_modules/a.png',
      'x/node_modules/y/a.png',
      'build/a.png',
      'x/a.tmp.png',
      'out/a.png',
    ])
      assert.equal(admits(top, path), false, path);
    for (const path of ['old/a.png', 'x/dist/y/a.png']) assert.equal(admits(top, path), false, path);
    for (const path of ['x/build/a.png', 'a.png', 'buildings/a.png', 'x/old/a.png'])
      assert.equal(admits(top, path), true, path);
  });

  it('is only what the include globs name, where there are any', () => {
    const top = rules({ include: ['assets', '**/*.jpg'], exclude: ['assets/raw'] });
    for (const path of ['assets/a.png', 'assets/x/y/a.png', 'x/a.jpg'])
      assert.equal(admits(top, path), true, path);
    for (const path of ['a.png', 'assets/raw/a.png', 'x/assets/a.png', 'assets/a.txt'])
      assert.equal(admits(top, path), false, path);
  });

  it('is only the kinds asked for', () => {
    const top = rules({ kinds: ['video'] });
    assert.equal(admits(top, 'a.mp4'), true);
    assert.equal(admits(top, 'a.png'), false);
  });

  it('is not our own cache, nor what belongs to another root', () => {
    const top = rules({}, [join(root, 'cache')], [join(root, 'packages/app')]);
    mkdirSync(join(root, 'packages/app'), { recursive: true });
    assert.equal(admits(top, 'cache/a.png'), false);
    assert.equal(admits(top, 'packages/app/a.png'), false);
    assert.equal(admits(top, 'packages/lib/a.png'), true);
  });

  it('takes odd names for names', () => {
    const top = rules({ exclude: ['**/*.[jJ][pP][gG]'], respectGitignore: true });
    for (const name of [
      '-rf.png',
      'a\nb.png',
      '$(id).png',
      'img%03d.png',
      '..png',
      '...a.png',
      '\\.png',
      '*.png',
    ])
      assert.equal(admits(top, name), true, JSON.stringify(name));
    for (const folder of ['...', ' ', '#', '!x', 'a\\b'])
      assert.equal(admits(top, `${folder}/a.png`), true, folder);
  });

  it('follows .gitignore files as git itself does', () => {
    write('.gitignore', '*.jpg\n!keep.jpg\n/top.png\nbuild/\n# comment\nfoo/**/bar.png\n\\#odd.png\n');
    write('sub/.gitignore', '!*.jpg\n/local.png\nkeep.jpg\n');
    write('sub/deep/.gitignore', '*\n!ok.png\n');
    write('build/.gitignore', '!*\n');
    const paths = ['a.jpg', 'keep.jpg', 'top.png', 'x/top.png', 'build/a.png', 'x/build/a.png', 'a.png'];
    paths.push('foo/bar.png', 'foo/x/y/bar.png', '#odd.png', 'sub/a.jpg', 'sub/keep.jpg', 'sub/local.png');
    paths.push(
      'sub/x/local.png',
      'sub/deep/a.png',
      'sub/deep/ok.png',
      'sub/deep/x/ok.png',
      'sub/build/a.jpg',
    );
    for (const path of paths) write(path);
    execFileSync('git', ['init', '--quiet'], { cwd: root });
    const listed = execFileSync('git', ['ls-files', '--others', '--exclude-standard', '-z'], { cwd: root });
    const byGit = new Set(listed.toString().split('\0'));
    const top = rules({ respectGitignore: true });
    for (const path of paths) assert.equal(admits(top, path), byGit.has(path), path);
  });

  it('ignores a .gitignore that is no plain file', () => {
    execFileSync('mkfifo', [join(root, '.gitignore')]);
    assert.equal(admits(rules({ respectGitignore: true }), 'a.png'), true);
  });
});
