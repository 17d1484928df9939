export * from './generated/codes.js';
export type * from './generated/messages.js';
export * from './namespace.js';
