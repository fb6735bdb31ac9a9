import { MarkdownString, StatusBarAlignment, window } from 'vscode';
import type { LibraryStatus } from '../protocol/pages';
import { Owner } from './disposal';
import type { CommandId } from './ids';
import type { StatusModel } from './libraryStatus';
import { statusBarText } from './statusText';

/** One short item: the count of assets, or how a scan comes along. */
export class StatusBar extends Owner {
  private readonly item = this.own(
    window.createStatusBarItem('mediaLibrary.status', StatusBarAlignment.Left, 0),
  );

  constructor(status: StatusModel) {
    super();
    this.item.name = 'Media Library';
    this.show(status.current);
    this.own(status.onDidChange((current) => this.show(current)));
  }

  private show(status: LibraryStatus): void {
    const text = statusBarText(status);
    if (text === null) {
      this.item.hide();
      return;
    }
    this.item.text = text;
    this.item.tooltip = tooltipOf(status);
    this.item.command = commandOf(status);
    this.item.show();
  }
}

function commandOf(status: LibraryStatus): CommandId {
  return status.state === 'failed' ? 'mediaLibrary.restartLibrary' : 'mediaLibrary.openGallery';
}

function tooltipOf(status: LibraryStatus): MarkdownString | string {
  if (status.state === 'failed') return status.message;
  if (status.state !== 'ready' || !status.scan) return 'Media Library: open the gallery';
  const tooltip = new MarkdownString();
  tooltip.isTrusted = { enabledCommands: ['mediaLibrary.cancelScan' satisfies CommandId] };
  tooltip.appendText(`Scanning ${status.scan.currentFolder || 'the workspace'}\n`);
  tooltip.appendMarkdown('\n[Cancel](command:mediaLibrary.cancelScan)');
  return tooltip;
}
