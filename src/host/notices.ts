import { window, type LogOutputChannel, type Memento } from 'vscode';
import { ffmpegMissing } from '../common/sentences';
import type { LibraryStatus } from '../protocol/pages';
import { runCommand } from './commands/commandTable';
import { Owner } from './disposal';
import type { LibraryClient } from './libraryClient';
import type { StatusModel } from './libraryStatus';

const ffmpegSaidKey = 'notices.ffmpegMissing';

/** What a person should hear once, though they asked for nothing. */
export class Notices extends Owner {
  private failureSaid: string | null = null;

  constructor(
    library: LibraryClient,
    status: StatusModel,
    private readonly memento: Memento,
    private readonly channel: LogOutputChannel,
  ) {
    super();
    this.own(
      library.onDidRestart((cause) => {
        if (cause === 'died') this.sayRestarted();
      }),
    );
    this.own(status.onDidChange((current) => this.sayStatus(current)));
  }

  private sayRestarted(): void {
    const sentence = 'The media library stopped unexpectedly and was started again. Nothing was lost.';
    void window.showWarningMessage(sentence, 'Show Log').then((choice) => {
      if (choice) this.channel.show();
    });
  }

  private sayStatus(status: LibraryStatus): void {
    if (status.state === 'failed') this.sayFailed(status.message);
    else this.failureSaid = null;
    if (status.state === 'ready' && !status.ffmpegFound && status.stats.byKind.video > 0)
      void this.sayFfmpeg();
  }

  private sayFailed(message: string): void {
    if (this.failureSaid === message) return;
    this.failureSaid = message;
    void window.showErrorMessage(message, 'Restart', 'Show Log').then((choice) => {
      if (choice === 'Restart') void runCommand('mediaLibrary.restartLibrary');
      if (choice === 'Show Log') this.channel.show();
    });
  }

  private async sayFfmpeg(): Promise<void> {
    if (this.memento.get(ffmpegSaidKey)) return;
    await this.memento.update(ffmpegSaidKey, true);
    const choice = await window.showInformationMessage(ffmpegMissing, 'How to Get FFmpeg', 'Set Its Path');
    if (choice === 'How to Get FFmpeg') await runCommand('mediaLibrary.howToGetFfmpeg');
    if (choice === 'Set Its Path') await runCommand('mediaLibrary.openSettings', 'mediaLibrary.ffmpegPath');
  }
}
