interface MediaTools {
  /** Path of the program. */
  ffmpeg: string;
}
export function makeSample(folder: string, tools: MediaTools): Promise<void>;
export function makeFixtures(folder: string, tools: MediaTools): Promise<void>;
