/** `npm start -- [FOLDER]`: builds the extension and opens FOLDER with it in a real VS Code. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureFfmpeg, findProgram } from './ffmpeg.mts';
import { endWhenInterrupted, run, startGroup } from './processes.mts';
import { ensureSample } from './sample.mts';
import { installWorkbench } from './workbench/install.mts';
import { startWorkbench } from './workbench/server.mts';

const usage = `npm start -- [FOLDER] [--port N] [--web] [--no-open]

Opens FOLDER (a folder of sample media without it) in VS Code with Media Library loaded.

  --port N    the port of the web workbench (default 9700, or a free one when that is taken)
  --web       the web workbench even where desktop VS Code is installed
  --no-open   print the address, but open no browser`;

/** Tells the extension to show its sidebar and gallery at once. */
const env = { MEDIA_LIBRARY_SHOW: '1' };

const hasScreen =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);

interface Wishes {
  folder: string | undefined;
  port: number;
  web: boolean;
  open: boolean;
}

/** Returns what is wanted, or ends the process with a plain sentence. */
function readArguments(): Wishes {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        port: { type: 'string', default: '9700' },
        web: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) leave(0, usage);
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      leave(2, `--port ${values.port} is no port number.`);
    const [wanted, ...others] = positionals;
    if (others.length > 0) leave(2, `One folder at a time, please: ${positionals.join(', ')}`);
    return { folder: folderOf(wanted), port, web: values.web, open: !values['no-open'] };
  } catch (error) {
    return leave(2, `${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

function folderOf(wanted: string | undefined): string | undefined {
  if (wanted === undefined) return undefined;
  const folder = resolve(process.env['INVOKED_FROM'] ?? '.', wanted);
  if (!existsSync(folder)) leave(2, `There is no folder ${folder}.`);
  if (!statSync(folder).isDirectory()) leave(2, `${folder} is a file; a folder is needed.`);
  return folder;
}

function leave(exitCode: number, sentence: string): never {
  console.log(sentence);
  process.exit(exitCode);
}

async function prepareFolder(wanted: string | undefined): Promise<string> {
  const ffmpeg = await ensureFfmpeg();
  if (wanted !== undefined) return wanted;
  if (ffmpeg === undefined)
    leave(1, 'The sample folder is made with FFmpeg. Name a FOLDER of your own, or install FFmpeg.');
  return ensureSample(ffmpeg);
}

/** The desktop refuses to run as root, and needs a screen. */
const desktopUsable = () => hasScreen && process.getuid?.() !== 0 && findProgram('code') !== undefined;

async function openDesktop(folder: string): Promise<void> {
  const args = ['--new-window', `--extensionDevelopmentPath=${process.cwd()}`, folder];
  await run(process.platform === 'win32' ? 'code.exe' : 'code', args, {
    env,
    deadlineSeconds: 60,
    output: 'show',
  });
  console.log(`Opened ${folder} in VS Code.`);
}

async function serve(folder: string, { port, open }: Wishes): Promise<never> {
  const workbench = await startWorkbench({ folder, port, env });
  console.log(`\nMedia Library is open for ${folder} in VS Code at\n\n  ${workbench.url}\n\nCtrl-C ends it.`);
  if (open && hasScreen) openBrowser(workbench.url);
  await workbench.ended;
  return leave(1, `The workbench has ended by itself. Its last words:\n${workbench.log().slice(-2000)}`);
}

function openBrowser(url: string): void {
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', url]]
        : ['xdg-open', [url]];
  startGroup(program, args).exited.catch(() => {
    console.log('No browser could be opened: please open the address yourself.');
  });
}

endWhenInterrupted(0);
const wishes = readArguments();
const onDesktop = !wishes.web && desktopUsable();
try {
  const building = run(process.execPath, ['esbuild.mjs', '--production'], { deadlineSeconds: 120 });
  const [folder] = await Promise.all([
    prepareFolder(wishes.folder),
    building,
    onDesktop ? undefined : installWorkbench(),
  ]);
  await (onDesktop ? openDesktop(folder) : serve(folder, wishes));
} catch (error) {
  leave(1, error instanceof Error ? error.message : String(error));
}
