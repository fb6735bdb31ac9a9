import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { withFile } from '../../src/library/probe/byteSource';
import { formatOfName } from '../../src/library/probe/formats';
import { readFacts } from '../../src/library/probe/readers';
import type { MediaFacts } from '../../src/library/model';
import { groundTruth } from '../support/groundTruth';
import { filmNames, makeFilms } from '../support/matroskaFilms';
import { TempFolder } from '../support/tempFolder';

function factsFrom(file: string): MediaFacts | null {
  const format = formatOfName(file);
  assert.ok(format);
  return withFile(file, (source) => readFacts(source, { filePath: file, format }));
}

describe('Matroska and WebM, against ffprobe itself', function () {
  this.timeout(60_000);
  const folder = new TempFolder();

  before(() => {
    makeFilms(folder.path, (name, text) => {
      writeFileSync(folder.at(name), text);
      return folder.at(name);
    });
  });
  after(() => folder.dispose());

  for (const name of filmNames) {
    it(`reads ${name}`, async () => {
      const { countedFrames, ...truth } = await groundTruth(folder.at(name), 'matroska');
      assert.notEqual(countedFrames, 0);
      const facts = factsFrom(folder.at(name));
      assert.ok(facts, 'no answer');
      const { kind, format, ...told } = facts;
      assert.equal(kind, truth.width === null ? 'audio' : 'video');
      assert.equal(format, name.endsWith('.mk3d') ? 'mkv' : name.split('.').at(-1));
      assert.deepEqual(told, truth);
    });
  }
});
