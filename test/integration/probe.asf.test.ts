import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { assertAsFfprobe, assertNotWrong, barsAndTone, makeMedia, readInProcess } from '../support/readerRig';
import { TempFolder } from '../support/tempFolder';

describe('ASF, against ffprobe', function () {
  this.timeout(120_000);
  const folder = new TempFolder();
  after(() => folder.dispose());

  it('reads Windows Media Audio with its tags', async () => {
    const outputs = {
      'plain.wma': ['-c:a', 'wmav2'],
      'old.wma': ['-c:a', 'wmav1', '-b:a', '64k', '-ar', '22050'],
      'short.wma': ['-c:a', 'wmav2', '-t', '0.4'],
      // prettier-ignore
      'tagged.wma': [
        '-c:a', 'wmav2', '-ac', '2', '-metadata', 'title=Ein Täst', '-metadata', 'artist=Somebody', '-metadata', 'album=Plate',
        '-metadata', 'genre=Jazz', '-metadata', 'track=3',
      ],
      'pcm.wma': ['-c:a', 'pcm_s16le'],
    };
    const args = Object.entries(outputs).flatMap(([name, codec]) => ['-vn', ...codec, folder.at(name)]);
    await makeMedia([[...barsAndTone('25', 3.37), ...args]]);
    await Promise.all(Object.keys(outputs).map((name) => assertAsFfprobe(folder.at(name))));
    assert.equal(readInProcess(folder.at('tagged.wma')).facts?.tagTitle, 'Ein Täst');
  });

  it('is never wrong about films, or files that were cut off', async () => {
    const [film, sound] = [folder.at('film.wmv'), folder.at('whole.wma')];
    await makeMedia([
      [...barsAndTone('25', 2), '-c:v', 'wmv2', '-c:a', 'wmav2', film, '-vn', '-c:a', 'wmav2', sound],
    ]);
    await assertNotWrong(film);
    const whole = readFileSync(sound);
    for (const length of [whole.length - 500, whole.length >> 1, 900]) {
      await assertNotWrong(folder.write(`${length}.wma`, whole.subarray(0, length)));
    }
  });
});
