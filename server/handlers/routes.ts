import { classRoutes } from './class.js';
import type { Routes } from './context.js';
import { coreRoutes } from './core.js';
import { layoutRoutes } from './layout.js';
import { lectureRoutes } from './lecture.js';
import { liveChatRoutes } from './live-chat.js';
import { lobbyRoutes } from './lobby.js';
import { markerRoutes } from './marker.js';
import { playbackRoutes } from './playback.js';
import { programmeRoutes } from './programme.js';
import { roomRoutes } from './room.js';
import { sessionRoutes } from './session.js';
import { triggerRoutes } from './trigger.js';

/** Every message type with its handler. The type makes sure that none is missing and none too many. */
export const routes: Routes = {
  ...coreRoutes,
  ...classRoutes,
  ...lectureRoutes,
  ...playbackRoutes,
  ...liveChatRoutes,
  ...markerRoutes,
  ...sessionRoutes,
  ...roomRoutes,
  ...layoutRoutes,
  ...triggerRoutes,
  ...lobbyRoutes,
  ...programmeRoutes,
};
