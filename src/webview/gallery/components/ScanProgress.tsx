import type { ReadonlySignal } from '@preact/signals';
import type { LibraryStatus } from '../../../protocol/pages';

/** A thin line as VS Code draws it under its own views; moving while the end is unknown. */
export function ScanProgress({ status }: { status: ReadonlySignal<LibraryStatus> }) {
  const scan = status.value.state === 'ready' ? status.value.scan : null;
  const known = scan?.walkFinished === true && scan.filesTotal > 0;
  const share = known ? scan.filesDone / scan.filesTotal : undefined;
  return (
    <div class="scan-progress">
      {scan && (
        <div
          class={share === undefined ? 'scan-bar scan-bar-endless' : 'scan-bar'}
          role="progressbar"
          aria-label="Scanning"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
          style={share === undefined ? {} : { width: `${share * 100}%` }}
        />
      )}
    </div>
  );
}
