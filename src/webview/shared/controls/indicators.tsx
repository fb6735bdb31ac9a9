import type { ComponentChildren } from 'preact';
import './toolkit';

export function Badge({ children }: { children: ComponentChildren }) {
  return <vscode-badge>{children}</vscode-badge>;
}

/** `label` says what is being waited for. */
export function ProgressRing({ label }: { label: string }) {
  return <vscode-progress-ring aria-label={label} />;
}
