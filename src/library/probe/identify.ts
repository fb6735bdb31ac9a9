import { formatBytes } from '../../common/format';
import type { AssetError } from '../model';
import { headBytes, type ByteSource } from './byteSource';
import { formatOfName, formats, isAmbiguousName, type Format, type FormatName } from './formats';
import { id3Length, sniff, type Content } from './sniff';

/** Which format a file is in, or why it is in none. */
export type Identity = { readonly format: FormatName } | { readonly error: AssetError };

/**
 * Content decides. The name helps only between formats whose content looks the same (MP4 and M4V), and where it more
 * often means something else than media: then whatever is not surely media is none.
 */
export function identify(source: ByteSource, name: string): Identity {
  const named = formatOfName(name);
  if (named === null || isAmbiguousName(name)) {
    const content = contentOf(source);
    if (content.type === 'media') return { format: nearest(content.format, named) };
    return { error: content.type === 'lfs-pointer' ? lfsPointer(source) : notMedia };
  }
  if (source.sizeBytes === 0) return { error: { code: 'empty', message: 'This file is empty.' } };
  const content = contentOf(source);
  switch (content.type) {
    case 'media':
      return { format: nearest(content.format, named) };
    case 'lfs-pointer':
      return { error: lfsPointer(source) };
    case 'playlist':
      return {
        error: { code: 'not-media', message: 'This is a playlist that names other files, not media itself.' },
      };
    case 'text':
      return { error: unlike('unsupported', `This file holds text, not ${nounOf[formats[named].kind]}.`) };
    case 'unknown':
      return { error: unlike('corrupt', 'This file does not begin as any known kind of media does.') };
  }
}

/** The pointer says how large the file is that it stands for. */
function lfsPointer({ head }: ByteSource): AssetError {
  const bytes = /^size (\d{1,15})$/m.exec(head.toString('latin1', 0, 1024))?.[1];
  const file = bytes === undefined ? 'a file' : `a file of ${formatBytes(Number(bytes))}`;
  return {
    code: 'lfs-pointer',
    message: `This is a Git LFS pointer to ${file}, which was not downloaded. Run "git lfs pull".`,
  };
}

const notMedia: AssetError = { code: 'not-media', message: 'This file is not media.' };
const nounOf = { image: 'an image', video: 'a video', audio: 'sound' } as const;

function unlike(code: AssetError['code'], message: string): AssetError {
  return { code, message };
}

function nearest(found: FormatName, named: FormatName | null): FormatName {
  const byName: Format | null = named && formats[named];
  return named && byName?.looksLike === found ? named : found;
}

/** Looks behind an ID3 tag, which may stand before any kind of sound. */
function contentOf(source: ByteSource): Content {
  const tagBytes = id3Length(source.head);
  if (tagBytes === 0) return sniff(source.head);
  const behind = sniff(source.read(tagBytes, headBytes));
  return behind.type === 'media' ? behind : { type: 'media', format: 'mp3' };
}
