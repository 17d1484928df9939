import type { LectureWords } from './lecture.en.js';

export const lecture: LectureWords = {};
