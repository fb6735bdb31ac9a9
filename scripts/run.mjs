/**
 * `node scripts/run.mjs NAME …` runs scripts/NAME.mts on the project's own Node, on any machine with Node >= 20 and npm:
 * packages are installed first when they are missing or older than the lock file. Uses nothing but Node itself.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const onWindows = process.platform === 'win32';

const readJson = (...path) => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

/** npm writes down what it installed; everything that the lock file wants on every platform must be there. */
function packagesAreCurrent() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const installed = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(readJson('package-lock.json').packages).every(
    ([path, wanted]) => path === '' || wanted.optional || installed[path]?.version === wanted.version,
  );
}

function installPackages() {
  console.log('Installing packages with npm …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: root, stdio: 'inherit' };
  const { status, error } = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync(onWindows ? 'npm.cmd' : 'npm', args, { ...options, shell: onWindows });
  if (status === 0) return;
  console.error(
    `npm could not install the packages${error ? ` (${error.message})` : ''}; its message is above.`,
  );
  process.exit(1);
}

/** Goes on in Node 24; signals are handed on, so that Ctrl-C and `kill` end the same way. */
function goOn([name, ...args]) {
  const node = join(root, 'node_modules/node/bin', onWindows ? 'node.exe' : 'node');
  const searchPath = join(root, 'node_modules/.bin') + delimiter + process.env.PATH;
  const child = spawn(node, [join(root, 'scripts', `${name}.mts`), ...args], {
    cwd: root,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'], // the channel's end tells the child that we are gone
    env: { ...process.env, PATH: searchPath, INVOKED_FROM: process.env.INIT_CWD ?? process.cwd() },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  endWithParent(child);
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

/** npm hands a signal on to its shell only: that our parent is another one now is all that we learn of it. */
function endWithParent(child) {
  const parent = process.ppid;
  const orphaned = () => process.ppid !== parent && child.kill('SIGTERM');
  setInterval(orphaned, 1000).unref();
}

if (!packagesAreCurrent()) installPackages();
goOn(process.argv.slice(2));
