import assert from 'node:assert/strict';
import { mkdtemp, mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { confine, isInside } from '../../../src/host/confine';

describe('confining a path to the roots', () => {
  let base: string;
  let root: string;

  beforeEach(async () => {
    base = await realpath(await mkdtemp(join(tmpdir(), 'confine-')));
    root = join(base, 'workspace');
    await mkdir(join(root, 'inner'), { recursive: true });
    await mkdir(join(base, 'workspace-2'));
    await writeFile(join(root, 'inner', 'a.png'), '');
    await writeFile(join(base, 'secret.png'), '');
    await writeFile(join(base, 'workspace-2', 'b.png'), '');
  });
  afterEach(() => rm(base, { recursive: true }));

  const refused = (filePath: string, roots = [root]) =>
    assert.rejects(confine(filePath, roots), { name: 'LibraryError', code: 'outside-workspace' });

  it('lets a file in a root through', async () => {
    assert.equal(await confine(join(root, 'inner', 'a.png'), [root]), join(root, 'inner', 'a.png'));
  });

  it('refuses what only begins like a root', () => refused(join(base, 'workspace-2', 'b.png')));
  it('refuses a path that climbs out', () => refused(`${root}/inner/../../secret.png`));
  it('refuses a file that is not there', () => refused(join(root, 'gone.png')));
  it('refuses everything without roots', () => refused(join(root, 'inner', 'a.png'), []));

  it('refuses a link that leads out, to a file or through a folder', async () => {
    await symlink(join(base, 'secret.png'), join(root, 'link.png'));
    await symlink(base, join(root, 'out'));
    await refused(join(root, 'link.png'));
    await refused(join(root, 'out', 'secret.png'));
  });

  it('lets a link that stays inside through, under its own name', async () => {
    await symlink(join(root, 'inner', 'a.png'), join(root, 'link.png'));
    assert.equal(await confine(join(root, 'link.png'), [root]), join(root, 'link.png'));
  });

  it('follows a root that is a link itself', async () => {
    const linked = join(base, 'linked');
    await symlink(root, linked);
    assert.equal(await confine(join(linked, 'inner', 'a.png'), [linked]), join(linked, 'inner', 'a.png'));
  });

  it('does not take a name that starts with two dots for a way out', () => {
    assert.equal(isInside('/ws', '/ws/..hidden/a.png'), true);
    assert.equal(isInside('/ws', '/ws'), true);
    assert.equal(isInside('/ws', '/'), false);
  });
});
