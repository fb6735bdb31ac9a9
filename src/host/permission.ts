import { workspace } from 'vscode';
import { LibraryError } from '../library/model';
import { localFolders } from './settings/settings';

export type ReasonNotToRun = 'noFolder' | 'restricted';

const sentences: Readonly<Record<ReasonNotToRun, string>> = {
  noFolder: 'Open a folder to use the media library.',
  restricted: 'In Restricted Mode the media library does not run. Trust this workspace first.',
};

/** Why no library may run in this window; null when it may. */
export function reasonNotToRun(): ReasonNotToRun | null {
  if (localFolders().length === 0) return 'noFolder';
  return workspace.isTrusted ? null : 'restricted';
}

export function refusal(): LibraryError | null {
  const reason = reasonNotToRun();
  return reason && new LibraryError('not-open', sentences[reason]);
}
