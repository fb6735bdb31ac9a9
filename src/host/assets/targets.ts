import { basename, parse } from 'node:path';
import { Uri } from 'vscode';
import * as v from 'valibot';
import { LibraryError } from '../../library/model';
import { assetIds } from '../../protocol/schemas';
import type { LibraryClient } from '../libraryClient';
import { kindOfName } from '../mediaNames';
import { AssetNode } from '../tree/nodes';
import type { ActionTarget } from './assetActions';

/** What a gallery page puts on its cards, which VS Code hands to a command of their context menu. */
const galleryContext = v.object({ webviewSection: v.literal('asset'), assetIds });

/**
 * Which assets a command is about. Its arguments come from a tree (the node, then all that are selected), a gallery's
 * context menu, the Explorer or another extension; they are believed as far as they can be recognised.
 */
export async function commandTargets(
  args: readonly unknown[],
  library: LibraryClient,
): Promise<readonly ActionTarget[]> {
  const [first, all] = args;
  if (first instanceof AssetNode) return selectedWith(first, all).map(({ asset }) => asset);
  const uris = selectedUris(first, all);
  if (uris.length > 0) return await Promise.all(uris.map((uri) => targetAt(uri, library)));
  const context = v.safeParse(galleryContext, first);
  return context.success ? await library.request('getAssets', { ids: context.output.assetIds }) : [];
}

/** A click on one of several selected nodes means them all; on another, just that one. */
function selectedWith(clicked: AssetNode, selection: unknown): readonly AssetNode[] {
  const nodes = listOf(selection).filter((node) => node instanceof AssetNode);
  return nodes.includes(clicked) ? nodes : [clicked];
}

function selectedUris(clicked: unknown, selection: unknown): readonly Uri[] {
  if (!(clicked instanceof Uri)) return [];
  const uris = listOf(selection).filter((uri) => uri instanceof Uri);
  return uris.some((uri) => uri.toString() === clicked.toString()) ? uris : [clicked];
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Any media file can be shown and inserted, though the library adds what it knows. */
async function targetAt({ fsPath }: Uri, library: LibraryClient): Promise<ActionTarget> {
  const kind = kindOfName(fsPath);
  if (!kind) throw new LibraryError('asset-unknown', `${basename(fsPath)} is not a media file.`);
  const bare = { id: null, filePath: fsPath, kind, title: parse(fsPath).name, width: null, height: null };
  try {
    return (await library.request('findAsset', { filePath: fsPath })) ?? bare;
  } catch (error) {
    if (error instanceof LibraryError) return bare;
    throw error;
  }
}
