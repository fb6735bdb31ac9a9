import type { CommandName } from './commandLine';

const common = `
  --json      print one JSON document on standard output, and nothing else there
  --db FILE   the library's database (default: one per folder in your cache folder)
  --help      show this help`;

const topics: Readonly<Record<CommandName, string>> = {
  scan: `Usage: media-library scan FOLDER [--json] [--db FILE]

Brings the library in step with FOLDER: reads new and changed files, forgets those that are gone.

Options:${common}
`,
  list: `Usage: media-library list FOLDER [OPTION]…

Lists what the last scan of FOLDER found.

Options:
  --search Q  only files with all these words in name, path or tags
  --kind K    image, video or audio; may be given several times
  --sort F    name, folder, kind, format, codec, size, duration, dimensions, modified or added (default: name)
  --desc      the other way round
  --limit N   at most N files
  --offset N  leave out the first N files${common}
`,
  probe: `Usage: media-library probe FILE… [--json]

Reads files and says what they are, without storing anything.

Options:${common}
`,
  thumbnail: `Usage: media-library thumbnail FILE --out FILE [--width N] [--json]

Makes a small picture of an image, a video or a piece of music.

Options:
  --out FILE  where to put the picture
  --width N   its greatest width and height in pixels (default: 320)${common}
`,
};

const overview = `Usage: media-library COMMAND …

The images, videos and audio files of a folder: scan them, list them, look into them.

Commands:
  scan FOLDER                 bring the library in step with a folder
  list FOLDER                 list what was found, filtered and sorted
  probe FILE…                 say what files are
  thumbnail FILE --out FILE   make a small picture

“media-library COMMAND --help” says more about a command.
Exit codes: 0 done, 1 some files failed, 2 the command line makes no sense.
`;

export function helpText(topic: CommandName | null): string {
  return topic ? topics[topic] : overview;
}
