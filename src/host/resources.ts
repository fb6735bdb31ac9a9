import { Uri } from 'vscode';
import { confine } from './confine';

/** The one place where a path becomes a URI. */
export class Resources {
  /** `roots` yields absolute paths: the workspace folders as they are now, and our storage. */
  constructor(private readonly roots: () => readonly string[]) {}

  /** The URI of an existing file in one of the roots; fails with `outside-workspace` for any other. */
  async uriOf(filePath: string): Promise<Uri> {
    return Uri.file(await confine(filePath, this.roots()));
  }
}
