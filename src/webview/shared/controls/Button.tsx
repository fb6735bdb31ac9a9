import type { ComponentChildren } from 'preact';
import { Icon } from '../Icon';
import './toolkit';

interface ButtonProps {
  appearance?: 'primary' | 'secondary';
  disabled?: boolean;
  onClick: () => void;
  children: ComponentChildren;
}

export function Button({ appearance = 'primary', disabled = false, onClick, children }: ButtonProps) {
  return (
    <vscode-button appearance={appearance} disabled={disabled} onClick={onClick}>
      {children}
    </vscode-button>
  );
}

interface IconButtonProps {
  icon: string;
  /** What it does: read out, and shown as its tooltip. */
  label: string;
  /** For a button that stays down; left out for one that acts. */
  pressed?: boolean;
  disabled?: boolean;
  onClick: () => void;
}

export function IconButton({ icon, label, pressed, disabled = false, onClick }: IconButtonProps) {
  return (
    <vscode-button
      appearance="icon"
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </vscode-button>
  );
}
