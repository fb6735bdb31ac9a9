-- Which program's file this is: 'MedL' in ASCII.
PRAGMA application_id = 0x4D65644C;

-- Every folder that holds assets, and its ancestors up to the workspace folder (path '').
-- sort_path is the natural-sort key of path (naturalSort.ts); asset_count counts direct assets only.
CREATE TABLE folders (
  id INTEGER PRIMARY KEY,
  root TEXT NOT NULL,
  path TEXT NOT NULL,
  parent_id INTEGER REFERENCES folders (id),
  sort_path TEXT NOT NULL,
  asset_count INTEGER NOT NULL DEFAULT 0,
  UNIQUE (root, path)
);
CREATE INDEX idx_folders_parent ON folders (parent_id, sort_path);

-- One media file. AUTOINCREMENT, because a page may still hold the id of a deleted asset: ids are never given twice.
-- created_at, updated_at, modified_at (the file's mtime) and captured_at are epoch milliseconds.
-- file_size_mb is in MiB, to two digits; duration is in seconds and duration_formatted drops fractions, as players do.
CREATE TABLE media_assets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
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
  folder_id INTEGER NOT NULL REFERENCES folders (id),
  name TEXT NOT NULL,
  sort_name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image', 'video', 'audio')),
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
  tag_title TEXT,
  artist TEXT,
  album TEXT,
  captured_at INTEGER,
  modified_at REAL NOT NULL,
  error_code TEXT,
  error_message TEXT
);
CREATE UNIQUE INDEX idx_media_assets_file_path ON media_assets (file_path);
CREATE INDEX idx_media_assets_updated_at ON media_assets (updated_at);
CREATE INDEX idx_media_assets_folder ON media_assets (folder_id, sort_name);
CREATE INDEX idx_media_assets_name ON media_assets (sort_name);
CREATE INDEX idx_media_assets_kind ON media_assets (kind, sort_name);
CREATE INDEX idx_media_assets_format ON media_assets (format, sort_name);
CREATE INDEX idx_media_assets_codec ON media_assets (codec, sort_name);
CREATE INDEX idx_media_assets_size ON media_assets (file_size);
CREATE INDEX idx_media_assets_modified ON media_assets (modified_at);
CREATE INDEX idx_media_assets_problems ON media_assets (sort_name) WHERE error_code IS NOT NULL;

-- An asset with its folder spelt out: what the program reads.
CREATE VIEW assets AS
SELECT a.*, f.root, f.path AS folder FROM media_assets a JOIN folders f ON f.id = a.folder_id;

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

-- Folded text (fold.ts) of name, folder and tags, one per line; rowid is the asset's id. Written with the asset.
-- Without positions the index is written faster; the few texts it leaves are compared with the words themselves.
CREATE VIRTUAL TABLE asset_search USING fts5 (text, tokenize = 'trigram case_sensitive 1', detail = none);

CREATE TABLE library_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  last_scan_at INTEGER
);
INSERT INTO library_state (id) VALUES (1);

CREATE TRIGGER media_assets_inserted AFTER INSERT ON media_assets BEGIN
  UPDATE folders SET asset_count = asset_count + 1 WHERE id = NEW.folder_id;
  INSERT INTO tallies VALUES (NEW.kind, NEW.format, coalesce(NEW.codec, ''), NEW.error_code IS NOT NULL, 1, NEW.file_size)
    ON CONFLICT DO UPDATE SET assets = assets + 1, bytes = bytes + excluded.bytes;
END;

CREATE TRIGGER media_assets_deleted AFTER DELETE ON media_assets BEGIN
  UPDATE folders SET asset_count = asset_count - 1 WHERE id = OLD.folder_id;
  UPDATE tallies SET assets = assets - 1, bytes = bytes - OLD.file_size
    WHERE (kind, format, codec, problem) = (OLD.kind, OLD.format, coalesce(OLD.codec, ''), OLD.error_code IS NOT NULL);
  DELETE FROM asset_search WHERE rowid = OLD.id;
END;

CREATE TRIGGER media_assets_retold AFTER UPDATE OF kind, format, codec, error_code, file_size ON media_assets
WHEN (OLD.kind, OLD.format, coalesce(OLD.codec, ''), OLD.error_code IS NULL, OLD.file_size)
  <> (NEW.kind, NEW.format, coalesce(NEW.codec, ''), NEW.error_code IS NULL, NEW.file_size)
BEGIN
  UPDATE tallies SET assets = assets - 1, bytes = bytes - OLD.file_size
    WHERE (kind, format, codec, problem) = (OLD.kind, OLD.format, coalesce(OLD.codec, ''), OLD.error_code IS NOT NULL);
  INSERT INTO tallies VALUES (NEW.kind, NEW.format, coalesce(NEW.codec, ''), NEW.error_code IS NOT NULL, 1, NEW.file_size)
    ON CONFLICT DO UPDATE SET assets = assets + 1, bytes = bytes + excluded.bytes;
END;

CREATE TRIGGER media_assets_moved AFTER UPDATE OF folder_id ON media_assets WHEN OLD.folder_id <> NEW.folder_id BEGIN
  UPDATE folders SET asset_count = asset_count + 1 WHERE id = NEW.folder_id;
  UPDATE folders SET asset_count = asset_count - 1 WHERE id = OLD.folder_id;
END;

-- A folder without assets and subfolders goes, and then perhaps the one above it.
CREATE TRIGGER folders_emptied AFTER UPDATE OF asset_count ON folders WHEN NEW.asset_count = 0 BEGIN
  DELETE FROM folders
    WHERE id = NEW.id AND NOT EXISTS (SELECT 1 FROM folders child WHERE child.parent_id = NEW.id);
END;

CREATE TRIGGER folders_deleted AFTER DELETE ON folders WHEN OLD.parent_id IS NOT NULL BEGIN
  DELETE FROM folders
    WHERE id = OLD.parent_id AND asset_count = 0
      AND NOT EXISTS (SELECT 1 FROM folders child WHERE child.parent_id = OLD.parent_id);
END;
