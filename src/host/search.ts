import { QuickPickItemKind, ThemeIcon, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import { formatNumber } from '../common/format';
import { kindIcons } from '../common/kindIcons';
import type { Asset } from '../library/model';
import type { AssetAction } from '../protocol/pages';
import type { AssetActions } from './assets/assetActions';
import { describeAsset } from './describe';
import { Owner } from './disposal';
import type { LibraryClient } from './libraryClient';
import { closeView, openView } from './views';

const pauseMs = 150;
const maxResults = 100;

const openBeside: QuickInputButton = {
  iconPath: new ThemeIcon('split-horizontal'),
  tooltip: 'Open Preview to the Side',
};
const insert: QuickInputButton = { iconPath: new ThemeIcon('insert'), tooltip: 'Insert into Editor' };

interface AssetItem extends QuickPickItem {
  readonly asset: Asset | null;
}

/** A search as one types, over everything in the library. Lives until it is closed. */
export class Search extends Owner {
  private readonly picker = this.own(window.createQuickPick<AssetItem>());
  private timer: NodeJS.Timeout | null = null;
  private current = new AbortController();

  constructor(
    private readonly library: LibraryClient,
    private readonly actions: AssetActions,
    private readonly fail: (error: unknown) => void,
    /** What Enter does. */
    private readonly mainAction: AssetAction = 'openPreview',
  ) {
    super();
    const { picker } = this;
    picker.title = 'Search Media';
    picker.placeholder = 'Words in name, folder or tags';
    // The library has matched already, on more than what an item shows.
    picker.matchOnDescription = true;
    this.own(picker.onDidChangeValue(() => this.askSoon()));
    this.own(picker.onDidAccept(() => this.act(this.mainAction, picker.selectedItems[0])));
    this.own(
      picker.onDidTriggerItemButton(({ item, button }) =>
        this.act(button === insert ? 'insertIntoEditor' : 'openPreviewToSide', item),
      ),
    );
    this.own(picker.onDidHide(() => this.dispose()));
    picker.show();
    void this.ask();
  }

  override dispose(): void {
    if (this.timer) clearTimeout(this.timer);
    this.current.abort();
    super.dispose();
  }

  private askSoon(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), pauseMs);
  }

  private async ask(): Promise<void> {
    this.current.abort();
    const { signal } = (this.current = new AbortController());
    this.picker.busy = true;
    try {
      const found = await findAssets(this.library, this.picker.value, signal);
      if (!signal.aborted) this.picker.items = itemsOf(found);
    } catch (error) {
      if (!signal.aborted) this.fail(error);
    }
    if (!signal.aborted) this.picker.busy = false;
  }

  private act(action: AssetAction, item?: AssetItem): void {
    if (!item?.asset) return;
    this.picker.hide();
    this.actions[action]([item.asset]).catch(this.fail);
  }
}

interface Found {
  readonly assets: readonly Asset[];
  readonly total: number;
}

async function findAssets(library: LibraryClient, search: string, signal: AbortSignal): Promise<Found> {
  const query = { search, kinds: [], sort: { field: 'name', descending: false } } as const;
  const { viewId } = await openView(library, query, signal);
  try {
    const range = { viewId, offset: 0, count: maxResults };
    const { rows, total } = await library.request('viewRows', range, signal);
    return { assets: rows, total };
  } finally {
    closeView(library, viewId);
  }
}

function itemsOf({ assets, total }: Found): AssetItem[] {
  const items = assets.map((asset): AssetItem => ({
    asset,
    label: withoutIcons(asset.name),
    description: withoutIcons(asset.folder),
    detail: withoutIcons(asset.error?.message ?? describeAsset(asset)),
    iconPath: new ThemeIcon(asset.error ? 'warning' : kindIcons[asset.kind]),
    buttons: [openBeside, insert],
    alwaysShow: true,
  }));
  const more = total - assets.length;
  if (more <= 0) return items;
  return [
    ...items,
    {
      asset: null,
      label: `${formatNumber(more)} more: type to narrow down`,
      kind: QuickPickItemKind.Separator,
    },
  ];
}

/** `$(trash).png` is a file name, not an icon. */
function withoutIcons(text: string): string {
  return text.replaceAll('$(', '\\$(');
}
