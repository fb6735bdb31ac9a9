import assert from 'node:assert/strict';
import { LibraryError } from '../../../../src/library/model';
import { connect, serve, type Handlers, type ServerEnd } from '../../../../src/protocol/connection';
import {
  previewContract,
  type PreviewContract,
  type PreviewPreferences,
  type PreviewSubject,
} from '../../../../src/protocol/pages';
import { Preview } from '../../../../src/webview/preview/model';
import { transportPair } from '../../../support/transportPair';
import { previewed } from './previewed';

const preferences: PreviewPreferences = { zoom: 'actual', detailsOpen: false, volume: 0.5, muted: true };

function shown(uri: string): PreviewSubject {
  const asset = previewed({ name: 'a.jpg', id: 1 });
  return {
    state: 'shown',
    preview: { asset, uri, position: { index: 0, total: 2 }, pinned: false, factsFrom: 'library' },
  };
}

/** A host that shows one file and writes down what it is asked. */
function hostOf(answers: Partial<Handlers<PreviewContract>> = {}) {
  const { client, server } = transportPair();
  const kept: unknown[] = [];
  const asked: unknown[] = [];
  const note = (what: string) => (params: unknown) => {
    asked.push([what, params]);
    return null;
  };
  const host: ServerEnd<PreviewContract> = serve(previewContract, server, {
    ready: () => ({ preferences, keep: { panelKey: 'key' }, subject: shown('one') }),
    setPreferences: note('setPreferences'),
    step: note('step'),
    setPinned: note('setPinned'),
    act: note('act'),
    runCommand: note('runCommand'),
    leave: note('leave'),
    thumbnail: () => ({ uri: 'small' }),
    ...answers,
  });
  const preview = new Preview(
    (listeners) => connect(previewContract, client, listeners),
    (state) => kept.push(state),
  );
  return { host, preview, kept, asked };
}

/** Resolves once `preview` shows something else than now. */
function change(preview: Preview): Promise<void> {
  const before = preview.subject.peek();
  return new Promise((resolve) => {
    const stop = preview.subject.subscribe((subject) => {
      if (subject === before) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
}

const widthIn = (preview: Preview) => preview.asset.value?.width;

describe('the state of the preview page', () => {
  it('starts with what the host shows, as its user likes it', async () => {
    const { preview, kept } = hostOf();
    assert.equal(preview.subject.value, null);
    await preview.start();
    assert.deepEqual(preview.subject.value, shown('one'));
    assert.deepEqual(preview.preferences.value, preferences);
    assert.deepEqual(kept, [{ panelKey: 'key' }]);
  });

  it('says why nothing can be shown', async () => {
    const { preview } = hostOf({
      ready: () => Promise.reject(new LibraryError('outside-workspace', 'It lies outside the workspace.')),
    });
    await preview.start();
    assert.equal(preview.problem.value, 'It lies outside the workspace.');
  });

  it('fills in what only the page can see, and forgets it with the file', async () => {
    const { host, preview } = hostOf();
    await preview.start();
    preview.observe({ width: 40, height: 30 });
    preview.note.value = 'Something about this file.';
    assert.equal(widthIn(preview), 40);
    const changed = change(preview);
    host.notify('show', shown('two'));
    await changed;
    assert.equal(widthIn(preview), null);
    assert.equal(preview.note.value, null);
  });

  it('keeps what it saw while the same file is shown', async () => {
    const { host, preview } = hostOf();
    await preview.start();
    preview.observe({ durationSeconds: 5 });
    const changed = change(preview);
    host.notify('show', shown('one'));
    await changed;
    assert.equal(preview.asset.value?.durationSeconds, 5);
  });

  it('shows no facts of a file that is gone', async () => {
    const { host, preview } = hostOf();
    await preview.start();
    const changed = change(preview);
    host.notify('show', { state: 'gone', name: 'a.jpg' });
    await changed;
    assert.equal(preview.asset.value, null);
  });

  it('tells of a request that failed, until one succeeds', async () => {
    const { preview } = hostOf({ act: () => Promise.reject(new LibraryError('internal', 'No.')) });
    await preview.start();
    await preview.act('copyPath');
    assert.equal(preview.problem.value, 'No.');
    await preview.step(1);
    assert.equal(preview.problem.value, null);
  });

  it('does without a small picture that cannot be made', async () => {
    const { preview } = hostOf({ thumbnail: () => Promise.reject(new LibraryError('no-preview', 'None.')) });
    assert.equal(await preview.thumbnail(), null);
    assert.equal(await hostOf().preview.thumbnail(), 'small');
  });

  it('lets the host keep what its user prefers', async () => {
    const { preview, asked } = hostOf();
    await preview.start();
    preview.chooseZoom('fit');
    await preview.leave();
    assert.deepEqual(asked, [
      ['setPreferences', { ...preferences, zoom: 'fit' }],
      ['leave', null],
    ]);
  });
});
