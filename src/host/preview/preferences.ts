import { safeParse } from 'valibot';
import type { Memento } from 'vscode';
import { previewPreferences, type PreviewPreferences } from '../../protocol/pages';

const key = 'preview.preferences';
const defaults: PreviewPreferences = { zoom: 'fit', detailsOpen: true, volume: 1, muted: false };

/** How this user looks at things, in every workspace. */
export class Preferences {
  constructor(private readonly memory: Memento) {}

  get(): PreviewPreferences {
    const kept = safeParse(previewPreferences, this.memory.get(key));
    return kept.success ? kept.output : defaults;
  }

  async set(preferences: PreviewPreferences): Promise<void> {
    await this.memory.update(key, preferences);
  }
}
