import assert from 'node:assert/strict';
import { linkSync } from 'node:fs';
import { isListedOtherwise } from '../../src/library/scanner/listing';
import { TempFolder } from '../support/tempFolder';

describe('Names where case does not count', () => {
  let folder: TempFolder;
  beforeEach(() => (folder = new TempFolder()));
  afterEach(() => folder.dispose());

  it('are told from other files by being the same entry', () => {
    // A link stands in for the second spelling that such a file system finds.
    linkSync(folder.write('Photo.PNG'), folder.at('photo.png'));
    folder.write('other.png');
    folder.write('OTHER.png');
    const listed = ['Photo.PNG', 'OTHER.png'];
    assert.equal(isListedOtherwise(folder.path, 'photo.png', listed), true);
    assert.equal(isListedOtherwise(folder.path, 'other.png', listed), false);
    assert.equal(isListedOtherwise(folder.path, 'Photo.PNG', listed), false);
    assert.equal(isListedOtherwise(folder.path, 'gone.png', [...listed, 'GONE.png']), false);
  });

  it('may differ in how Unicode composes their letters', () => {
    linkSync(folder.write('Zo\u00eb.png'), folder.at('Zoe\u0308.png'));
    assert.equal(isListedOtherwise(folder.path, 'Zoe\u0308.png', ['Zo\u00eb.png']), true);
  });
});
