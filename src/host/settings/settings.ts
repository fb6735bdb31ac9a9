import { availableParallelism } from 'node:os';
import { EventEmitter, window, workspace } from 'vscode';
import type { LibrarySettings, Log } from '../../library/model';
import { Owner } from '../disposal';
import { enabledGlobs, parseSettings, type BadSetting, type SettingValues } from './settingRules';

const section = 'mediaLibrary';
const maxConcurrency = 64;
const dayMs = 24 * 60 * 60 * 1000;

/** What the user has set, checked. */
export class Settings extends Owner {
  private readonly change = this.own(new EventEmitter<void>());
  /** Something that a library works by has changed: a setting, `files.exclude` or the workspace folders. */
  readonly onDidChange = this.change.event;
  private readonly complainedAbout = new Set<string>();

  constructor(
    private readonly openSettings: (key: string) => unknown,
    private readonly log: Log,
  ) {
    super();
    this.own(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(section) || event.affectsConfiguration('files.exclude'))
          this.change.fire();
      }),
    );
    this.own(workspace.onDidChangeWorkspaceFolders(() => this.change.fire()));
  }

  get values(): SettingValues {
    const configuration = workspace.getConfiguration(section);
    const { values, bad } = parseSettings((key) => configuration.get<unknown>(key));
    for (const one of bad) this.complainOnce(one, configuration.get<unknown>(one.key));
    return values;
  }

  /** In the library's terms, with the workspace folders and what the Explorer leaves out. */
  librarySettings(): LibrarySettings {
    const { values } = this;
    const filesExclude = workspace.getConfiguration('files').get<unknown>('exclude');
    return {
      roots: localFolders(),
      include: values.include,
      exclude: [...enabledGlobs(filesExclude), ...values.exclude],
      respectGitignore: values.respectGitignore,
      kinds: values.kinds,
      concurrency: values.concurrency || Math.min(availableParallelism(), maxConcurrency),
      ffmpegPath: values.ffmpegPath || null,
      ffprobePath: values.ffprobePath || null,
      keepDeletedMs: values.keepDeletedDays * dayMs,
      cacheLimitBytes: values.thumbnailCacheSizeMB * 1024 * 1024,
    };
  }

  private complainOnce({ key, complaint }: BadSetting, value: unknown): void {
    const sentence = `${section}.${key} ${complaint}. Its default is used instead.`;
    const once = `${sentence} ${JSON.stringify(value)}`;
    if (this.complainedAbout.has(once)) return;
    this.complainedAbout.add(once);
    this.log('warn', sentence);
    void window.showWarningMessage(sentence, 'Open Settings').then((choice) => {
      if (choice) this.openSettings(`${section}.${key}`);
    });
  }
}

/** The workspace folders on this machine's disk, as absolute paths. */
export function localFolders(): readonly string[] {
  const folders = workspace.workspaceFolders ?? [];
  return folders.filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}
