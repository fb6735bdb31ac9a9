/** Said in more than one place, and in the same words. */
export const ffmpegMissing = 'FFmpeg was not found, so videos have no pictures.';
