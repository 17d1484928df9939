export {
  type AnyFamily,
  type DataOf,
  defineFamily,
  type Family,
  type FamilyActions,
  type FamilyHandlers,
  type FamilyMessage,
  type FamilyRate,
  type FamilyReceiver,
  type FamilySender,
  handleFamily,
} from 'lectern-protocol';
export type * from './hooks/hooks.js';
export { createServer, type LecternServer } from './lectern-server.js';
export { type Options, OptionsError } from './options.js';
export { Refusal } from './protocol/errors.js';
export type { ServerSettings } from './server-settings.js';
export type { LiveClient, LiveConnection } from './session/live-client.js';
export type { LiveRoom, PublishableType } from './session/live-state.js';
export { StoreError } from './store/errors.js';
