import '@vscode/codicons/dist/codicon.css';

interface IconProps {
  /** A codicon's name, without the prefix. */
  name: string;
  /** The control's slot it belongs to. */
  slot?: 'start' | 'end';
  class?: string;
}

/** Decoration only: what it means is said by the text or label beside it. */
export function Icon({ name, slot, class: className = '' }: IconProps) {
  return <span class={`codicon codicon-${name} ${className}`} slot={slot} aria-hidden="true" />;
}
