import type { ByteSource } from '../../byteSource';
import type { AudioStream, Reading, Stream, VideoStream } from '../../reading';
import { noPicture, noSound } from '../../reading';
import { countChapters } from './chapters';
import { frameRatesOf } from './frameRate';
import { FirstFrames } from './frames';
import { infoOf, type Info } from './info';
import { liveDurationUs } from './liveDuration';
import { pictureOf } from './pictures';
import { readSegment, type Segment } from './segment';
import { soundOf } from './sounds';
import { addTags, type TagMap } from './tags';
import { tracksOf, type Track } from './track';
import { videoSettingsOf } from './videoSettings';

/**
 * Matroska and WebM (RFC 9559), told as FFmpeg's `matroskadec.c` and `demux.c` tell it. The header elements have nearly
 * all; first frames are read where neither they nor a codec's private data say what the stream holds. Cover pictures are
 * attachments and make no film, so that attachments are not read.
 */
export function readMatroska(source: ByteSource): Reading | null {
  const segment = readSegment(source);
  if (!segment) return null;
  const [infoContent, ...moreInfo] = segment.info;
  if (!infoContent || moreInfo.length > 0 || segment.tracks.length !== 1) return null;
  const info = infoOf(infoContent);
  const tracks = segment.tracks.flatMap(tracksOf);
  const { ofFile, ofTracks } = addTags(segment.tags, info.tags);
  const streams = new StreamReader(source, { segment, info, tracks }).streams((uid) => ofTracks.get(uid));
  if (!streams) return null;
  const durationUs = info.durationUs ?? liveDurationUs(source, segment, { info, tracks });
  if (durationUs === null) return null;
  return {
    containerFormat: 'matroska,webm',
    durationSeconds: durationUs / 1e6,
    bitRate: Math.floor((source.sizeBytes * 8 * 1e6) / durationUs),
    chapterCount: countChapters(segment.chapters),
    tags: ofFile,
    streams,
  };
}

interface Parts {
  readonly segment: Segment;
  readonly info: Info;
  readonly tracks: readonly Track[];
}

/** The first picture and the first sound must be known; of the others, it matters only that they are there. */
class StreamReader {
  readonly #frames: FirstFrames;

  constructor(
    private readonly source: ByteSource,
    private readonly parts: Parts,
  ) {
    this.#frames = new FirstFrames(source, parts.segment, parts.tracks);
  }

  streams(tagsOf: (uid: string) => TagMap | undefined): readonly Stream[] | null {
    const { tracks } = this.parts;
    const firsts = new Set([
      tracks.find((track) => track.type === 'video'),
      tracks.find((track) => track.type === 'audio'),
    ]);
    const streams: Stream[] = [];
    for (const track of tracks) {
      if (track.type === 'other') continue;
      const tags: TagMap = new Map(track.name === null ? [] : [['title', track.name]]);
      tagsOf(track.uid)?.forEach((value, name) => tags.set(name, value));
      const isFirst = firsts.has(track);
      const stream =
        track.type === 'video' ? this.#video(track, tags, isFirst) : this.#audio(track, tags, isFirst);
      if (!stream) return null;
      streams.push(stream);
    }
    return streams;
  }

  #video(track: Track, tags: TagMap, isFirst: boolean): VideoStream | null {
    const settings = videoSettingsOf(track.video);
    const picture = isFirst ? pictureOf(track, settings, this.#frames) : noPicture;
    const rates = isFirst
      ? frameRatesOf(this.source, track, this.parts)
      : { averageFrameRate: null, baseFrameRate: null };
    if (!picture || !rates) return null;
    return {
      type: 'video',
      ...picture,
      ...rates,
      isAttachedPicture: false,
      frameCount: null,
      durationSeconds: null,
      pixelAspectRatio: settings.pixelAspectRatio ?? picture.pixelAspectRatio,
      rotationDegrees: settings.rotationDegrees,
      isDolbyVision: track.isDolbyVision,
      hasAlphaLayer: settings.hasAlphaLayer ? tags.get('alpha_mode') !== '0' : tags.get('alpha_mode') === '1',
      tags,
    };
  }

  #audio(track: Track, tags: TagMap, isFirst: boolean): AudioStream | null {
    const sound = isFirst ? soundOf(track, this.#frames) : noSound;
    return sound && { type: 'audio', ...sound, durationSeconds: null, tags };
  }
}
