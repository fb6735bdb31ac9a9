import assert from 'node:assert/strict';
import { factGroups } from '../../../../src/webview/preview/details/facts';
import { previewed } from './previewed';

type Asset = Parameters<typeof factGroups>[0];

function table(asset: Asset): Record<string, Record<string, string>> {
  return Object.fromEntries(
    factGroups(asset).map(({ title, facts }) => [
      title,
      Object.fromEntries(facts.map(({ label, value }) => [label, value])),
    ]),
  );
}

describe('the table of facts', () => {
  it('leaves out what is not known, and groups with nothing known', () => {
    const groups = factGroups(previewed({ name: 'a.png', format: 'png' }));
    assert.deepEqual(
      groups.map(({ title, facts }) => [title, facts.map(({ label }) => label)]),
      [['File', ['Name', 'Size', 'Modified', 'Format']]],
    );
  });

  it('says a film in words', () => {
    const { File, Picture, Sound } = table(
      previewed({
        kind: 'video',
        format: 'mp4',
        rootName: 'films',
        folder: 'summer/2025',
        sizeBytes: 1536,
        containerFormat: 'mov,mp4',
        codec: 'hevc',
        audioCodec: 'aac',
        width: 3840,
        height: 2160,
        rotationDegrees: 0,
        durationSeconds: 62,
        framesPerSecond: 29.97,
        bitRate: 4_500_000,
        channels: 6,
        sampleRateHz: 48_000,
        bitDepth: 10,
        hdrFormat: 'dolby-vision',
      }),
    );
    assert.equal(File?.['Folder'], 'films/summer/2025');
    assert.equal(File['Size'], '1.5 KB (1,536 bytes)');
    assert.equal(File['Container'], 'mov, mp4');
    assert.equal(File['Duration'], '1:02');
    assert.deepEqual(Picture, {
      Dimensions: '3840 × 2160 (8.3 MP)',
      Codec: 'H.265 (HEVC)',
      'Frame rate': '29.97 fps',
      'Bit depth': '10 bits',
      HDR: 'Dolby Vision',
    });
    assert.deepEqual(Sound, { Codec: 'AAC', Channels: '5.1', 'Sample rate': '48 kHz' });
  });

  it('gives music no picture, but the depth of its samples and its tags', () => {
    const { Picture, Sound, Tags } = table(
      previewed({
        kind: 'audio',
        codec: 'pcm_s24le',
        bitDepth: 24,
        channels: 2,
        width: 500,
        tagTitle: 'Aria',
      }),
    );
    assert.equal(Picture, undefined);
    assert.deepEqual(Sound, { Codec: 'PCM (s24le)', Channels: 'Stereo', 'Bit depth': '24 bits' });
    assert.deepEqual(Tags, { Title: 'Aria' });
  });
});
