export { createServer, type LecternServer } from './lectern-server.js';
export { type Options, OptionsError } from './options.js';
export { StoreError } from './store/errors.js';
