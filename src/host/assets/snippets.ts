import { posix } from 'node:path';
import type { Asset } from '../../library/model';

export type SnippetSource = Pick<Asset, 'kind' | 'title' | 'width' | 'height'>;

type Notation = 'markdown' | 'markup' | 'jsx' | 'stylesheet' | 'plain';

const notations: Readonly<Record<string, Notation>> = {
  markdown: 'markdown',
  mdx: 'markdown',
  html: 'markup',
  vue: 'markup',
  'vue-html': 'markup',
  svelte: 'markup',
  astro: 'markup',
  handlebars: 'markup',
  php: 'markup',
  razor: 'markup',
  javascriptreact: 'jsx',
  typescriptreact: 'jsx',
  css: 'stylesheet',
  scss: 'stylesheet',
  sass: 'stylesheet',
  less: 'stylesheet',
  stylus: 'stylesheet',
};

/**
 * What shows this asset in a document of that language; `path` is relative to the document, `/`-separated.
 * The result is text to be inserted as it is, whatever the file is called.
 */
export function snippetFor(languageId: string, asset: SnippetSource, path: string): string {
  const notation = notations[languageId] ?? 'plain';
  switch (notation) {
    case 'markdown':
      return asset.kind === 'image'
        ? `![${escapeMarkdown(asset.title)}](${encodePath(path)})`
        : playerElement(asset.kind, path);
    case 'markup':
      return asset.kind === 'image' ? imageElement(asset, path, '>') : playerElement(asset.kind, path);
    case 'jsx':
      return asset.kind === 'image' ? imageElement(asset, path, ' />') : playerElement(asset.kind, path);
    case 'stylesheet':
      return `url("${encodePath(path)}")`;
    case 'plain':
      return path;
  }
}

/** From a document's folder to a file, both absolute and `/`-separated. */
export function relativePath(documentFolder: string, file: string): string {
  return posix.relative(documentFolder, file);
}

function imageElement({ title, width, height }: SnippetSource, path: string, end: string): string {
  const size = width !== null && height !== null ? ` width="${width}" height="${height}"` : '';
  return `<img src="${encodePath(path)}"${size} alt="${escapeAttribute(title)}"${end}`;
}

function playerElement(kind: 'video' | 'audio', path: string): string {
  return `<${kind} src="${encodePath(path)}" controls></${kind}>`;
}

/** Leaves letters, digits and `-_.~/`: nothing that any of our notations could read as its own. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

/** Braces too: Svelte, Vue, Astro and MDX read expressions there. */
export function escapeAttribute(text: string): string {
  return oneLine(text).replace(/[&<>"'{}]/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function escapeMarkdown(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]()<>#!|~&$]/g, (character) => `\\${character}`);
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
