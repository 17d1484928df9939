/** What a narrow window shows of a chat room; a wide one shows both. */
export type Side = 'chat' | 'people';
