/**
 * One ffprobe per file, two at a time, as peers do it: `ffprobePeer.main FFPROBE FILE…` prints how many milliseconds it took. In a
 * process of its own, since a large one takes several times longer to start another.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const [ffprobe = '', ...files] = process.argv.slice(2);

async function work(): Promise<void> {
  for (let file = files.pop(); file !== undefined; file = files.pop()) {
    const wanted = ['-v', 'error', '-print_format', 'json', '-show_format', '-show_streams'];
    // An old ffprobe does not know every format; the process was paid for all the same.
    await run(ffprobe, [...wanted, file]).catch(() => undefined);
  }
}

const began = performance.now();
void Promise.all([work(), work()]).then(() => console.log(performance.now() - began));
