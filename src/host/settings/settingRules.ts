import { isAbsolute } from 'node:path';
import * as v from 'valibot';
import { assetKinds } from '../../library/model';

const globs = v.pipe(
  v.array(
    v.pipe(v.string(), v.trim(), v.minLength(1, 'must not hold an empty pattern')),
    'must be a list of patterns',
  ),
  v.maxLength(1000, 'holds more than 1000 patterns'),
);
const executable = v.pipe(
  v.string('must be a path'),
  v.check((path) => path === '' || isAbsolute(path), 'must be an absolute path, or empty'),
);
const wholeNumber = (min: number, max: number) => {
  const sentence = `must be a whole number from ${min} to ${max}`;
  return v.pipe(
    v.number(sentence),
    v.integer(sentence),
    v.minValue(min, sentence),
    v.maxValue(max, sentence),
  );
};
const flag = v.boolean('must be true or false');

/** Everything under `mediaLibrary.` that a user can set. */
const schemas = {
  include: globs,
  exclude: globs,
  respectGitignore: flag,
  kinds: v.pipe(
    v.array(v.picklist(assetKinds, `must only hold ${assetKinds.join(', ')}`), 'must be a list of kinds'),
    v.minLength(1, 'must hold at least one kind'),
  ),
  scanOnOpen: flag,
  /** 0: by the number of cores. */
  concurrency: wholeNumber(0, 64),
  /** Empty: look for it. */
  ffmpegPath: executable,
  ffprobePath: executable,
  thumbnailCacheSizeMB: wholeNumber(16, 1_000_000),
  keepDeletedDays: wholeNumber(0, 3650),
};
const settings = v.object(schemas);
export type SettingValues = Readonly<v.InferOutput<typeof settings>>;
export type SettingKey = keyof SettingValues;
export const settingKeys = v.keyof(settings).options;

export const defaultSettings: SettingValues = {
  include: [],
  exclude: ['**/node_modules'],
  respectGitignore: false,
  kinds: [...assetKinds],
  scanOnOpen: true,
  concurrency: 0,
  ffmpegPath: '',
  ffprobePath: '',
  thumbnailCacheSizeMB: 512,
  keepDeletedDays: 30,
};

export interface BadSetting {
  readonly key: SettingKey;
  /** What it must be: `must be true or false`. */
  readonly complaint: string;
}

/** Each setting by itself: a bad one is named and its default used; the others keep their values. */
export function parseSettings(read: (key: SettingKey) => unknown): {
  readonly values: SettingValues;
  readonly bad: readonly BadSetting[];
} {
  const checked: Record<SettingKey, unknown> = { ...defaultSettings };
  const bad: BadSetting[] = [];
  for (const key of settingKeys) {
    const value = read(key);
    if (value === undefined) continue;
    const parsed = v.safeParse(schemas[key], value);
    if (parsed.success) checked[key] = parsed.output;
    else bad.push({ key, complaint: parsed.issues[0].message });
  }
  return { values: v.parse(settings, checked), bad };
}

/** The globs of `files.exclude` that are switched on; those with a `when` depend on siblings and are left to the Explorer. */
export function enabledGlobs(filesExclude: unknown): readonly string[] {
  if (typeof filesExclude !== 'object' || filesExclude === null) return [];
  return Object.entries(filesExclude).flatMap(([glob, enabled]) => (enabled === true ? [glob] : []));
}
