import type { Routes } from '../protocol/router.js';
import { classRoutes } from './class.js';
import { core } from './core.js';
import { lectureRoutes } from './lecture.js';
import { liveChatRoutes } from './live-chat.js';
import { markerRoutes } from './marker.js';
import { playbackRoutes } from './playback.js';
import { roomRoutes } from './room.js';
import { sessionRoutes } from './session.js';

/** Every message type with its handler. The type makes sure that none is missing and none too many. */
export const routes: Routes = {
  ...core,
  ...classRoutes,
  ...lectureRoutes,
  ...playbackRoutes,
  ...liveChatRoutes,
  ...markerRoutes,
  ...sessionRoutes,
  ...roomRoutes,
};
