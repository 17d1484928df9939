/** The words of the lecture page. */
export const lecture = {};

export type LectureWords = typeof lecture;
