import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { commandIds, contextKeys, galleryViewType, nodeContexts, treeViewId } from '../../../src/host/ids';
import { defaultSettings, parseSettings, settingKeys } from '../../../src/host/settings/settingRules';
import { mediaExtensions } from '../../../src/library/model';

const menuItem = v.object({ command: v.string(), when: v.string() });
const manifestSchema = v.object({
  activationEvents: v.array(v.string()),
  capabilities: v.object({
    untrustedWorkspaces: v.object({ supported: v.string(), restrictedConfigurations: v.array(v.string()) }),
  }),
  contributes: v.object({
    commands: v.array(
      v.object({
        command: v.string(),
        title: v.string(),
        category: v.string(),
        icon: v.string(),
        enablement: v.optional(v.string()),
      }),
    ),
    views: v.record(v.string(), v.array(v.object({ id: v.string() }))),
    viewsWelcome: v.array(v.object({ view: v.string(), when: v.string(), contents: v.string() })),
    menus: v.record(v.string(), v.array(menuItem)),
    keybindings: v.array(v.object({ command: v.string(), key: v.string(), when: v.optional(v.string()) })),
    customEditors: v.array(v.object({ selector: v.array(v.object({ filenamePattern: v.string() })) })),
    configuration: v.object({
      properties: v.record(
        v.string(),
        v.looseObject({ default: v.unknown(), scope: v.optional(v.string()) }),
      ),
    }),
  }),
});

const manifestText = readFileSync('package.json', 'utf8');
const manifest = v.parse(manifestSchema, JSON.parse(manifestText));
const texts = v.parse(v.record(v.string(), v.string()), JSON.parse(readFileSync('package.nls.json', 'utf8')));
const { contributes } = manifest;
const properties = contributes.configuration.properties;

const whenClauses = [
  ...contributes.commands.map(({ enablement }) => enablement ?? ''),
  ...contributes.viewsWelcome.map(({ when }) => when),
  ...Object.values(contributes.menus).flatMap((items) => items.map(({ when }) => when)),
  ...contributes.keybindings.map(({ when }) => when ?? ''),
].join('\n');

const sorted = (names: Iterable<string>) => [...names].sort();

describe('package.json and the code', () => {
  it('name the same commands', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(commandIds));
  });

  it('use no command that is not contributed, in menus, keys and welcome texts', () => {
    const linked = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/command:(mediaLibrary\.\w+)/g)].map(([, id]) => id ?? ''),
    );
    const used = [
      ...Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command)),
      ...contributes.keybindings.map(({ command }) => command),
      ...linked,
    ];
    assert.deepEqual(
      used.filter((id) => !commandIds.some((known) => known === id)),
      [],
    );
  });

  it('name the same settings, with the same defaults', () => {
    assert.deepEqual(
      sorted(Object.keys(properties)),
      sorted(settingKeys.map((key) => `mediaLibrary.${key}`)),
    );
    for (const key of settingKeys) {
      assert.deepEqual(properties[`mediaLibrary.${key}`]?.default, defaultSettings[key], key);
    }
  });

  it('find every default valid', () => {
    const { values, bad } = parseSettings((key) => properties[`mediaLibrary.${key}`]?.default);
    assert.deepEqual(bad, []);
    assert.deepEqual(values, defaultSettings);
  });

  it('let no workspace choose a program to run', () => {
    const paths = ['mediaLibrary.ffmpegPath', 'mediaLibrary.ffprobePath'];
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces, {
      supported: 'limited',
      restrictedConfigurations: paths,
    });
    for (const path of paths) assert.equal(properties[path]?.scope, 'machine');
  });

  it('use every context key, and no other', () => {
    const used = new Set(whenClauses.match(/mediaLibrary\.\w+/g));
    for (const name of [treeViewId, galleryViewType, 'mediaLibrary.previewPanel']) used.delete(name);
    assert.deepEqual(sorted(used), sorted(contextKeys));
  });

  it('show menus on the nodes that there are', () => {
    const named = [...whenClauses.matchAll(/viewItem == (\w+)/g)].map(([, context]) => context ?? '');
    for (const context of named)
      assert.ok(
        nodeContexts.some((known) => known === context),
        context,
      );
    assert.ok(contributes.views['mediaLibrary']?.some(({ id }) => id === treeViewId));
    assert.ok(contributes.viewsWelcome.every(({ view }) => view === treeViewId));
  });

  it('offer the preview for all media but what is mostly TypeScript', () => {
    const offered = Object.values(mediaExtensions)
      .flat()
      .filter((extension) => extension !== 'ts' && extension !== 'mts');
    assert.deepEqual(contributes.customEditors[0]?.selector, [
      { filenamePattern: `*.{${offered.join(',')}}` },
    ]);
    const explorer = `resourceExtname =~ /^\\.(${offered.join('|')})$/i`;
    for (const { when } of contributes.menus['explorer/context'] ?? []) assert.ok(when.includes(explorer));
  });

  it('have a text for every placeholder, and a placeholder for every text', () => {
    const placeholders = new Set([...manifestText.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? ''));
    assert.deepEqual(sorted(placeholders), sorted(Object.keys(texts)));
  });
});
