import type { MediaFacts } from '../../model';
import { maxReadBytes, type ByteSource } from '../byteSource';
import { bareFacts } from '../facts';

/** A change of tempo, or the end of a track, at a time in ticks. */
interface TempoChange {
  readonly tick: number;
  readonly microsecondsPerQuarter: number;
}

interface Track {
  readonly endTick: number;
  readonly tempos: readonly TempoChange[];
  readonly title: string | null;
}

const defaultTempo = 500_000;

/** Standard MIDI files, which FFmpeg does not read. Long enough to play all notes at the tempo they give. */
export function readMidi(source: ByteSource): MediaFacts {
  const bytes = source.read(0, maxReadBytes);
  const division = bytes.readInt16BE(12);
  const tracks = [...tracksIn(bytes)];
  const endTick = tracks.reduce((end, track) => Math.max(end, track.endTick), 0);
  const durationSeconds =
    division < 0
      ? endTick / (-(division >> 8) * (division & 255))
      : secondsOf(
          endTick,
          division,
          tracks.flatMap(({ tempos }) => tempos),
        );
  return {
    ...bareFacts('audio', 'mid'),
    codec: 'midi',
    audioCodec: 'midi',
    durationSeconds: Number.isFinite(durationSeconds) ? durationSeconds : null,
    tagTitle: tracks[0]?.title ?? null,
  };
}

function secondsOf(endTick: number, ticksPerQuarter: number, tempos: readonly TempoChange[]): number {
  const ordered = tempos.filter(({ tick }) => tick < endTick).sort((a, b) => a.tick - b.tick);
  let [seconds, tick, tempo] = [0, 0, defaultTempo];
  for (const change of [...ordered, { tick: endTick, microsecondsPerQuarter: 0 }]) {
    seconds += ((change.tick - tick) / ticksPerQuarter) * (tempo / 1e6);
    [tick, tempo] = [change.tick, change.microsecondsPerQuarter];
  }
  return seconds;
}

function* tracksIn(bytes: Buffer): Generator<Track> {
  let at = 8 + bytes.readUInt32BE(4);
  while (at + 8 <= bytes.length) {
    const end = at + 8 + bytes.readUInt32BE(at + 4);
    if (bytes.toString('latin1', at, at + 4) === 'MTrk') yield readTrack(bytes.subarray(at + 8, end));
    at = end;
  }
}

function readTrack(bytes: Buffer): Track {
  const tempos: TempoChange[] = [];
  let title: string | null = null;
  let tick = 0;
  let status = 0;
  const events = new EventBytes(bytes);
  while (!events.isAtEnd) {
    tick += events.variableLength();
    status = events.status(status);
    if (status === 0xff) {
      const type = events.byte();
      const data = events.take(events.variableLength());
      if (type === 0x51 && data.length >= 3)
        tempos.push({ tick, microsecondsPerQuarter: data.readUIntBE(0, 3) });
      if (type === 0x03) title ??= data.toString('utf8').trim() || null;
      if (type === 0x2f) break;
    } else if (status === 0xf0 || status === 0xf7) {
      events.take(events.variableLength());
    } else {
      const isShort = status >> 4 === 0xc || status >> 4 === 0xd;
      events.take(isShort ? 1 : 2);
    }
  }
  return { endTick: tick, tempos, title };
}

/** Reads on and on; past the end there are zeros, and it always gets there. */
class EventBytes {
  #at = 0;
  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.#at >= this.bytes.length;
  }
  byte(): number {
    return this.bytes[this.#at++] ?? 0;
  }
  take(length: number): Buffer {
    const taken = this.bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }
  /** Seven bits a byte, the highest bit says that more follow; four bytes at most. */
  variableLength(): number {
    let value = 0;
    for (let i = 0; i < 4; i++) {
      const byte = this.byte();
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) break;
    }
    return value;
  }
  /** An event without a status byte has that of the one before. */
  status(running: number): number {
    return (this.bytes[this.#at] ?? 0) >= 0x80 ? this.byte() : running;
  }
}
