/** A process that takes the lock of those who scan, says so and keeps it. */
import { ScanLock } from '../../src/library/store/scanLock';

const [databaseFile = ''] = process.argv.slice(2);
const lock = new ScanLock(databaseFile);
void lock.take(new AbortController().signal).then(() => process.send?.('taken'));
process.on('disconnect', () => process.exit(0));
