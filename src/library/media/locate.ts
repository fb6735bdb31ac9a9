import { access, constants, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { ToolSettings, ToolVersions } from '../model';
import { runTool } from './childProcess';
import { bundledFfprobe } from './ffprobeStatic';

type ToolName = keyof ToolVersions;
type FoundTool = ToolVersions[ToolName];

/** Where to look when no setting says it; what a test replaces. */
export interface SearchPlaces {
  /** As the environment variable PATH. */
  readonly searchPath: string;
  readonly bundledFfprobe: () => Promise<string | null>;
}

/**
 * Finds the media tools: the one that a setting names and no other, else the first on PATH that runs, else, for ffprobe,
 * the one that came with us. Each one found was started once, for its version.
 */
export async function locateTools(
  settings: ToolSettings,
  places: SearchPlaces = { searchPath: process.env['PATH'] ?? '', bundledFfprobe },
): Promise<ToolVersions> {
  const [ffmpeg, ffprobe] = await Promise.all([
    locate('ffmpeg', settings.ffmpegPath, places),
    locate('ffprobe', settings.ffprobePath, places),
  ]);
  return { ffmpeg, ffprobe };
}

async function locate(name: ToolName, setting: string | null, places: SearchPlaces): Promise<FoundTool> {
  if (setting !== null) return isAbsolute(setting) ? await tryOut(name, setting) : null;
  for (const path of pathCandidates(name, places.searchPath)) {
    const found = (await isExecutableFile(path)) ? await tryOut(name, path) : null;
    if (found) return found;
  }
  const bundled = name === 'ffprobe' ? await places.bundledFfprobe() : null;
  return bundled === null ? null : await tryOut(name, bundled);
}

/**
 * Relative entries are left out, the empty one too: they mean the current folder, and a folder that somebody opened must
 * not choose the program that runs.
 */
function pathCandidates(name: ToolName, searchPath: string): readonly string[] {
  const fileName = process.platform === 'win32' ? `${name}.exe` : name;
  const folders = searchPath
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && resolve(entry) !== process.cwd());
  return [...new Set(folders)].map((folder) => join(folder, fileName));
}

async function isExecutableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

const versionDeadlineMs = 10_000;
const maxVersionBytes = 64 * 1024;

/** Null when it does not run, or is something else. */
async function tryOut(name: ToolName, path: string): Promise<FoundTool> {
  try {
    const { stdout } = await runTool(path, ['-version'], {
      signal: new AbortController().signal,
      deadlineMs: versionDeadlineMs,
      maxOutputBytes: maxVersionBytes,
    });
    const version = new RegExp(`^${name} version (\\S+)`).exec(stdout.toString('utf8'))?.[1];
    return version === undefined ? null : { path, version };
  } catch {
    return null;
  }
}
