import assert from 'node:assert/strict';
import { LibraryError } from '../../../../src/library/model';
import { ThumbnailLoader, type Picture } from '../../../../src/webview/gallery/model/thumbnails';
import { ListHost, card } from './galleryHost';

interface Asked {
  readonly id: number;
  readonly signal: AbortSignal;
  readonly answer: (uri: string) => void;
}

/** A host that answers when the test says so. */
function patientHost() {
  const asked: Asked[] = [];
  let onAsked = (): void => undefined;
  const host = new ListHost(0, {
    thumbnail: ({ id }, signal) =>
      new Promise((resolve) => {
        asked.push({ id, signal, answer: (uri) => resolve({ uri }) });
        onAsked();
      }),
  });
  const askedFor = (count: number) =>
    new Promise<void>((resolve) => {
      onAsked = () => {
        if (asked.length >= count) resolve();
      };
      onAsked();
    });
  return { loader: new ThumbnailLoader(host.page().client), asked, askedFor };
}

const request = (loader: ThumbnailLoader, id: number) =>
  new Promise<Picture>((resolve) => loader.request(card(id), 160, resolve));

describe('ThumbnailLoader', () => {
  it('asks for the latest first, and for no more at once than the host should bear', async () => {
    const { loader, asked, askedFor } = patientHost();
    for (let id = 1; id <= 20; id++) loader.request(card(id), 160, () => undefined);
    await askedFor(8);
    assert.deepEqual(
      asked.map(({ id }) => id),
      [20, 19, 18, 17, 16, 15, 14, 13],
    );
    asked[0]?.answer('picture');
    await askedFor(9);
    assert.equal(asked[8]?.id, 12);
  });

  it('never asks for a card that only passed by', async () => {
    const { loader, asked, askedFor } = patientHost();
    const leave = loader.request(card(1), 160, () => assert.fail('it has left'));
    loader.request(card(2), 160, () => undefined);
    leave();
    await askedFor(1);
    assert.deepEqual(
      asked.map(({ id }) => id),
      [2],
    );
  });

  it('cancels what is being made when its card leaves', async () => {
    const { loader, asked, askedFor } = patientHost();
    const leave = loader.request(card(1), 160, () => assert.fail('it has left'));
    await askedFor(1);
    const aborted = new Promise((resolve) => asked[0]?.signal.addEventListener('abort', resolve));
    leave();
    await aborted;
  });

  it('remembers pictures, and that there is none, until the file changes', async () => {
    const host = new ListHost(0, {
      thumbnail: ({ id }) => {
        if (id === 2) throw new LibraryError('no-preview', 'No picture can be made of this file.');
        return { uri: `picture:${id}` };
      },
    });
    const loader = new ThumbnailLoader(host.page().client);
    assert.equal(await request(loader, 1), 'picture:1');
    assert.equal(await request(loader, 2), null);
    assert.equal(loader.known(card(1), 160), 'picture:1');
    assert.equal(loader.known(card(2), 160), null);
    assert.equal(loader.known(card(1), 320), undefined);
    assert.equal(loader.known({ ...card(1), updatedAtMs: 5 }, 160), undefined);
    loader.forgetAll();
    assert.equal(loader.known(card(2), 160), undefined);
  });

  it('tries again later when the host has had too many requests', async () => {
    let refused = 0;
    const host = new ListHost(0, {
      thumbnail: ({ id }) => {
        if (refused++ === 0) throw new LibraryError('too-many-requests', 'Slow down.');
        return { uri: `picture:${id}` };
      },
    });
    assert.equal(await request(new ThumbnailLoader(host.page().client), 1), 'picture:1');
  });
});
