import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { assertAsFfprobe, assertNotWrong, barsAndTone, makeMedia } from '../support/readerRig';
import { TempFolder } from '../support/tempFolder';

const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-threads', '1', '-bf', '2'];
const sorenson = ['-c:v', 'flv'];

describe('Flash Video, against ffprobe', function () {
  this.timeout(120_000);
  const folder = new TempFolder();
  after(() => folder.dispose());

  for (const rate of ['24000/1001', '25', '30000/1001', '173/10', '60000/1001']) {
    it(`reads every common codec at ${rate} frames a second`, async () => {
      const to = (name: string) => folder.at(`${rate.replace('/', ' ')} ${name}`);
      const outputs = {
        'h264.flv': [...x264, '-c:a', 'aac'],
        'silent.flv': [...x264, '-an'],
        'sorenson.flv': [...sorenson, '-c:a', 'libmp3lame', '-ar', '44100'],
        'sound.flv': ['-vn', '-c:a', 'aac'],
        // prettier-ignore
        'tagged.flv': [...x264, '-c:a', 'aac', '-metadata', 'title=Täst', '-metadata', 'artist=Somebody', '-metadata', 'album=Plate'],
        'indexed.flv': [...x264, '-c:a', 'aac', '-flvflags', 'add_keyframe_index'],
        'without duration.flv': [...x264, '-c:a', 'aac', '-flvflags', 'no_duration_filesize'],
      };
      const args = Object.entries(outputs).flatMap(([name, codecs]) => [...codecs, to(name)]);
      await makeMedia([[...barsAndTone(rate, 2), ...args]]);
      await Promise.all(Object.keys(outputs).map((name) => assertAsFfprobe(to(name))));
    });
  }

  it('is never wrong about files without metadata, or that were cut off', async () => {
    const [bare, file] = [folder.at('bare.flv'), folder.at('whole.flv')];
    // prettier-ignore
    await makeMedia([[
      ...barsAndTone('25', 2), ...x264, '-c:a', 'aac', '-flvflags', 'no_metadata', bare, ...x264, '-c:a', 'aac', file,
    ]]);
    await assertNotWrong(bare);
    const whole = readFileSync(file);
    for (const length of [whole.length - 10, whole.length >> 1, 2000]) {
      await assertNotWrong(folder.write(`${length}.flv`, whole.subarray(0, length)));
    }
  });

  it('answers files of any rate as ffprobe does', async () => {
    const made = fc.record({
      rate: fc.tuple(fc.integer({ min: 200, max: 12_000 }), fc.constantFrom(100, 101, 33, 7)),
      seconds: fc.integer({ min: 10, max: 30 }).map((tenths) => tenths / 10),
      video: fc.constantFrom(x264, sorenson),
    });
    let number = 0;
    await fc.assert(
      fc.asyncProperty(made, async ({ rate: [frames, seconds], seconds: length, video }) => {
        const file = folder.at(`random ${number++}.flv`);
        const rate = `${Math.max(seconds, frames)}/${seconds}`;
        await makeMedia([[...barsAndTone(rate, length), ...video, '-an', file]]);
        await assertNotWrong(file);
      }),
      { numRuns: 8 },
    );
  });
});
