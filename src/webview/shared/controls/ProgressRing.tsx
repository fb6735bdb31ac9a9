import { useRef } from 'preact/hooks';
import './toolkit';
import { useAttributes } from './useAttributes';

/** `label` says what is being waited for. */
export function ProgressRing({ label }: { label: string }) {
  const element = useRef<HTMLElement>(null);
  useAttributes(element, { 'aria-label': label, 'aria-live': 'off', role: 'progressbar' });
  return <vscode-progress-ring ref={element} />;
}
