/** Every name that package.json and the code share; a test holds the two against each other. */

export const commandIds = [
  'mediaLibrary.scan',
  'mediaLibrary.refresh',
  'mediaLibrary.cancelScan',
  'mediaLibrary.rescanFolder',
  'mediaLibrary.openGallery',
  'mediaLibrary.search',
  'mediaLibrary.openPreview',
  'mediaLibrary.openPreviewToSide',
  'mediaLibrary.nextInPreview',
  'mediaLibrary.previousInPreview',
  'mediaLibrary.insertIntoEditor',
  'mediaLibrary.revealInExplorer',
  'mediaLibrary.copyPath',
  'mediaLibrary.copyRelativePath',
  'mediaLibrary.groupBy',
  'mediaLibrary.toggleGalleryView',
  'mediaLibrary.selectAllInGallery',
  'mediaLibrary.rebuild',
  'mediaLibrary.clearThumbnails',
  'mediaLibrary.restartLibrary',
  'mediaLibrary.openSettings',
  'mediaLibrary.howToGetFfmpeg',
  'mediaLibrary.showLog',
] as const;
export type CommandId = (typeof commandIds)[number];

export const contextKeys = [
  /** A `LibraryStatus['state']`. */
  'mediaLibrary.state',
  'mediaLibrary.scanning',
  /** A scan has finished at least once. */
  'mediaLibrary.scanned',
  'mediaLibrary.empty',
  'mediaLibrary.ffmpegMissing',
] as const;
export type ContextKey = (typeof contextKeys)[number];

export const treeViewId = 'mediaLibrary.tree';
export const galleryViewType = 'mediaLibrary.gallery';

/** What a tree node may be to a context menu. */
export const nodeContexts = ['asset', 'folder', 'group'] as const;
export type NodeContext = (typeof nodeContexts)[number];
