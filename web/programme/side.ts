/** The part of a chat room that a narrow window shows; a wide window shows both. */
export type Side = 'chat' | 'people';
