import assert from 'node:assert/strict';
import { searchTerms } from '../../../src/library/store/search';

describe('searchTerms', () => {
  it('covers words of three letters and more with quoted triples', () => {
    assert.deepEqual(searchTerms('  Été  "x" ab lac abcdefg'), {
      words: ['ete', '"x"', 'ab', 'lac', 'abcdefg'],
      match: '"ete" """x""" "lac" "abc" "def" "efg"',
    });
  });

  it('finds no words in blanks and control characters', () => {
    assert.equal(searchTerms(' \n\t\0 '), null);
    assert.equal(searchTerms(''), null);
  });

  it('counts characters, not their code units', () => {
    assert.deepEqual(searchTerms('🎸🎸'), { words: ['🎸🎸'], match: null });
  });
});
