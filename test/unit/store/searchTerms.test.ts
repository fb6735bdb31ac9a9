import assert from 'node:assert/strict';
import { searchTerms } from '../../../src/library/store/search';

describe('searchTerms', () => {
  it('takes words of three letters and more to the index, quoted', () => {
    assert.deepEqual(searchTerms('  Été  "x" OR* ab lac'), {
      match: '"ete" """x""" "or*" "lac"',
      shortWords: ['ab'],
    });
  });

  it('finds no words in blanks and control characters', () => {
    assert.equal(searchTerms(' \n\t\0 '), null);
    assert.equal(searchTerms(''), null);
  });

  it('counts characters, not their code units', () => {
    assert.deepEqual(searchTerms('🎸🎸'), { match: null, shortWords: ['🎸🎸'] });
  });
});
