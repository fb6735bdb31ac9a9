/**
 * Writes batches into a database until it is killed: `storeWriter FILE FIRST`. Batch n adds forty files in the
 * folder `new/n`, and moves those of the batch before to `moved/n-1`. Each batch that is written is reported as a message.
 */
import { openStore } from '../../src/library/store/store';
import { scannedFile } from './scannedFile';

const filesPerBatch = 40;

const [databaseFile = '', first = '0'] = process.argv.slice(2);
const store = openStore(databaseFile);
const filesOf = (batch: number, folder: string) =>
  Array.from({ length: filesPerBatch }, (_, index) =>
    scannedFile(`${folder}/${index}.png`, { fingerprint: `${batch} ${index}` }),
  );

function write(batch: number): void {
  const departures = [...store.filesIn('/media', `new/${batch - 1}`).keys()].map(
    (name) => `/media/new/${batch - 1}/${name}`,
  );
  const moved = batch === 0 ? [] : filesOf(batch - 1, `moved/${batch - 1}`);
  store.apply({ upserts: [...moved, ...filesOf(batch, `new/${batch}`)], departures, movesSinceMs: 0 });
  if (batch % 3 === 0) store.indexPending(50);
  if (batch % 7 === 0) store.finishFill();
  process.send?.(batch);
  setImmediate(write, batch + 1);
}
write(Number(first));
