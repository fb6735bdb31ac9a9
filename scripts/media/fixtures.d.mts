/** Makes the media that tests read; see fixtures.mjs. */
export function makeFixtures(folder: string, tools: { readonly ffmpeg: string }): Promise<void>;
