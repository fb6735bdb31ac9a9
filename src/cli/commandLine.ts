import { parseArgs, type ParseArgsConfig } from 'node:util';
import { assetKinds, sortFields, type AssetQuery } from '../library/model';

export const commandNames = ['scan', 'list', 'probe', 'thumbnail'] as const;
export type CommandName = (typeof commandNames)[number];

interface Common {
  readonly json: boolean;
  /** Null means: the one that belongs to the folder, in the user's cache. */
  readonly databaseFile: string | null;
}
export interface ScanCommand extends Common {
  readonly name: 'scan';
  readonly folder: string;
}
export interface ListCommand extends Common {
  readonly name: 'list';
  readonly folder: string;
  readonly query: AssetQuery;
  readonly limit: number;
  readonly offset: number;
}
export interface ProbeCommand extends Common {
  readonly name: 'probe';
  readonly files: readonly string[];
}
export interface ThumbnailCommand extends Common {
  readonly name: 'thumbnail';
  readonly file: string;
  readonly out: string;
  readonly widthPx: number;
}
export type Command =
  | ScanCommand
  | ListCommand
  | ProbeCommand
  | ThumbnailCommand
  | { readonly name: 'help'; readonly topic: CommandName | null };

/** The command line does not make sense; the message says what is wrong with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const common = {
  json: { type: 'boolean', default: false },
  db: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const listOptions = {
  ...common,
  search: { type: 'string', default: '' },
  kind: { type: 'string', multiple: true },
  sort: { type: 'string', default: 'name' },
  desc: { type: 'boolean', default: false },
  limit: { type: 'string' },
  offset: { type: 'string', default: '0' },
} as const;

const thumbnailOptions = {
  ...common,
  out: { type: 'string' },
  width: { type: 'string', default: '320' },
} as const;

/** @throws UsageError */
export function parseCommandLine(args: readonly string[]): Command {
  const [name, ...rest] = args;
  switch (name) {
    case 'scan':
      return parseScan(rest);
    case 'list':
      return parseList(rest);
    case 'probe':
      return parseProbe(rest);
    case 'thumbnail':
      return parseThumbnail(rest);
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help', topic: commandNames.find((known) => known === rest[0]) ?? null };
    case undefined:
      throw new UsageError('A command is missing.');
    default:
      throw new UsageError(`There is no command “${name}”.`);
  }
}

function parseScan(args: readonly string[]): Command {
  const { values, positionals } = parse(args, common);
  if (values.help) return { name: 'help', topic: 'scan' };
  return { name: 'scan', folder: only(positionals, 'FOLDER'), ...commonOf(values) };
}

function parseList(args: readonly string[]): Command {
  const { values, positionals } = parse(args, listOptions);
  if (values.help) return { name: 'help', topic: 'list' };
  const sort = { field: oneOf('sort', values.sort, sortFields), descending: values.desc };
  const kinds = (values.kind ?? []).map((kind) => oneOf('kind', kind, assetKinds));
  return {
    name: 'list',
    folder: only(positionals, 'FOLDER'),
    query: { search: values.search, kinds, sort },
    limit: values.limit === undefined ? Infinity : wholeNumber('limit', values.limit),
    offset: wholeNumber('offset', values.offset),
    ...commonOf(values),
  };
}

function parseProbe(args: readonly string[]): Command {
  const { values, positionals } = parse(args, common);
  if (values.help) return { name: 'help', topic: 'probe' };
  if (positionals.length === 0) throw new UsageError('FILE is missing.');
  return { name: 'probe', files: positionals, ...commonOf(values) };
}

function parseThumbnail(args: readonly string[]): Command {
  const { values, positionals } = parse(args, thumbnailOptions);
  if (values.help) return { name: 'help', topic: 'thumbnail' };
  if (values.out === undefined) throw new UsageError('--out FILE is missing.');
  const widthPx = wholeNumber('width', values.width);
  if (widthPx < 1 || widthPx > 4096) throw new UsageError('--width takes 1 to 4096 pixels.');
  return {
    name: 'thumbnail',
    file: only(positionals, 'FILE'),
    out: values.out,
    widthPx,
    ...commonOf(values),
  };
}

function parse<O extends NonNullable<ParseArgsConfig['options']>>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function commonOf({ json, db }: { json: boolean; db?: string | undefined }): Common {
  return { json, databaseFile: db ?? null };
}

function only(positionals: readonly string[], what: string): string {
  const [first, ...more] = positionals;
  if (first === undefined) throw new UsageError(`${what} is missing.`);
  if (more.length > 0) throw new UsageError(`Just one ${what} is expected, not “${more.join(' ')}” as well.`);
  return first;
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`--${option} takes ${allowed.join(', ')}, not “${value}”.`);
  return found;
}

function wholeNumber(option: string, value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new UsageError(`--${option} takes a whole number, not “${value}”.`);
  return Number(value);
}
