import { formatBytes, formatCount, formatDimensions, formatNumber } from '../common/format';
import type { Library } from '../library/library';
import type { Asset, AssetQuery, ViewState } from '../library/model';
import { assetToColumns } from '../library/store/columns';
import { UsageError, type ListCommand } from './commandLine';
import { exitCodes, toJson, type CliContext, type ExitCode } from './context';
import { withLibrary } from './folderLibrary';
import { table } from './formatting';

const pageSize = 500;

export async function list(command: ListCommand, context: CliContext): Promise<ExitCode> {
  const { total, assets } = await withLibrary(command, context, (library, { stats }) => {
    if (stats.lastScanAtMs === null && stats.total === 0) throw new UsageError(neverScanned(command.folder));
    return Promise.resolve(rowsOf(library, command));
  });
  context.print(command.json ? toJson({ total, items: assets.map(assetToColumns) }) : inWords(total, assets));
  return exitCodes.done;
}

function rowsOf(library: Library, command: { query: AssetQuery; offset: number; limit: number }) {
  const { viewId, total }: ViewState = library.openView(command.query);
  const end = Math.min(total, command.offset + command.limit);
  const assets: Asset[] = [];
  for (let offset = command.offset; offset < end; offset += pageSize) {
    assets.push(...library.viewRows({ viewId, offset, count: Math.min(pageSize, end - offset) }).rows);
  }
  library.closeView({ viewId });
  return { total, assets };
}

function inWords(total: number, assets: readonly Asset[]): string {
  const header = ['KIND', 'FORMAT', 'SIZE', 'DIMENSIONS', 'DURATION', 'CODEC', 'FILE'];
  const rows = assets.map((asset) => [
    asset.kind,
    asset.format,
    formatBytes(asset.sizeBytes),
    asset.width === null || asset.height === null ? '' : formatDimensions(asset.width, asset.height),
    asset.durationFormatted ?? '',
    asset.codec ?? '',
    `${asset.folder}${asset.folder && '/'}${asset.name}${asset.error ? `  (${asset.error.message})` : ''}`,
  ]);
  const all = formatCount(total, 'file', 'files');
  const foot = assets.length < total ? `${formatNumber(assets.length)} of ${all}` : all;
  return assets.length === 0 ? `${foot}\n` : `${table(header, rows)}\n${foot}\n`;
}

function neverScanned(folder: string): string {
  return `${folder} has not been scanned yet. Do that first: media-library scan ${folder}`;
}
