import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { assertAsFfprobe, assertNotWrong, barsAndTone, makeMedia, readInProcess } from '../support/readerRig';
import { TempFolder } from '../support/tempFolder';

const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-threads', '1'];
const xvid = ['-c:v', 'mpeg4', '-bf', '2', '-vtag', 'XVID'];

describe('AVI, against ffprobe', function () {
  this.timeout(120_000);
  const folder = new TempFolder();
  after(() => folder.dispose());

  for (const rate of ['24000/1001', '25', '30000/1001', '173/10', '60']) {
    it(`reads every common codec at ${rate} frames a second`, async () => {
      const to = (name: string) => folder.at(`${rate.replace('/', ' ')} ${name}`);
      const outputs = {
        'xvid.avi': [...xvid, '-c:a', 'libmp3lame'],
        'divx.divx': ['-c:v', 'mpeg4', '-vtag', 'DX50', '-c:a', 'ac3', '-f', 'avi'],
        'mjpeg.avi': ['-c:v', 'mjpeg', '-c:a', 'pcm_s16le'],
        'h264.avi': [...x264, '-c:a', 'aac'],
        'div3.avi': ['-c:v', 'msmpeg4', '-c:a', 'adpcm_ms'],
        'wmv2.avi': ['-c:v', 'wmv2', '-an'],
        'deep.avi': ['-c:v', 'wmv1', '-c:a', 'pcm_s24le'],
      };
      const args = Object.entries(outputs).flatMap(([name, codecs]) => [...codecs, to(name)]);
      await makeMedia([[...barsAndTone(rate, 2), ...args]]);
      await Promise.all(Object.keys(outputs).map((name) => assertAsFfprobe(to(name))));
    });
  }

  it('reads tags, shapes and several sounds', async () => {
    const [tagged, sounds, shape] = [
      folder.at('tagged.avi'),
      folder.at('sounds.avi'),
      folder.at('shape.avi'),
    ];
    // prettier-ignore
    await makeMedia([[
      ...barsAndTone('25', 2),
      ...xvid, '-c:a', 'mp2', '-metadata', 'title=Ein Täst', '-metadata', 'artist=Somebody', '-metadata', 'album=Plate', tagged,
      '-map', '1', '-map', '0', '-map', '1', ...xvid, '-c:a:0', 'libmp3lame', '-c:a:1', 'ac3', sounds,
      ...xvid, '-vf', 'setsar=16/11', '-c:a', 'mp2', shape,
    ]]);
    for (const file of [tagged, sounds, shape]) await assertAsFfprobe(file);
    assert.equal(readInProcess(tagged).facts?.tagTitle, 'Ein Täst');
  });

  it('reads when a camera took a film', async () => {
    const file = folder.at('plain.avi');
    await makeMedia([[...barsAndTone('25', 1), '-c:v', 'mjpeg', '-c:a', 'pcm_u8', file]]);
    const date = Buffer.from('IDIT\x1a\0\0\0Mon Mar 03 15:04:43 2003\n\0', 'latin1');
    const plain = readFileSync(file);
    // The list of headers comes first, and ends where the next list begins.
    const end = 20 + plain.readUInt32LE(16);
    const dated = Buffer.concat([plain.subarray(0, end), date, plain.subarray(end)]);
    for (const at of [4, 16]) dated.writeUInt32LE(plain.readUInt32LE(at) + date.length, at);
    const taken = folder.write('taken.avi', dated);
    await assertAsFfprobe(taken);
    assert.equal(readInProcess(taken).facts?.capturedAtMs, new Date(2003, 2, 3, 15, 4, 43).getTime());
  });

  it('is never wrong about files that were cut off, and knows them without an index', async () => {
    const file = folder.at('whole.avi');
    await makeMedia([[...barsAndTone('25', 2), ...xvid, '-c:a', 'libmp3lame', file]]);
    const whole = readFileSync(file);
    const withoutIndex = Buffer.from(whole.subarray(0, whole.lastIndexOf('idx1')));
    withoutIndex.writeUInt32LE(withoutIndex.length - 8, 4);
    await assertAsFfprobe(folder.write('no index.avi', withoutIndex));
    for (const length of [whole.length - 10, whole.length >> 1, 12_000]) {
      await assertNotWrong(folder.write(`${length}.avi`, whole.subarray(0, length)));
    }
  });

  it('answers files made at random as ffprobe does, or not at all', async () => {
    const made = fc.record({
      rate: fc.constantFrom('24', '25', '30000/1001', '12.5', '15', '1000/33', '120'),
      seconds: fc.integer({ min: 3, max: 40 }).map((tenths) => tenths / 10),
      video: fc.constantFrom(xvid, x264, ['-c:v', 'mjpeg'], ['-c:v', 'wmv1'], ['-c:v', 'huffyuv']),
      // prettier-ignore
      audio: fc.constantFrom(
        ['-c:a', 'libmp3lame', '-ar', '22050'], ['-c:a', 'pcm_u8'], ['-c:a', 'ac3'], ['-c:a', 'aac', '-ac', '2'], ['-an'],
      ),
    });
    let [number, answered] = [0, 0];
    await fc.assert(
      fc.asyncProperty(made, async ({ rate, seconds, video, audio }) => {
        const file = folder.at(`random ${number++}.avi`);
        await makeMedia([[...barsAndTone(rate, seconds), ...video, ...audio, file]]);
        if (await assertNotWrong(file)) answered++;
      }),
      { numRuns: 10 },
    );
    // Chance may pick what is left to ffprobe; that ordinary files are answered, the tests above hold.
    assert.ok(answered > 1, `${answered} of ${number} were answered in process`);
  });
});
