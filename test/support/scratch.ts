import { TempFolder } from './tempFolder';

/** A folder for one suite of tests, gone when the suite is over. */
export function scratchFolder(): { at: (...names: string[]) => string } {
  let folder: TempFolder;
  before(() => (folder = new TempFolder()));
  after(() => folder.dispose());
  return { at: (...names) => folder.at(names.join('/')) };
}
