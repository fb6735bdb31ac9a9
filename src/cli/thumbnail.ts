import { extname, resolve } from 'node:path';
import sharp from 'sharp';
import { formatDimensions } from '../common/format';
import { openInspector } from '../library/inspector';
import { UsageError, type ThumbnailCommand } from './commandLine';
import { exitCodes, toJson, type CliContext, type ExitCode } from './context';
import { toolSettings } from './folderLibrary';

const pictureExtensions = ['.webp', '.png', '.jpg', '.jpeg', '.avif'];

export async function thumbnail(command: ThumbnailCommand, context: CliContext): Promise<ExitCode> {
  const out = resolve(command.out);
  if (!pictureExtensions.includes(extname(out).toLowerCase())) {
    throw new UsageError(`--out takes a file that ends in ${pictureExtensions.join(', ')}.`);
  }
  const inspector = await openInspector(toolSettings);
  try {
    const asset = await inspector.read(command.file, context.signal);
    const picture = await inspector.draw(asset, command.widthPx, context.signal);
    const { width, height } = await sharp(picture).toFile(out);
    context.print(
      command.json ? toJson({ file: out, width, height }) : `${out}  ${formatDimensions(width, height)}\n`,
    );
    return exitCodes.done;
  } finally {
    inspector.close();
  }
}
