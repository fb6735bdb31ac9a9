import { commands } from 'vscode';
import type { PageCommand } from '../../protocol/pages';
import type { CommandId } from '../ids';

/** What a page may have run, and nothing else. */
const commandsOfPages: Readonly<Record<PageCommand, CommandId | `workbench.${string}` | `vscode.${string}`>> =
  {
    scan: 'mediaLibrary.scan',
    cancelScan: 'mediaLibrary.cancelScan',
    showLog: 'mediaLibrary.showLog',
    manageTrust: 'workbench.trust.manage',
    openSettings: 'mediaLibrary.openSettings',
    openFolder: 'vscode.openFolder',
    howToGetFfmpeg: 'mediaLibrary.howToGetFfmpeg',
    restartLibrary: 'mediaLibrary.restartLibrary',
  };

export async function runPageCommand(command: PageCommand): Promise<void> {
  await commands.executeCommand(commandsOfPages[command]);
}
