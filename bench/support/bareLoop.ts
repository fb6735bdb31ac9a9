import BetterSqlite3 from 'better-sqlite3';
import type { ScannedFile } from '../../src/library/store/columns';

/**
 * The least that anybody could do: twenty columns, one unique index on the path, a trigram index over one text, and a loop
 * of inserts. No counts, no order, no memory of what has gone. Answers with milliseconds.
 */
export function bareLoopMs(
  databaseFile: string,
  batches: readonly (readonly ScannedFile[])[],
  fullText: 'kept' | 'at the end',
): number {
  const sqlite = new BetterSqlite3(databaseFile);
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = NORMAL');
  sqlite.exec(`
    CREATE TABLE files (id INTEGER PRIMARY KEY, ${columns.join(', ')}, text);
    CREATE UNIQUE INDEX files_path ON files (file_path);
    CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = 'trigram', detail = none);
  `);
  const insert = sqlite.prepare(
    `INSERT INTO files (${columns.join(', ')}, text) VALUES (${columns.map(() => '?').join(', ')}, ?)`,
  );
  const insertText = sqlite.prepare('INSERT INTO texts (rowid, text) VALUES (?, ?)');
  const write = sqlite.transaction((batch: readonly ScannedFile[]) => {
    for (const file of batch) {
      const text = `${file.name}\n${file.folder}`;
      const { lastInsertRowid } = insert.run(...valuesOf(file), text);
      if (fullText === 'kept') insertText.run(lastInsertRowid, text);
    }
  });
  const start = performance.now();
  for (const batch of batches) write(batch);
  if (fullText === 'at the end') sqlite.exec('INSERT INTO texts (rowid, text) SELECT id, text FROM files');
  const elapsedMs = performance.now() - start;
  sqlite.close();
  return elapsedMs;
}

// prettier-ignore
const columns = [
  'file_path', 'folder', 'name', 'title', 'file_size', 'modified_at', 'kind', 'format', 'container_format', 'codec',
  'audio_codec', 'duration', 'width', 'height', 'fps', 'bit_rate', 'channels', 'sample_rate', 'artist', 'album',
];

function valuesOf({ facts, ...file }: ScannedFile): (string | number | null)[] {
  return [
    file.filePath,
    file.folder,
    file.name,
    file.name,
    file.sizeBytes,
    file.modifiedAtMs,
    facts.kind,
    facts.format,
    facts.containerFormat,
    facts.codec,
    facts.audioCodec,
    facts.durationSeconds,
    facts.width,
    facts.height,
    facts.framesPerSecond,
    facts.bitRate,
    facts.channels,
    facts.sampleRateHz,
    facts.artist,
    facts.album,
  ];
}
