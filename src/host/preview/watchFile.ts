import { dirname } from 'node:path';
import { Disposable, RelativePattern, Uri, workspace } from 'vscode';

/** Programs write a file in several steps; one reload for all of them. */
const quietMs = 150;

/** Calls back once a file has been written, replaced, deleted or made anew. */
export function watchFile(filePath: string, onChange: () => void): Disposable {
  // The whole folder is watched, not the file by its name: a name may hold what a pattern takes as its own signs.
  const watcher = workspace.createFileSystemWatcher(new RelativePattern(Uri.file(dirname(filePath)), '*'));
  let timer: NodeJS.Timeout | undefined;
  const onEvent = (uri: Uri) => {
    if (uri.fsPath !== Uri.file(filePath).fsPath) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  };
  watcher.onDidChange(onEvent);
  watcher.onDidCreate(onEvent);
  watcher.onDidDelete(onEvent);
  return new Disposable(() => {
    clearTimeout(timer);
    watcher.dispose();
  });
}
