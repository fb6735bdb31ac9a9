import { openInspector } from '../library/inspector';
import { assetToColumns } from '../library/store/columns';
import type { Asset } from '../library/model';
import type { ProbeCommand } from './commandLine';
import { exitCodes, toJson, type CliContext, type ExitCode } from './context';
import { toolSettings } from './folderLibrary';
import { printable } from './formatting';

export async function probe(command: ProbeCommand, context: CliContext): Promise<ExitCode> {
  const inspector = await openInspector(toolSettings);
  try {
    const assets: Asset[] = [];
    for (const file of command.files) assets.push(await inspector.read(file, context.signal));
    context.print(command.json ? toJson(assets.map(unstored)) : assets.map(inWords).join('\n'));
    return assets.some((asset) => asset.error) ? exitCodes.someFailed : exitCodes.done;
  } finally {
    inspector.close();
  }
}

/** The columns of `media_assets`; those that only a stored row has are null. */
function unstored(asset: Asset) {
  return { ...assetToColumns(asset), id: null, created_at: null, updated_at: null };
}

function inWords(asset: Asset): string {
  const { file_path, ...columns } = unstored(asset);
  const facts = Object.entries(columns).filter(([, value]) => value !== null && value !== '');
  const width = facts.reduce((widest, [name]) => Math.max(widest, name.length), 0);
  const lines = facts.map(([name, value]) => `  ${name.padEnd(width)}  ${printable(String(value))}\n`);
  return `${printable(file_path)}\n${lines.join('')}`;
}
