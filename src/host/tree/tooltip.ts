import { MarkdownString, type Uri } from 'vscode';
import type { Asset } from '../../library/model';
import { troubleOf } from '../../common/sentences';
import { describeAsset } from '../describe';

/** Names come from strangers: they are appended as text, and nothing in the tooltip is trusted. */
export function assetTooltip(asset: Asset, picture: Uri | null): MarkdownString {
  const tooltip = new MarkdownString();
  if (picture) tooltip.appendMarkdown(`![](${picture.toString()})\n\n`);
  tooltip.appendText(asset.name);
  tooltip.appendMarkdown('\n\n');
  tooltip.appendText(describeAsset(asset));
  const trouble = troubleOf(asset);
  if (trouble) {
    tooltip.appendMarkdown('\n\n');
    tooltip.appendText(trouble);
  }
  return tooltip;
}
