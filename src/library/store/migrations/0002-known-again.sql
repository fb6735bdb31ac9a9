-- Everything that the first format held comes back with one scan; only ids must never be given twice.
DROP TABLE library_state;
CREATE TABLE library_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  -- When a scan of everything last finished, epoch milliseconds.
  last_scan_at INTEGER,
  -- The highest id that was ever given to an asset, and the last stamp that was ever given to a change.
  last_asset_id INTEGER NOT NULL,
  last_stamp INTEGER NOT NULL,
  -- Assets up to this id have their text in asset_search; later ones wait for it.
  indexed_up_to INTEGER NOT NULL
);
INSERT INTO library_state
  SELECT 1, NULL, given.last_id, 0, given.last_id FROM (SELECT coalesce(max(seq), 0) AS last_id FROM sqlite_sequence) given;

DROP VIEW assets;
DROP TABLE asset_search;
DROP TABLE media_assets;
DROP TABLE folders;
DROP TABLE tallies;

-- Every folder that holds assets, and its ancestors up to the workspace folder (path '').
-- sort_path is the natural-sort key of path (naturalSort.ts); asset_count counts direct assets only.
-- missing_since: since when the folder cannot be read, epoch milliseconds. marked_at: the stamp at which that last changed.
CREATE TABLE folders (
  id INTEGER PRIMARY KEY,
  root TEXT NOT NULL,
  path TEXT NOT NULL,
  parent_id INTEGER,
  sort_path TEXT NOT NULL,
  asset_count INTEGER NOT NULL DEFAULT 0,
  missing_since INTEGER,
  marked_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (root, path)
);
CREATE INDEX idx_folders_parent ON folders (parent_id, sort_path);
CREATE INDEX idx_folders_marked ON folders (marked_at) WHERE marked_at > 0;
CREATE INDEX idx_folders_missing ON folders (asset_count) WHERE missing_since IS NOT NULL;

-- One media file. Ids come from library_state: tags and history are kept by id, and a page may still hold that of an asset
-- which has gone. created_at, updated_at, modified_at (the file's mtime) and captured_at are epoch milliseconds.
-- file_size_mb is in MiB, to two digits; duration is in seconds and duration_formatted drops fractions, as players do.
-- The other tables follow from this one and are kept in step by code, once per batch (changes.ts): triggers cost per row.
CREATE TABLE media_assets (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  file_path TEXT NOT NULL,
  file_size INTEGER NOT NULL,
  file_size_mb REAL GENERATED ALWAYS AS (round(file_size / 1048576.0, 2)) VIRTUAL,
  format TEXT NOT NULL,
  duration REAL,
  duration_formatted TEXT GENERATED ALWAYS AS (
    CASE
      WHEN duration IS NULL THEN NULL
      WHEN duration < 3600 THEN printf('%d:%02d', duration / 60, CAST(duration AS INTEGER) % 60)
      ELSE printf('%d:%02d:%02d', duration / 3600, CAST(duration AS INTEGER) / 60 % 60, CAST(duration AS INTEGER) % 60)
    END
  ) VIRTUAL,
  width INTEGER,
  height INTEGER,
  fps REAL,
  codec TEXT,
  container_format TEXT,
  bit_rate INTEGER,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  folder_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image', 'video', 'audio')),
  modified_at REAL NOT NULL,
  error_code TEXT,
  error_message TEXT,
  fingerprint TEXT,
  audio_codec TEXT,
  channels INTEGER,
  sample_rate INTEGER,
  pixel_format TEXT,
  rotation INTEGER,
  bit_depth INTEGER,
  color_space TEXT,
  hdr_format TEXT,
  has_alpha INTEGER,
  frame_count INTEGER,
  frame_rate TEXT,
  pixel_aspect_ratio TEXT,
  audio_stream_count INTEGER,
  chapter_count INTEGER,
  tag_title TEXT,
  artist TEXT,
  album TEXT,
  captured_at INTEGER
);
-- Further indexes are made when the first fill is over (indexes.ts).
CREATE UNIQUE INDEX idx_media_assets_file_path ON media_assets (file_path);
CREATE INDEX idx_media_assets_updated_at ON media_assets (updated_at);
CREATE INDEX idx_media_assets_folder ON media_assets (folder_id, sort_name);
CREATE INDEX idx_media_assets_problems ON media_assets (sort_name) WHERE error_code IS NOT NULL;

-- An asset with its folder spelt out: what the program reads.
CREATE VIEW assets AS
SELECT a.*, f.root, f.path AS folder, f.missing_since FROM media_assets a JOIN folders f ON f.id = a.folder_id;

-- What is remembered of files that have gone, so that they get their ids back when they return or turn up elsewhere.
CREATE TABLE departed_assets (
  id INTEGER PRIMARY KEY,
  file_path TEXT NOT NULL,
  root TEXT NOT NULL,
  folder TEXT NOT NULL,
  name TEXT NOT NULL,
  fingerprint TEXT,
  file_size INTEGER NOT NULL,
  kind TEXT NOT NULL,
  codec TEXT,
  duration REAL,
  width INTEGER,
  height INTEGER,
  modified_at REAL NOT NULL,
  created_at INTEGER NOT NULL,
  departed_at INTEGER NOT NULL
);
CREATE INDEX idx_departed_assets_fingerprint ON departed_assets (fingerprint) WHERE fingerprint IS NOT NULL;
CREATE INDEX idx_departed_assets_file_path ON departed_assets (file_path);
CREATE INDEX idx_departed_assets_departed_at ON departed_assets (departed_at);

-- Counts by everything that is ever counted, so that no count reads assets. codec '' stands for none.
CREATE TABLE tallies (
  kind TEXT NOT NULL,
  format TEXT NOT NULL,
  codec TEXT NOT NULL,
  problem INTEGER NOT NULL,
  assets INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (kind, format, codec, problem)
) WITHOUT ROWID;

-- Folded text (fold.ts) of name, folder and tags, one per line; rowid is the asset's id. A departed asset's text stays until
-- the asset is forgotten. Without positions the index is written faster; the few texts it leaves are compared with the words.
CREATE VIRTUAL TABLE asset_search USING fts5 (text, tokenize = 'trigram case_sensitive 1', detail = none);
