export type { DataOf, Schema } from './data-of.js';
export * from './family.js';
export * from './generated/codes.js';
export type * from './generated/messages.js';
export * from './namespace.js';
