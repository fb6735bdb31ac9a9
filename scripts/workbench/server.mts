/** Starts VS Code's web workbench: fresh settings, extensions and state, one folder, and our extension in it. */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type GroupMember, type ProcessGroup, lastLines, run, startGroup } from '../processes.mts';
import { installWorkbench } from './install.mts';

export type Settings = Readonly<Record<string, unknown>>;

export interface WorkbenchOptions {
  /** The folder, or `.code-workspace` file, to open. */
  folder: string;
  /** A packaged extension to install; without it the extension is loaded from this project's folder. */
  vsix?: string;
  /** VS Code settings over the quiet defaults, such as `workbench.colorTheme`. */
  settings?: Settings;
  /** Whether Workspace Trust is on, so that the folder opens in Restricted Mode. Default false. */
  asksForTrust?: boolean;
  /** A module whose `run()` is called inside the extension host; the host exits with the tests. */
  testsPath?: string;
  /** Added to the environment of the extension host. */
  env?: Record<string, string>;
  /** Taken when free; any other port otherwise. */
  port?: number;
}

export interface Workbench {
  /** The address that opens the folder with the extension loaded. */
  readonly url: string;
  /** Settings, extensions, storage and logs; gone after `stop()`. */
  readonly dataFolder: string;
  /** What the server printed. */
  log(): string;
  /** VS Code notices and applies the change by itself. */
  changeSettings(changes: Settings): Promise<void>;
  /** The server, the extension host and all that they started. */
  processes(): GroupMember[];
  /** Resolves when the server has ended, by itself or by `stop()`. */
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
};

export async function startWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const serverFile = await installWorkbench();
  const dataFolder = await mkdtemp(join(tmpdir(), 'media-library-workbench-'));
  const discardAtExit = () => rmSync(dataFolder, { recursive: true, force: true });
  process.once('exit', discardAtExit);
  const discard = async () => {
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    process.off('exit', discardAtExit);
  };
  try {
    let settings: Settings = { ...quietSettings, ...options.settings };
    await writeSettings(dataFolder, settings);
    const directories = ['--server-data-dir', dataFolder, '--extensions-dir', join(dataFolder, 'extensions')];
    if (options.vsix !== undefined) {
      const install = [serverFile, ...directories, '--install-extension', resolve(options.vsix)];
      await run(process.execPath, install, { deadlineSeconds: 120 });
    }
    const { server, port } = await listen([serverFile, ...directories], options);
    return {
      url: address(port, options),
      dataFolder,
      log: () => server.output(),
      async changeSettings(changes) {
        settings = { ...settings, ...changes };
        await writeSettings(dataFolder, settings);
      },
      processes: () => server.members(),
      ended: server.exited,
      async stop() {
        await server.end();
        await discard();
      },
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function writeSettings(dataFolder: string, settings: Settings): Promise<void> {
  const machine = join(dataFolder, 'data/Machine');
  await mkdir(machine, { recursive: true });
  await writeFile(join(machine, 'settings.json'), JSON.stringify(settings, null, 2));
}

/** Tries the wanted port first; port 0 lets the system choose, without a race. */
async function listen(
  command: readonly string[],
  { port = 0, env = {}, asksForTrust = false }: Pick<WorkbenchOptions, 'port' | 'env' | 'asksForTrust'>,
): Promise<{ server: ProcessGroup; port: number }> {
  const args = [
    ...command,
    '--host=127.0.0.1',
    `--port=${port}`,
    '--without-connection-token',
    '--accept-server-license-terms',
    '--enable-smoke-test-driver', // makes the workbench honour `payload` in its address
    '--telemetry-level=off',
    ...(asksForTrust ? [] : ['--disable-workspace-trust']),
  ];
  const server = startGroup(process.execPath, args, { env });
  try {
    return { server, port: await portOf(server) };
  } catch (error) {
    await server.end();
    if (port !== 0 && server.output().includes('EADDRINUSE')) return listen(command, { env, asksForTrust });
    throw error;
  }
}

/** Waits until the server says where it listens. */
function portOf(server: ProcessGroup): Promise<number> {
  const deadlineSeconds = 60;
  return new Promise((found, failed) => {
    const fail = (reason: string) => {
      failed(new Error(`The workbench ${reason}.\n${lastLines(server.output(), 20)}`));
    };
    const late = setTimeout(() => fail(`was not ready within ${deadlineSeconds} s`), deadlineSeconds * 1000);
    const look = () => {
      const port = /Extension host agent listening on (\d+)/.exec(server.output())?.[1];
      if (port !== undefined) found(Number(port));
      if (server.output().includes('EADDRINUSE')) fail('found its port taken');
    };
    server.onOutput(look);
    const gone = () => fail('ended before it was ready');
    void server.exited.then(gone, gone).finally(() => clearTimeout(late));
  });
}

function address(port: number, { folder, vsix, testsPath }: WorkbenchOptions): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
  const payload = [
    ...(vsix === undefined ? [['extensionDevelopmentPath', remote('.')]] : []),
    ...(testsPath === undefined ? [] : [['extensionTestsPath', remote(testsPath)]]),
  ];
  const query = new URLSearchParams({
    [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: resolve(folder),
    payload: JSON.stringify(payload),
  });
  return `http://127.0.0.1:${port}/?${query.toString()}`;
}
