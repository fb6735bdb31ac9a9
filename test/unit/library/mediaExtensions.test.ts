import assert from 'node:assert/strict';
import { assetKinds, mediaExtensions } from '../../../src/library/model';
import { formats, type Format } from '../../../src/library/probe/formats';

describe('the extensions of media files', () => {
  it('are those of the formats that the library reads', () => {
    const known: readonly Format[] = Object.values(formats);
    for (const kind of assetKinds) {
      const read = known.filter((format) => format.kind === kind).flatMap(({ extensions }) => extensions);
      assert.deepEqual([...mediaExtensions[kind]].sort(), [...read].sort(), kind);
    }
  });
});
