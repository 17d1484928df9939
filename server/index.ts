export { createServer, type LecternServer } from './app.js';
export { type Options, OptionsError } from './options.js';
export { StoreError } from './store/errors.js';
