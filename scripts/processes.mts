/**
 * Child processes that cannot be forgotten: each leads a process group of its own, and the whole group ends with
 * `end()`, with its deadline, or at the latest with this process.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

export interface GroupOptions {
  cwd?: string;
  /** Added to this process's environment. */
  env?: Record<string, string>;
  /** 'collect' keeps the output for `output()`; 'show' passes it through to this terminal. */
  output?: 'collect' | 'show';
}

export interface GroupMember {
  pid: number;
  command: string;
}

export interface ProcessGroup {
  /** What was printed so far, standard output and errors as they came. Empty when shown. */
  output(): string;
  onOutput(listener: () => void): void;
  /** The exit code, or null when a signal ended it. Rejects when the program could not be started. */
  readonly exited: Promise<number | null>;
  /** Who is in the group now: process ids and command lines. Empty on Windows. */
  members(): GroupMember[];
  /** Ends every process of the group: asks first, insists after two seconds. */
  end(): Promise<void>;
}

const openGroups = new Set<ChildProcess>();
process.on('exit', endAllNow);

/** Gives the groups a second to end groups of their own, which only they know. */
function endAllNow(): void {
  if (openGroups.size === 0) return;
  openGroups.forEach((child) => signalGroup(child, 'SIGTERM'));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  openGroups.forEach((child) => signalGroup(child, 'SIGKILL'));
}

/** Makes Ctrl-C, `kill`, a closed terminal and the end of scripts/run.mjs end this process, and its groups with it. */
export function endWhenInterrupted(exitCode: number): void {
  const end = () => process.exit(exitCode);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
  process.once('disconnect', end);
  process.channel?.unref();
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // ESRCH: nobody of the group is left, which is what was asked for.
  }
}

export function startGroup(
  command: string,
  args: readonly string[],
  options: GroupOptions = {},
): ProcessGroup {
  const child = spawn(command, args, {
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    env: { ...process.env, ...options.env },
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: options.output === 'show' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  openGroups.add(child);

  let output = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      listeners.forEach((listener) => listener());
    });
  }

  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('exit', resolve);
  });
  exited.catch(() => undefined); // whoever awaits it still hears of it
  return {
    output: () => output,
    onOutput: (listener) => listeners.push(listener),
    exited,
    members: () => membersOf(child.pid),
    async end() {
      signalGroup(child, 'SIGTERM');
      const insist = setTimeout(() => signalGroup(child, 'SIGKILL'), 2000);
      await exited.catch(() => undefined);
      clearTimeout(insist);
      signalGroup(child, 'SIGKILL'); // its children may have outlived it
      openGroups.delete(child);
    },
  };
}

function membersOf(groupId: number | undefined): GroupMember[] {
  const list = spawnSync('ps', ['-A', '-o', 'pid=,pgid=,args='], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
  return list.stdout.split('\n').flatMap((line) => {
    const [, pid, group, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command !== undefined && Number(group) === groupId ? [{ pid: Number(pid), command }] : [];
  });
}

/** Runs a program to its end and returns what it printed. Throws, quoting its last lines, unless it exits with 0 in time. */
export async function run(
  command: string,
  args: readonly string[],
  options: GroupOptions & { deadlineSeconds: number },
): Promise<string> {
  const group = startGroup(command, args, options);
  const late = AbortSignal.timeout(options.deadlineSeconds * 1000);
  late.addEventListener('abort', () => void group.end());
  try {
    const code = await group.exited;
    if (code !== 0) {
      const reason = late.aborted
        ? `took longer than ${options.deadlineSeconds} s`
        : `ended with ${String(code)}`;
      throw new Error(`${command} ${args.join(' ')} ${reason}\n${lastLines(group.output(), 20)}`);
    }
    return group.output();
  } finally {
    await group.end();
  }
}

/** The end of a long text, for people. */
export const lastLines = (text: string, count: number): string =>
  text.trimEnd().split('\n').slice(-count).join('\n');
