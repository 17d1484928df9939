/** Below this level, about -45 dB, there is only background noise. */
const floor = 0.25;
/** Quiet speech, about -38 dB. */
const speech = 0.37;
/** Speech close to the microphone, about -20 dB. */
const full = 0.67;

/** Maps a level to the range shown, 0 to 1: background noise maps to 0, and speech uses the full range. */
export const loudness = (level: number): number => Math.min(1, Math.max(0, (level - floor) / (full - floor)));

export const isSpeech = (level: number): boolean => level > speech;
