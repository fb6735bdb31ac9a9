import type { ComponentChildren, Ref } from 'preact';
import type { TextFieldElement } from './toolkit';

interface TextFieldProps {
  value: string;
  /** Read out; not drawn. */
  label: string;
  placeholder: string;
  onInput: (value: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  /** Gives `focus()` and `select()`. */
  fieldRef?: Ref<TextFieldElement>;
  /** Icons in the slots `start` and `end`. */
  children?: ComponentChildren;
}

export type { TextFieldElement };

export function TextField({
  value,
  label,
  placeholder,
  onInput,
  onKeyDown,
  fieldRef = null,
  children,
}: TextFieldProps) {
  return (
    <vscode-text-field
      ref={fieldRef}
      value={value}
      placeholder={placeholder}
      aria-label={label}
      onInput={(event) => onInput(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    >
      {children}
    </vscode-text-field>
  );
}
