import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** A page of `src/webview`, named as esbuild names its bundle. */
export type PageName = 'gallery' | 'preview';

/** The folder of the pages' own scripts, styles and fonts. */
export function pageFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The document of a page: its scripts run by nonce, and nothing is loaded but what its `localResourceRoots` hold. */
export function webviewHtml(webview: Webview, extensionUri: Uri, page: PageName, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const own = (file: string) => webview.asWebviewUri(Uri.joinPath(pageFolder(extensionUri), file)).toString();
  const policy = [
    `default-src 'none'`,
    `img-src ${webview.cspSource}`,
    `media-src ${webview.cspSource} blob:`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title}</title>
  <link rel="stylesheet" nonce="${nonce}" href="${own(`${page}.css`)}">
</head>
<body>
  <div id="app"></div>
  <script nonce="${nonce}" src="${own(`${page}.js`)}"></script>
</body>
</html>`;
}
