import { window, type TextEditor } from 'vscode';
import { Owner } from './disposal';

/** Remembers where the user was writing, as a webview or a tree takes the focus away from it. */
export class TextEditors extends Owner {
  private last = window.activeTextEditor;

  constructor() {
    super();
    this.own(
      window.onDidChangeActiveTextEditor((editor) => {
        if (editor) this.last = editor;
      }),
    );
  }

  /** The text editor last worked in, if it is still on screen, else any that is. */
  get current(): TextEditor | undefined {
    const visible = window.visibleTextEditors.filter(({ document }) => document.uri.scheme !== 'output');
    return visible.find((editor) => editor.document === this.last?.document) ?? visible[0];
  }
}
