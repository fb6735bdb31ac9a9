import type { HeaderAnswer } from '../probe/headers';
import type { FolderContent } from '../scanner/folderContent';
import type { Call } from './calls';

/** Numbers that whoever watches sees while the thread is at work: how far it has come, and whether it is stuck. */
export const progressAt = {
  /** Calls begun. */
  calls: 0,
  /** Files begun of the present call. */
  files: 1,
  /** Goes up with everything. */
  steps: 2,
} as const;

export interface FileThreadData {
  /** Three numbers, at the places that {@link progressAt} names. */
  readonly progress: SharedArrayBuffer;
}

/** A `fault` is one of ours, not of the file. */
export type HeaderReply = { readonly answer: HeaderAnswer } | { readonly fault: string };

/** The system's word on a folder that cannot be read. */
export interface FolderFailure {
  readonly code: string;
  readonly message: string;
}

export interface FileCalls {
  /** Absolute paths; replies in their order. */
  read: Call<readonly string[], readonly HeaderReply[]>;
  /** `names`: only these entries; null for all. */
  list: Call<
    { readonly folder: string; readonly names: readonly string[] | null },
    FolderContent | FolderFailure
  >;
}
