/** Below this level, about -45 dB, there is only background noise. */
const floor = 0.25;
/** Quiet speech, about -38 dB. */
const speech = 0.37;
/** Speech close to the microphone, about -20 dB. */
const full = 0.67;

/** How loud a level is to show, 0 to 1: silence stays still, and speech uses the whole way. */
export const loudness = (level: number): number => Math.min(1, Math.max(0, (level - floor) / (full - floor)));

export const isSpeech = (level: number): boolean => level > speech;
