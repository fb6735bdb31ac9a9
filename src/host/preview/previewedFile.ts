import { stat } from 'node:fs/promises';
import { basename, dirname, extname, relative, sep } from 'node:path';
import { parse } from 'valibot';
import { Uri, workspace } from 'vscode';
import { unknownFacts, type Asset, type AssetKind, type Log } from '../../library/model';
import type { PreviewState } from '../../protocol/pages';
import { previewedAsset, type PreviewedAsset } from '../../protocol/schemas';
import type { LibraryClient } from '../libraryClient';
import { kindOfName } from '../mediaNames';

/** The part of the library that previews ask. */
export type PreviewLibrary = Pick<LibraryClient, 'request'>;

export interface PreviewedFile {
  readonly filePath: string;
  readonly asset: PreviewedAsset;
  readonly factsFrom: PreviewState['factsFrom'];
  /** Differs whenever the file's content may. */
  readonly version: string;
}

/** What is known of a file now; null when it is gone. Without a library that is little more than its name. */
export async function readPreviewed(
  filePath: string,
  library: PreviewLibrary | null,
  log: Log,
): Promise<PreviewedFile | null> {
  const file = await identify(filePath);
  if (!file) return null;
  const version = `${Math.trunc(file.modifiedAtMs)}-${file.sizeBytes}`;
  if (!library) return { filePath, asset: file, factsFrom: 'restricted', version };
  try {
    return { filePath, asset: await askLibrary(filePath, file, library), factsFrom: 'library', version };
  } catch (error) {
    log('warn', `${filePath} is previewed without the library: ${String(error)}`);
    return { filePath, asset: file, factsFrom: 'unavailable', version };
  }
}

/** The library's row, unless the file is not in it or has changed since: then the file is read here and now. */
async function askLibrary(
  filePath: string,
  file: PreviewedAsset,
  library: PreviewLibrary,
): Promise<PreviewedAsset> {
  const asset = await library.request('findAsset', { filePath });
  if (asset && isUpToDate(asset, file)) return parse(previewedAsset, { ...asset, rootName: file.rootName });
  const { facts, error, fingerprint } = await library.request('probe', { filePath });
  return {
    ...file,
    ...facts,
    id: asset?.id ?? null,
    title: facts.tagTitle ?? file.title,
    error,
    fingerprint,
  };
}

function isUpToDate(asset: Asset, file: PreviewedAsset): boolean {
  return (
    asset.sizeBytes === file.sizeBytes && Math.trunc(asset.modifiedAtMs) === Math.trunc(file.modifiedAtMs)
  );
}

/** A file by its name and size alone. */
async function identify(filePath: string): Promise<PreviewedAsset | null> {
  const stats = await stat(filePath).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (!stats) return null;
  const name = basename(filePath);
  const extension = extname(name);
  return {
    ...unknownFacts,
    ...placeOf(filePath),
    kind: kindOf(filePath),
    format: extension.slice(1).toLowerCase(),
    id: null,
    name,
    title: name.slice(0, name.length - extension.length),
    sizeBytes: stats.size,
    modifiedAtMs: stats.mtimeMs,
    createdAtMs: stats.mtimeMs,
    updatedAtMs: stats.mtimeMs,
    durationFormatted: null,
    error: null,
    fingerprint: null,
    missingSinceMs: null,
  };
}

/** What is no media by its name is tried as a picture. */
export function kindOf(filePath: string): AssetKind {
  return kindOfName(filePath) ?? 'image';
}

/** Outside the workspace, the folder's own name has to do. */
function placeOf(filePath: string): { rootName: string; folder: string } {
  const root = workspace.getWorkspaceFolder(Uri.file(filePath));
  const folder = dirname(filePath);
  if (!root) return { rootName: '', folder: basename(folder) };
  return { rootName: root.name, folder: relative(root.uri.fsPath, folder).replaceAll(sep, '/') };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
