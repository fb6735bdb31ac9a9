/** The direction of imports is the architecture (docs/architecture.md); this file keeps it true. */
const within = (path) => `^src/${path}`;
const forbid = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', {}, { circular: true }, 'A part that needs its user is two parts wrongly cut.'),
    forbid('no-orphans', { orphan: true, pathNot: ['\\.d\\.ts$'] }, {}, 'Nothing reaches this module.'),
    forbid(
      'vscode-only-in-host',
      { path: '^src', pathNot: ['^src/host/', '^src/extension\\.ts$'] },
      { path: '^(vscode$|node_modules/@types/vscode/)' },
      'Only the extension host side may import vscode.',
    ),
    forbid(
      'protocol-is-pure',
      { path: within('protocol/') },
      { path: '^src/', pathNot: ['^src/protocol/', '^src/library/model\\.ts$'] },
      'The contract depends on the model types alone.',
    ),
    forbid(
      'common-is-pure',
      { path: within('common/') },
      { path: '.', pathNot: ['^src/common/', '^src/library/model\\.ts$'] },
      'What every side uses runs on every side.',
    ),
    forbid(
      'model-is-a-leaf',
      { path: within('library/model\\.ts$') },
      { path: '.' },
      'The model holds types and constants only.',
    ),
    forbid(
      'library-is-headless',
      { path: within('library/') },
      { path: '^src/', pathNot: ['^src/library/', '^src/protocol/', '^src/common/'] },
      'The library knows neither the editor nor the command line.',
    ),
    forbid(
      'library-parts-do-not-wire-each-other',
      { path: within('library/(store|probe|media|thumbnails)/') },
      { path: within('library/scanner/') },
      'The scanner says what it needs; nothing below it knows it.',
    ),
    forbid(
      'threads-wire-parts',
      { path: within('library/(store|probe|media|thumbnails|scanner)/') },
      { path: within('library/threads/') },
      'In which thread a part runs is no concern of its own.',
    ),
    forbid(
      'protocol-only-at-the-library-door',
      { path: within('library/'), pathNot: ['^src/library/process\\.ts$'] },
      { path: within('protocol/') },
      'Only the process entry speaks the protocol.',
    ),
    forbid(
      'host-does-not-reach-into-the-library',
      { path: within('host/') },
      { path: '^src/', pathNot: ['^src/(host|protocol|common)/', '^src/library/model\\.ts$'] },
      'The host talks to the library process by protocol.',
    ),
    forbid(
      'webview-is-a-page',
      { path: within('webview/') },
      { path: '^src/', pathNot: ['^src/(webview|protocol|common)/', '^src/library/model\\.ts$'] },
      'Pages know the protocol and nothing else of ours.',
    ),
    forbid(
      'webview-pages-are-apart',
      { path: '^src/webview/gallery/' },
      { path: '^src/webview/preview/' },
      'Pages share through src/webview/shared.',
    ),
    forbid(
      'webview-has-no-node',
      { path: within('webview/') },
      { dependencyTypes: ['core'] },
      'Pages run in a browser.',
    ),
    forbid(
      'one-module-per-fading-package',
      { path: '^src', pathNot: ['^src/library/media/', '^src/webview/shared/controls'] },
      { path: 'node_modules/(fluent-ffmpeg|ffprobe-static|@vscode/webview-ui-toolkit)/' },
      'Packages that are no longer developed stay behind one module each.',
    ),
    forbid(
      'sqlite-only-in-the-store',
      { path: '^src', pathNot: ['^src/library/store/'] },
      { path: 'node_modules/better-sqlite3/' },
      'SQL lives in the store.',
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'src/webview/tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};
