import { formatCount } from '../common/format';
import type { ScanSummary } from '../library/model';
import type { ScanCommand } from './commandLine';
import { exitCodes, toJson, type CliContext, type ExitCode } from './context';
import { withLibrary } from './folderLibrary';
import { table } from './formatting';

export async function scan(command: ScanCommand, context: CliContext): Promise<ExitCode> {
  const summary = await withLibrary(command, context, (library) =>
    library.scan({ folder: null, force: false }, context.signal),
  );
  context.progressBar.clear();
  context.print(command.json ? toJson(summary) : inWords(command.folder, summary));
  if (summary.cancelled) return exitCodes.interrupted;
  return summary.failed > 0 ? exitCodes.someFailed : exitCodes.done;
}

function inWords(folder: string, summary: ScanSummary): string {
  const { found, failed, failures, durationMs, cancelled } = summary;
  const { added, updated, moved, removed, unchanged, missing } = summary;
  const always = `${added} added, ${updated} updated, ${removed} removed, ${unchanged} unchanged`;
  const counts = [always, moved > 0 && `${moved} moved`, missing > 0 && `${missing} missing`]
    .filter(Boolean)
    .join(', ');
  const verb = cancelled ? 'Stopped scanning' : 'Scanned';
  const head = `${verb} ${folder} in ${(durationMs / 1000).toFixed(1)} s: ${formatCount(found, 'media file', 'media files')} (${counts}).\n`;
  if (failed === 0) return head;
  const shown = failures.length < failed ? `, the first ${failures.length} of them` : '';
  const rows = failures.map(({ path, code, message }) => [code, path, message]);
  return `${head}\n${formatCount(failed, 'problem', 'problems')}${shown}:\n\n${table(['CODE', 'FILE', 'WHY'], rows)}`;
}
