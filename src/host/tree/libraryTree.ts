import {
  DataTransferItem,
  EventEmitter,
  Uri,
  window,
  type CancellationToken,
  type DataTransfer,
  type Memento,
  type TreeDataProvider,
  type TreeDragAndDropController,
  type TreeItem,
} from 'vscode';
import { ffmpegMissing } from '../../common/sentences';
import { Throttle } from '../../common/throttle';
import type { Asset } from '../../library/model';
import type { LibraryStatus } from '../../protocol/pages';
import { abortOn } from '../abort';
import { Owner } from '../disposal';
import { treeViewId } from '../ids';
import type { LibraryClient } from '../libraryClient';
import type { StatusModel } from '../libraryStatus';
import type { Thumbnails } from '../thumbnails';
import { progressText } from '../statusText';
import { pickGrouping, rememberedGrouping, rememberGrouping, rootNode } from './grouping';
import {
  AssetNode,
  childrenOf,
  childrenOfRange,
  RangeNode,
  topLevel,
  type Node,
  type ReadPage,
} from './nodes';
import { assetTooltip } from './tooltip';
import { treeItemOf } from './treeItems';

const refreshIntervalMs = 1000;
const tooltipWidthPx = 320;

/** The sidebar's tree: what is expanded is asked from the library, nothing else is held. */
export class LibraryTree extends Owner implements TreeDataProvider<Node>, TreeDragAndDropController<Node> {
  readonly dragMimeTypes = ['text/uri-list'];
  readonly dropMimeTypes = [];
  private readonly change = this.own(new EventEmitter<void>());
  readonly onDidChangeTreeData = this.change.event;
  private readonly throttled = this.own(new Throttle(refreshIntervalMs, () => this.change.fire()));
  private readonly view;
  private readonly read: ReadPage;
  private grouping;
  private shownState: LibraryStatus['state'] = 'starting';

  constructor(
    library: LibraryClient,
    private readonly status: StatusModel,
    private readonly thumbnails: Thumbnails,
    private readonly memento: Memento,
  ) {
    super();
    this.read = (node, offset, limit) => library.request('treeChildren', { node, offset, limit });
    this.grouping = rememberedGrouping(memento);
    this.view = this.own(
      window.createTreeView(treeViewId, {
        treeDataProvider: this,
        dragAndDropController: this,
        canSelectMany: true,
        showCollapseAll: true,
      }),
    );
    this.own(library.onDidChangeAssets(() => this.refresh()));
    this.own(status.onDidChange((current) => this.onStatus(current)));
    this.showMessage();
  }

  /** What is selected in the sidebar, if that is where the user works. */
  get selectedAssets(): readonly Asset[] {
    return this.view.selection.flatMap((node) => (node instanceof AssetNode ? [node.asset] : []));
  }

  refresh(): void {
    this.throttled.request();
  }

  async chooseGrouping(): Promise<void> {
    const grouping = await pickGrouping(this.grouping);
    if (!grouping || grouping === this.grouping) return;
    this.grouping = grouping;
    await rememberGrouping(this.memento, grouping);
    this.change.fire();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    try {
      return this.hasContent ? await this.readChildren(node) : [];
    } catch (error) {
      // It failed meanwhile, which is said elsewhere.
      if (!this.hasContent) return [];
      throw error;
    }
  }

  private async readChildren(node: Node | undefined): Promise<Node[]> {
    if (!node) return this.isEmpty ? [] : await topLevel(rootNode(this.grouping), this.read);
    if (node instanceof RangeNode) return await childrenOfRange(node, this.read);
    return node instanceof AssetNode ? [] : await childrenOf(node.branch.node, node.key, this.read);
  }

  getTreeItem(node: Node): TreeItem {
    return treeItemOf(node);
  }

  async resolveTreeItem(item: TreeItem, node: Node, token: CancellationToken): Promise<TreeItem> {
    if (!(node instanceof AssetNode)) return item;
    const picture = await this.thumbnails.find(node.asset.id, tooltipWidthPx, abortOn(token));
    item.tooltip = assetTooltip(node.asset, picture);
    return item;
  }

  handleDrag(nodes: readonly Node[], data: DataTransfer): void {
    const assets = nodes.flatMap((node) => (node instanceof AssetNode ? [node.asset] : []));
    const uris = assets.map(({ filePath }) => Uri.file(filePath).toString());
    if (uris.length > 0) data.set('text/uri-list', new DataTransferItem(uris.join('\r\n')));
  }

  /** Otherwise the welcome text speaks. One that is `starting` is started by being asked. */
  private get hasContent(): boolean {
    const { state } = this.status.current;
    return state === 'ready' || state === 'starting';
  }

  private onStatus({ state }: LibraryStatus): void {
    if (state !== this.shownState) this.refresh();
    this.shownState = state;
    this.showMessage();
  }

  private get isEmpty(): boolean {
    const { current } = this.status;
    return current.state === 'ready' && current.stats.total === 0;
  }

  private showMessage(): void {
    const { current } = this.status;
    const ready = current.state === 'ready' ? current : null;
    this.view.description = ready?.scan ? progressText(ready.scan) : '';
    const mute = ready && !ready.ffmpegFound && !this.isEmpty;
    this.view.message = mute ? ffmpegMissing : '';
  }
}
