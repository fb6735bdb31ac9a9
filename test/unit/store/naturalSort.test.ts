import assert from 'node:assert/strict';
import fc from 'fast-check';
import { naturalSortKey, naturalSortPathKey } from '../../../src/library/store/naturalSort';

const sorted = (names: readonly string[], keyOf = naturalSortKey) =>
  names
    .map((name) => ({ name, key: keyOf(name) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ name }) => name);

describe('naturalSortKey', () => {
  it('puts numbers in the order of their values', () => {
    const names = ['img1', 'img2', 'img9', 'img10', 'img099', 'img100', 'img123456789', 'img1234567890'];
    assert.deepEqual(sorted(names.toReversed()), names);
  });

  it('orders any two numbers in names as numbers, however long', () => {
    const number = fc.oneof(fc.bigInt({ min: 0n, max: 200n }), fc.bigInt({ min: 0n, max: 10n ** 120n }));
    fc.assert(
      fc.property(number, number, fc.nat(5), fc.string(), (a, b, zeros, rest) => {
        const suffix = rest.replace(/^[0-9]+/, '');
        const keyA = naturalSortKey(`img${'0'.repeat(zeros)}${a}${suffix}`);
        const keyB = naturalSortKey(`img${b}${suffix}`);
        assert.equal(Math.sign(Number(keyA > keyB) - Number(keyA < keyB)), a === b ? 0 : a > b ? 1 : -1);
      }),
    );
  });

  it('keeps the number before what follows it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.string(), fc.string(), (a, b, restOfA, restOfB) => {
        fc.pre(a < b);
        assert.ok(naturalSortKey(`x${a} ${restOfA}`) < naturalSortKey(`x${b} ${restOfB}`));
      }),
    );
  });

  it('ignores case, diacritics and the way they are composed', () => {
    assert.equal(naturalSortKey('Ärger.PNG'), naturalSortKey('A\u0308rger.png'));
    assert.deepEqual(sorted(['Zoo', 'église', 'Apfel', 'éa', 'ea1']), [
      'Apfel',
      'éa',
      'ea1',
      'église',
      'Zoo',
    ]);
  });

  it('leaves other scripts whole', () => {
    assert.notEqual(naturalSortKey('が'), naturalSortKey('か'));
    assert.notEqual(naturalSortKey('한'), naturalSortKey('하'));
  });
});

describe('naturalSortPathKey', () => {
  it('keeps a folder and its content together', () => {
    const paths = ['a', 'a/2', 'a/10', 'a/10/b', 'a b', 'a-b', 'b'];
    assert.deepEqual(sorted(paths.toReversed(), naturalSortPathKey), paths);
  });
});
