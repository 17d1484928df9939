import type { Routes } from '../protocol/router.js';
import { core } from './core.js';

/** Every message type with its handler. The type makes sure that none is missing and none too many. */
export const routes: Routes = { ...core };
