import { boolean, object, record, safeParse, string, type InferOutput } from 'valibot';
import type { Memento } from 'vscode';

const key = 'preview.panels';
const panel = object({ filePath: string(), pinned: boolean() });
const panels = record(string(), panel);
export type RememberedPanel = InferOutput<typeof panel>;

/**
 * What each open panel shows, for when the window comes back. Kept here under a key that the page knows, as pages are to
 * know no paths.
 */
export class RememberedPanels {
  constructor(private readonly memory: Memento) {}

  find(panelKey: string): RememberedPanel | null {
    return this.all()[panelKey] ?? null;
  }

  async remember(panelKey: string, remembered: RememberedPanel): Promise<void> {
    await this.memory.update(key, { ...this.all(), [panelKey]: remembered });
  }

  async forget(panelKey: string): Promise<void> {
    const rest = Object.entries(this.all()).filter(([other]) => other !== panelKey);
    await this.memory.update(key, Object.fromEntries(rest));
  }

  private all(): Record<string, RememberedPanel> {
    const kept = safeParse(panels, this.memory.get(key));
    return kept.success ? kept.output : {};
  }
}
