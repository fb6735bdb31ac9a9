import { computed, signal } from '@preact/signals';
import { LibraryError } from '../../library/model';
import type { ClientEnd, Listeners } from '../../protocol/connection';
import type {
  AssetAction,
  PageCommand,
  PreviewContract,
  PreviewPageState,
  PreviewPreferences,
  PreviewSubject,
} from '../../protocol/pages';
import { Zoom, type ZoomMode } from './image/zoom';

/** What the decoder says of a file; fills in what the library does not know. */
export interface Observed {
  readonly width?: number;
  readonly height?: number;
  readonly durationSeconds?: number;
}

type Client = ClientEnd<PreviewContract>;

/** The state of the page and what can be done on it. */
export class Preview {
  /** Null until the host has answered. */
  readonly subject = signal<PreviewSubject | null>(null);
  readonly zoom = new Zoom();
  /** The player on the stage, for the keys to work on. */
  readonly media = signal<HTMLMediaElement | null>(null);
  /** What the stage has to say about what it shows. */
  readonly note = signal<string | null>(null);
  /** Why the last thing asked for could not be done. */
  readonly problem = signal<string | null>(null);
  readonly preferences = signal<PreviewPreferences>({
    zoom: 'fit',
    detailsOpen: true,
    volume: 1,
    muted: false,
  });
  /** The asset shown, with the gaps in its facts filled by what the page saw. */
  readonly asset = computed(() => {
    if (this.subject.value?.state !== 'shown') return null;
    const { asset } = this.subject.value.preview;
    const { width = null, height = null, durationSeconds = null } = this.observed.value;
    return {
      ...asset,
      width: asset.width ?? width,
      height: asset.height ?? height,
      durationSeconds: asset.durationSeconds ?? durationSeconds,
    };
  });
  private readonly observed = signal<Observed>({});
  private readonly client: Client;

  constructor(
    connect: (listeners: Listeners<PreviewContract>) => Client,
    private readonly keep: (state: PreviewPageState) => void,
  ) {
    this.client = connect({ show: (subject) => this.show(subject) });
  }

  async start(): Promise<void> {
    await this.attempt(async () => {
      const { preferences, keep, subject } = await this.client.request('ready', null);
      this.preferences.value = preferences;
      if (keep) this.keep(keep);
      this.show(subject);
    });
  }

  observe(observed: Observed): void {
    this.observed.value = observed;
  }

  step(delta: -1 | 1): Promise<void> {
    return this.attempt(() => this.client.request('step', { delta }));
  }

  setPinned(pinned: boolean): Promise<void> {
    return this.attempt(() => this.client.request('setPinned', { pinned }));
  }

  act(action: AssetAction): Promise<void> {
    return this.attempt(() => this.client.request('act', { action }));
  }

  run(command: PageCommand): Promise<void> {
    return this.attempt(() => this.client.request('runCommand', { command }));
  }

  leave(): Promise<void> {
    return this.attempt(() => this.client.request('leave', null));
  }

  /** The URI of a small picture of the file, or null when the library has none. */
  async thumbnail(signal?: AbortSignal): Promise<string | null> {
    try {
      return (await this.client.request('thumbnail', null, signal)).uri;
    } catch (error) {
      // Whatever the reason, the stage already says what it could not show by itself.
      if (error instanceof LibraryError) return null;
      throw error;
    }
  }

  chooseZoom(mode: ZoomMode): void {
    this.zoom.choose(mode);
    this.prefer({ zoom: mode });
  }

  prefer(change: Partial<PreviewPreferences>): void {
    this.preferences.value = { ...this.preferences.value, ...change };
    void this.attempt(() => this.client.request('setPreferences', this.preferences.value));
  }

  private show(subject: PreviewSubject): void {
    if (uriOf(subject) === null || uriOf(subject) !== uriOf(this.subject.value)) {
      this.observed.value = {};
      this.note.value = null;
      this.problem.value = null;
    }
    this.subject.value = subject;
  }

  private async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.problem.value = null;
    } catch (error) {
      this.problem.value = error instanceof Error ? error.message : String(error);
    }
  }
}

/** The same URI is the same file, unchanged. */
function uriOf(subject: PreviewSubject | null): string | null {
  return subject?.state === 'shown' ? subject.preview.uri : null;
}
