import { access, constants } from 'node:fs/promises';

/** What ffprobe-static carries a binary for; loaded anywhere else, it ends the whole process. */
const carried: Partial<Record<string, readonly string[]>> = {
  darwin: ['x64', 'arm64'],
  linux: ['x64', 'ia32'],
  win32: ['x64', 'ia32'],
};

/**
 * The ffprobe that comes with the extension, or null where there is none: another platform, or a package that left it out.
 * The only module that knows ffprobe-static, whose ffprobe is of 2018 and serves when nothing newer is found.
 */
export async function bundledFfprobe(): Promise<string | null> {
  if (!carried[process.platform]?.includes(process.arch)) return null;
  try {
    const { path } = await import('ffprobe-static');
    await access(path, constants.X_OK);
    return path;
  } catch {
    return null;
  }
}
