import type { ComponentChildren, RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { useAttributes } from './useAttributes';
import type { TextFieldElement } from './toolkit';

interface TextFieldProps {
  value: string;
  /** Read out; not drawn. */
  label: string;
  placeholder: string;
  onInput: (value: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  /** Gives `focus()` and `select()`. */
  fieldRef?: RefObject<TextFieldElement | null>;
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
  fieldRef,
  children,
}: TextFieldProps) {
  const ownRef = useRef<TextFieldElement>(null);
  const element = fieldRef ?? ownRef;
  useAttributes(element, { 'aria-label': label });
  return (
    <vscode-text-field
      ref={element}
      value={value}
      placeholder={placeholder}
      onInput={(event) => onInput(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    >
      {children}
    </vscode-text-field>
  );
}
