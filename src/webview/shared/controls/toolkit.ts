/**
 * The one door to `@vscode/webview-ui-toolkit`, which is no longer developed: replacing it means rewriting this folder.
 * Importing it registers the custom elements, so that Preact finds their properties when it first renders them.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
  type Button,
  type Dropdown,
  type TextField,
} from '@vscode/webview-ui-toolkit';
import type { HTMLAttributes } from 'preact';

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeProgressRing(),
  vsCodeTextField(),
);

export type TextFieldElement = TextField;

declare module 'preact' {
  // Preact's own way of typing custom elements.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': HTMLAttributes<Button> & { appearance: string; disabled: boolean };
      'vscode-dropdown': HTMLAttributes<Dropdown> & { value: string };
      'vscode-option': HTMLAttributes & { value: string; selected: boolean };
      'vscode-progress-ring': HTMLAttributes;
      'vscode-text-field': HTMLAttributes<TextField> & { value: string; placeholder: string };
    }
  }
}
