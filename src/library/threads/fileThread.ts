import { parentPort, workerData } from 'node:worker_threads';
import { mediaKindOfName } from '../probe/formats';
import { readHeaders } from '../probe/headers';
import { readFolder } from '../scanner/folderContent';
import { serveCalls } from './calls';
import { progressAt, type FileCalls, type FileThreadData, type HeaderReply } from './fileCalls';

/* Entry of a thread that waits for the disk, so that nobody else has to: everything is synchronous here. */

const progress = new Int32Array((workerData as FileThreadData).progress);

function beginCall(): void {
  Atomics.store(progress, progressAt.files, 0);
  Atomics.add(progress, progressAt.calls, 1);
  Atomics.add(progress, progressAt.steps, 1);
}

function beginFile(): void {
  Atomics.add(progress, progressAt.files, 1);
  Atomics.add(progress, progressAt.steps, 1);
}

function replyFor(filePath: string): HeaderReply {
  beginFile();
  try {
    return { answer: readHeaders(filePath) };
  } catch (error) {
    return { fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

if (parentPort) {
  serveCalls<FileCalls>(parentPort, {
    read(paths) {
      beginCall();
      return paths.map(replyFor);
    },
    list({ folder, names }) {
      beginCall();
      try {
        return readFolder(folder, names, (name) => mediaKindOfName(name) !== null, beginFile);
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
        return { code: error.code, message: error.message };
      }
    },
  });
}
