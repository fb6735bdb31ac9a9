import assert from 'node:assert/strict';
import fc from 'fast-check';
import { adtsFrame, soundOfAacConfiguration, soundOfAdtsFrame } from '../../../src/library/probe/codecs/aac';
import { ac3Frame, soundOfAc3Frame } from '../../../src/library/probe/codecs/ac3';
import { soundOfAlacCookie } from '../../../src/library/probe/codecs/alac';
import { pictureOfAv1Configuration, pictureOfAv1Obus } from '../../../src/library/probe/codecs/av1';
import { BitReader, withoutEmulationPrevention } from '../../../src/library/probe/codecs/bits';
import { matrixName, transferName } from '../../../src/library/probe/codecs/colors';
import { soundOfDtsFrame } from '../../../src/library/probe/codecs/dts';
import { soundOfFlacStreamInfo } from '../../../src/library/probe/codecs/flac';
import {
  audioCodecOfSampleEntry,
  audioCodecOfWave,
  codecOfLpcm,
  codecOfMatroska,
  codecOfObjectType,
  pcmBitDepth,
  videoCodecOfRiff,
  videoCodecOfSampleEntry,
} from '../../../src/library/probe/codecs/fourCharacterCodes';
import { pictureOfH263Frame } from '../../../src/library/probe/codecs/h263';
import {
  frameRateOfH264Sps,
  pictureOfAvcConfiguration,
  pictureOfH264Sps,
} from '../../../src/library/probe/codecs/h264';
import { pictureOfHevcConfiguration, pictureOfHevcSps } from '../../../src/library/probe/codecs/hevc';
import { pictureOfMjpegFrame } from '../../../src/library/probe/codecs/mjpegFrame';
import { frameRateOfMpegSequence, pictureOfMpegSequence } from '../../../src/library/probe/codecs/mpeg2Video';
import { pictureOfMpeg4Vol } from '../../../src/library/probe/codecs/mpeg4Visual';
import { mpegAudioFrame, soundOfMpegAudioFrame } from '../../../src/library/probe/codecs/mpegAudio';
import { soundOfOpusBox, soundOfOpusHead } from '../../../src/library/probe/codecs/opus';
import { pictureOfProresFrame } from '../../../src/library/probe/codecs/prores';
import { frameRateOfTheoraHeader, pictureOfTheoraHeader } from '../../../src/library/probe/codecs/theora';
import { soundOfVorbisHeader } from '../../../src/library/probe/codecs/vorbis';
import { pictureOfVp8Frame } from '../../../src/library/probe/codecs/vp8';
import { pictureOfVp9Frame, pictureOfVpcConfiguration } from '../../../src/library/probe/codecs/vp9';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

/** Headers that encoders wrote, and who reads them. */
const parsers: Readonly<
  Record<string, { readonly real: Buffer; readonly read: readonly ((bytes: Buffer) => unknown)[] }>
> = {
  'H.264': {
    real: hex('6742c00ada149e2223016a02020280000003008000001907891350'),
    read: [pictureOfH264Sps, frameRateOfH264Sps],
  },
  avcC: {
    real: hex(
      '017a000affe1001a677a000ab6cb4293c447e022000003000200000300641e244d4001000468ce0fc8fe' + 'fafa00',
    ),
    read: [pictureOfAvcConfiguration],
  },
  HEVC: {
    real: hex(
      '42010102200000030090000003000003001ea02881071110d965654a4c2f016808000003000800000300' + 'c840',
    ),
    read: [pictureOfHevcSps],
  },
  hvcC: {
    real: hex(
      '0101600000009000000000001ef000fcfdf8f800000f03200001001840010c01ffff0160000003009000' +
        '0003000003001e959409210001002a42010101600000030090000003000003001ea02881071111965654' +
        'a4c2f0168080000003008000000c8422000100064401c073c189',
    ),
    read: [pictureOfHevcConfiguration],
  },
  AV1: { real: hex('12000a0a000000032c1c4daf900432ff0910008800041041'), read: [pictureOfAv1Obus] },
  av1C: { real: hex('81000c000a0a000000032c1c4daf9004'), read: [pictureOfAv1Configuration] },
  VP9: { real: hex('a24983420000820062c0470483830940'), read: [pictureOfVp9Frame] },
  vpcC: { real: hex('01000000000a820202020000'), read: [pictureOfVpcConfiguration] },
  VP8: { real: hex('b025009d012a42003200'), read: [pictureOfVp8Frame] },
  'MPEG-4 part 2': {
    real: hex(
      '0000001c667479704d345620000002004d34562069736f6d69736f320000000866726565000009896d64' +
        '6174000001b3001007000001b610606d82e3d00f26121517896b082d87d9c037f6d5ab6d5ef98615264c' +
        'a5b65bde2de61adde4dde7335e7c47480c3c1ea460bd9c2d6bc95b1d4c5221e2583dbff7b47c0dccb83f' +
        '045ec80cb554392c032a070024663dc6fc0f030228922082a922407028523223df46da121588ec6a4129' +
        '5abf5587008bcefdbe2495462b6fd3f0f8e1969283c0ff8e0e051829fa2350782807c1e07fc70fbc0894' +
        '77801d046a3b0f86c0880c20ac2083c1c03a5a0600da83a17032a066120202ae262fbe5606815a9d3781' +
        '4c08ac8f355a6f2ab1acfd036cc52ae753b2cc8cac93f2969906203c07f70bc038474c5cd3097def080c' +
        'ce07e9304b1d644e940dcd55f8d7bcdee320c36f7f336369fd2d3cd9dd062e06120208e992c1d082c0e4' +
        '40672a5086c7fccaa6714b4cb5a9da56c379b25befccde72f146c3e354e0c0a2060422ef4fab080a26ff' +
        '1ace0ec03ffffb7fbcf34d35e1feb6dfe871ecb792d452bc80f3c390781fefc7ed9688e3c4aa84a4c06d' +
        '8f160301bd1d0f3530974b9af5ce96b2a7deac51037f542a67545ae2225e0e3414895a2d128b932a2f54' +
        '20b3e53446a3f1d7950f0117db77858df3dfadd1c67e2865b8a7af0915271df9bac604312733aa790bd9' +
        '8560a68ac71d52a4725a0cb030dbbd028a4180404610c21978ff3c5e941976470389f6775b031823b29a' +
        '330b77700d5f0387f01c5f7ca3566ef81f0bff56c28034a0cc00703787de2ea1f0e9517b225349a03295' +
        '6960ed58f59da3c89347224e97eb6dd6c0d1656471473303e3a5596003010da699f40378a994a9acb4bd' +
        '336a95fafb15aa56abf5856c3397275a57ecde28d9147e578681d241ff8143e06b538e02107a2303c0ff' +
        '8b557aa4f097a073446c1ed55de029a08f6607f6030803905654a784825341fb20c5e25ab1c81f1207e9' +
        '0743e053a668b2806fc42085a3e087478c35b9d1cab52d35aab43ed6edf2457a596b81ac0e830f80320f' +
        'c7a24dc549cbd5ed12d94ba9986ff47a3d1dcf251d7f755616897e8afe95bd6c7fe4ff99a391f7b2eab7' +
        '062c892d8fd2697274cd6aabf10040fc539f6154105a1fa8bf6c18abff6b3dee30db536cb85ffde63db3' +
        'a3f0840d83a6a369551666b7e55e91b1db6db6cb35479861863ff6596f5079af6ef26ef1465ae0c20f03' +
        '01d8300601a04505507806c155c0360740d82ad496029814c20829c0df4180a0803950065416009b083e' +
        '103e0c5c3d54390802517241d9701b4ed16d039a2588cd241181bad7f7783865434dd57a206371427578' +
        'a6579b1c270702841c01a08a0f0500d83c1c0360e05088180681ba0c0880c580ab1006c06818b561041e' +
        '0e019521e07ea0e96210334103555ff3deb552b64a986bc5acaa4ead8f091cc4cde029d9f6467142b56c' +
        'c8d8783c6f38d992414407cbc145a5f00f3507c0a75625309c1540e48060b19d83b5620329afd30fab3f' +
        'c0339e6229bd1fa6b78f6cd68e81e0207bf6efbec5f7fd6e6e683814b9b9b9797365bd9655acabc7f055' +
        '03c041020401da0a3060944780c941018cc6158418ad96246995785c9d432dfa28fb782031ac73fb2ec1' +
        'c6efb943cb738fc0f03fd98340785ff9c1e2a0131e83e6c01e80e0401f03c2c0425e30560f9b01b82f83' +
        'c0ff6a01a0f0bfe4c0789ffc701f37fc1700009466c1560701e0e01f4c0c04c1e2fff50bd32f02804c26' +
        '60701e0e01f4c0c04c1e2fff50bd978140261308683814ed8314b619990e818481b02103c3c036c03e5c' +
        '03aca715816d190394b8e35605b4640e52e62cc0d8661202f88e0c8f018a20394996c401081e0e019540' +
        'c04c1e2fff716c178140261330840f0700caa060260f17ffb8b59781402613035a50783ff8cbc1e1ffef' +
        '4a0e0ec5a345e0e055694781ca4c31981836530846413920de0784ffb41e2200f07ccffd636db2825683' +
        '22308e3c543c61a6d951fc2dec2c6ea36ff62f3d6227aa2183360185c2007e3f2c2d2d500c545fbd5059' +
        'd1b2aa6dc3c0c00c3d0784806c1e23fef07cc803c2b481093271fc53acc1cd6f6a8b81c6eaddf3c35078' +
        '082340fa703e0c3d0680a44f8c60fb581fb15b627e25503c00e1eb2d15ffff6bb6a6c2d0562f2ef262d5' +
        'ccc351d8301f0654a9236db621a8f628ed05509751ff245a175a8de360781fe14182103c2ffae0f1500e' +
        '84107cd80643802941e0e0292f078880341e2fff10181c417046061204256c6eeb23b02f62df541c7aa1' +
        '4949c50182197780f043549935ddf6894d336b3cbaa6a74be0293d39cf4406ceb611c19a00f118218060' +
        'f0763a4e1f972b036386c4056d291c17ab634a996bdf9cffb62f911762dc7a610c208945c2007eacb0b4' +
        'b54018677aa0b3a36f536e04003c041220f0703482801e23fe1078bff5c1802cb030ec1e1201b0788ffb' +
        'c1f3200f03f01420cd8ec780c2182942034d1754c3a0518208f1adff99acd687c3d2f69abfb15e7afec6' +
        'a16d9ec96f798603b06ace8e81bc9c4b6b959f343cb27d76815a9d37aad973517ef0ad1f08d90f03c0ff' +
        '8e0701e17fed078a8035283e6c0163c0781fe7c19203c2ffbe0f1500b8920f9b0098600600888c0825ea' +
        'c4153e4c545836cfa12d36dd260b81e020b3f4061d83c0ff860c20f58062c0701c1001b81e7414e0c06c' +
        'b4721f81bef00d79428508f7bd58f3230781fe7c19203c2ffbe0f1500b8920f9b009b0781fe7c19203c2' +
        'ffbe0f1500b8920f9b009b6240c1fab0e1a18683e6fff60960f0302e840060222583023a607cd804df00' +
        '00bc6670a0180187a0f0900d83c47fde0f99007b60c3d0784806c1e23fef07cc803c140460783ffad807' +
        '7c1e2e0091683e83c0415e0f07fc183781e23fd9078b80d41f03fdf650e00a5078380a4bc1e2200d078b' +
        'ffc40607160a5078380a4bc1e2200d078bffc406304c00e0602df06057e8383a0b80aa0780fe141e0ffd' +
        '12e07878095503c5ffda0c17b6080078082441e0e06905003c47fc20f17feb8300596061d83c240360f1' +
        '1ff783e6401ec1e02091078381a41400f11ff083c5ffae0c016c18760f0900d83c47fde0f9900780d683' +
        '250783fe24187a0f0ffdb832b078bff8c1806833830ec1e0e0552f060d046078bffac1858c6180180d85' +
        '801c0f09ff983c440160f99ffc84e0f0107c83c27f560f1101d83e67fa31b6d85a04c3000001b650f022' +
        '14f1081c392404f071a07230a81c2d04e0a2c3c05715130385a0e0a81c9304c0e105a4e4e37cb01c1c64' +
        '3c37e03870743f684209828f073d003a89816a0e160383d14b78720b2700009448bc97859c1c20190712' +
        'a40727190399818057c1183c8689caab8392cd104f859c1c33071283df4006e40565a1285f2a26070caf' +
        '0000bc41fbd7c9c9fb000001b6516022a60e0a41387e0e09fb0000944fede0f75fff9fdf0000bc4fbf00' +
        '00034d6d6f6f760000006c6d766864000000000000000000000000000003e80000007800010000010000' +
        '000000000000000000000100000000000000000000000000000001000000000000000000000000000040' +
        '00000000000000000000000000000000000000000000000000000000000002000002777472616b000000' +
        '5c746b686400000003000000000000000000000001000000000000007800000000000000000000000000' +
        '000000000100000000000000000000000000000001000000000000000000000000000040000000004200' +
        '000032000000000024656474730000001c656c7374000000000000000100000078000000000001000000' +
        '0001ef6d646961000000206d646864000000000000000000000000000032000000060055c40000000000' +
        '2d68646c72000000000000000076696465000000000000000000000000566964656f48616e646c657200' +
        '0000019a6d696e6600000014766d68640000000100000000000000000000002464696e660000001c6472' +
        '656600000000000000010000000c75726c20000000010000015a7374626c000000d67374736400000000' +
        '00000001000000c66d703476000000000000000100000000000000000000000000000000004200320048' +
        '000000480000000000000001000000000000000000000000000000000000000000000000000000000000' +
        '00000018ffff000000606573647300000000038080804f0001000480808041201100000000030d400002' +
        '7998058080802f000001b001000001b58913000001000000012000c48d8800cd0214065443',
    ),
    read: [pictureOfMpeg4Vol],
  },
  'MPEG-2': {
    real: hex('000001b304203213ffffe018000001b5148a00010000'),
    read: [pictureOfMpegSequence, frameRateOfMpegSequence],
  },
  'H.263': { real: hex('000080021ce821001783e0c63644'), read: [pictureOfH263Frame] },
  Theora: {
    real: hex('807468656f726103020100050004000042000032000e000000190000000100000100000100030d4000c0'),
    read: [pictureOfTheoraHeader, frameRateOfTheoraHeader],
  },
  ProRes: {
    real: hex('00000c8c69637066009400004c61766300420032800002020240000304040404'),
    read: [(bytes) => pictureOfProresFrame('apch', bytes)],
  },
  'Motion JPEG': {
    real: hex('ffd8ffe000104a46494600010200000100010000ffc00011080032004203012200021100031100'),
    read: [(bytes) => pictureOfMjpegFrame(bytes, null)],
  },
  FLAC: {
    real: hex('664c614300000022120012000004a30005080ac442f0000022745d105ceb212ad5d36e4f5608def3d8b7'),
    read: [soundOfFlacStreamInfo],
  },
  ALAC: {
    real: hex('00000024616c616300000000000010000010280a0e02000000004004001588800000ac44'),
    read: [soundOfAlacCookie],
  },
  'AC-3': { real: hex('0b77c2ea544043e1'), read: [soundOfAc3Frame, ac3Frame] },
  'E-AC-3': { real: hex('0b7701a07487c000'), read: [soundOfAc3Frame, ac3Frame] },
  'MPEG audio': { real: hex('fffb9064'), read: [soundOfMpegAudioFrame, (bytes) => mpegAudioFrame(bytes, 0)] },
  ADTS: { real: hex('fff150802b3ffc'), read: [soundOfAdtsFrame, adtsFrame] },
  AAC: { real: hex('121056e500'), read: [soundOfAacConfiguration] },
  Opus: { real: hex('4f707573486561640102380180bb0000000000'), read: [soundOfOpusHead] },
  dOps: { real: hex('000201380000bb80000000'), read: [soundOfOpusBox] },
  Vorbis: {
    real: hex('01766f72626973000000000244ac00000000000080b5010000000000b801'),
    read: [soundOfVorbisHeader],
  },
  DTS: {
    real: Buffer.concat([hex('7ffe8001fc3c7ff0a2c001380003ef7f'), Buffer.alloc(2032)]),
    read: [soundOfDtsFrame],
  },
};

/** A real header with some bytes changed, or cut off, or with others behind it; or only its first bytes kept. */
function mutated(real: Buffer): fc.Arbitrary<Buffer> {
  const changes = fc.array(fc.tuple(fc.nat({ max: Math.max(0, real.length - 1) }), fc.nat({ max: 255 })), {
    maxLength: 6,
  });
  return fc
    .tuple(changes, fc.nat({ max: real.length }), fc.uint8Array({ maxLength: 80 }))
    .map(([places, kept, rest]) => {
      const bytes = Buffer.from(real);
      for (const [at, value] of places) bytes[at] = value;
      return Buffer.concat([bytes.subarray(0, kept), rest]);
    });
}

function isSensible(answer: unknown): boolean {
  if (answer === null || answer === undefined || typeof answer === 'string' || typeof answer === 'boolean')
    return true;
  if (typeof answer === 'number') return Number.isFinite(answer) && answer >= 0;
  return typeof answer === 'object' && Object.values(answer).every(isSensible);
}

describe('parsers of codecs', () => {
  for (const [name, { real, read }] of Object.entries(parsers)) {
    it(`answer or refuse whatever has been done to the header of ${name}`, () => {
      const begin = performance.now();
      fc.assert(
        fc.property(mutated(real), (bytes) => {
          try {
            for (const each of read) assert.ok(isSensible(each(bytes)));
          } catch (error) {
            assert.ok(error instanceof RangeError, String(error));
          }
        }),
        { numRuns: 500 },
      );
      assert.ok(performance.now() - begin < 5000);
    });

    it(`understand the header of ${name} as it is`, () => {
      const [first] = read;
      assert.notEqual(first?.(real) ?? null, null);
    });
  }
});

describe('a reader of bits', () => {
  it('reads what was written, however wide', () => {
    const fields = fc.array(
      fc
        .integer({ min: 1, max: 32 })
        .chain((width) => fc.tuple(fc.constant(width), fc.nat({ max: 2 ** width - 1 }))),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(fields, (written) => {
        const bits = written.map(([width, value]) => value.toString(2).padStart(width, '0')).join('');
        const bytes = Buffer.from(
          bits.match(/.{1,8}/g)?.map((byte) => parseInt(byte.padEnd(8, '0'), 2)) ?? [],
        );
        const reader = new BitReader(bytes);
        for (const [width, value] of written) assert.equal(reader.bits(width), value);
        assert.ok(reader.bitsLeft < 8);
        assert.throws(() => reader.bits(8), RangeError);
      }),
    );
  });

  it('reads exponential Golomb codes', () => {
    const reader = new BitReader(hex('a6 42 98 e2'));
    assert.deepEqual(
      Array.from({ length: 6 }, () => reader.unsignedGolomb()),
      [0, 1, 2, 3, 4, 5],
    );
  });

  it('reads signed ones', () => {
    const reader = new BitReader(hex('a6 42 98 e2'));
    assert.deepEqual(
      Array.from({ length: 6 }, () => reader.signedGolomb()),
      [0, 1, -1, 2, -2, 3],
    );
  });

  it('takes out what keeps start codes from appearing, and nothing else', () => {
    const cases = [
      ['00 00 03 01', '00 00 01'],
      ['00 00 03 00 00 03', '00 00 00 00'],
      ['00 03 00 03', '00 03 00 03'],
      ['00 00 00 03 03', '00 00 00 03'],
    ] as const;
    for (const [escaped, plain] of cases)
      assert.deepEqual(withoutEmulationPrevention(hex(escaped)), hex(plain));
  });
});

describe('what containers call codecs', () => {
  it('is told as FFmpeg tells it', () => {
    assert.equal(videoCodecOfSampleEntry('avc1'), 'h264');
    assert.equal(videoCodecOfSampleEntry('mp1v'), 'mpeg1video');
    assert.equal(videoCodecOfSampleEntry('dvh1'), null);
    assert.equal(codecOfObjectType(0x6b), 'mp3');
    assert.equal(codecOfMatroska('A_AAC/MPEG4/LC', null), 'aac');
    assert.equal(codecOfMatroska('A_PCM/INT/LIT', 24), 'pcm_s24le');
    assert.equal(codecOfMatroska('A_PCM/INT/BIG', 8), 'pcm_u8');
    assert.equal(codecOfMatroska('V_MS/VFW/FOURCC', null), null);
    assert.equal(videoCodecOfRiff('xvid'), 'mpeg4');
    assert.equal(videoCodecOfRiff('dvc '), 'dvvideo');
    assert.equal(audioCodecOfWave(1, 8), 'pcm_u8');
    assert.equal(audioCodecOfWave(1, 20), 'pcm_s24le');
    assert.equal(audioCodecOfWave(3, 64), 'pcm_f64le');
    assert.equal(audioCodecOfWave(0x55, 0), 'mp3');
  });

  it('depends on the size of samples for PCM in QuickTime', () => {
    const big = (bitsPerSample: number) => ({ bitsPerSample, isLittleEndian: false });
    assert.equal(audioCodecOfSampleEntry('sowt', big(16)), 'pcm_s16le');
    assert.equal(audioCodecOfSampleEntry('twos', big(8)), 'pcm_s8');
    assert.equal(audioCodecOfSampleEntry('in24', { bitsPerSample: 16, isLittleEndian: true }), 'pcm_s24le');
    assert.equal(audioCodecOfSampleEntry('raw ', big(8)), 'pcm_u8');
    assert.equal(codecOfLpcm(24, 4 | 8), 'pcm_s24le');
    assert.equal(codecOfLpcm(32, 1 | 2), 'pcm_f32be');
  });

  it('never is what every object has', () => {
    for (const name of ['constructor', 'toString', '__proto__']) {
      assert.equal(videoCodecOfSampleEntry(name), null);
      assert.equal(videoCodecOfRiff(name), null);
      assert.equal(audioCodecOfSampleEntry(name, { bitsPerSample: 16, isLittleEndian: false }), null);
    }
  });

  it('tells the depth of PCM', () => {
    assert.deepEqual(['pcm_s24le', 'pcm_u8', 'pcm_alaw', 'pcm_f64be', 'aac'].map(pcmBitDepth), [
      24,
      8,
      8,
      64,
      null,
    ]);
  });
});

describe('colours', () => {
  it('have names where the code means something', () => {
    assert.deepEqual([0, 1, 2, 9, 14, 15, 255].map(matrixName), [
      'gbr',
      'bt709',
      null,
      'bt2020nc',
      'ictcp',
      null,
      null,
    ]);
    assert.deepEqual([1, 2, 16, 18, 19].map(transferName), [
      'bt709',
      null,
      'smpte2084',
      'arib-std-b67',
      null,
    ]);
  });
});

describe('AAC', () => {
  const sound = (configuration: string) => soundOfAacConfiguration(hex(configuration));

  it('is as configured', () => {
    assert.deepEqual(sound('12 10'), { codec: 'aac', channels: 2, sampleRateHz: 44100, bitDepth: null });
  });

  it('is twice as fast with SBR, and of two channels with parametric stereo', () => {
    assert.deepEqual(sound('2b 92 08 00'), {
      codec: 'aac',
      channels: 2,
      sampleRateHz: 44100,
      bitDepth: null,
    });
    assert.deepEqual(sound('eb 8a 08 00'), {
      codec: 'aac',
      channels: 2,
      sampleRateHz: 44100,
      bitDepth: null,
    });
  });

  it('tells the length of a frame from its header alone', () => {
    const header = hex('ff f1 4c 00 02 1f fc');
    assert.equal(adtsFrame(header)?.frameBytes, 16);
    assert.throws(() => soundOfAdtsFrame(header), RangeError);
  });

  it('is left to FFmpeg where only a frame tells of SBR', () => {
    assert.equal(sound('13 90'), null);
    assert.equal(sound('2b 8a 08 00'), null);
  });
});
