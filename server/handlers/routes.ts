import { browserRoutes } from './browser.js';
import { classRoutes } from './class.js';
import type { Routes } from './context.js';
import { coreRoutes } from './core.js';
import { layoutRoutes } from './layout.js';
import { lectureRoutes } from './lecture.js';
import { liveChatRoutes } from './live-chat.js';
import { lobbyRoutes } from './lobby.js';
import { markerRoutes } from './marker.js';
import { mediaRoutes } from './media.js';
import { moderationRoutes } from './moderation.js';
import { playbackRoutes } from './playback.js';
import { programmeRoutes } from './programme.js';
import { recordingRoutes } from './recording.js';
import { roomRoutes } from './room.js';
import { roomModerationRoutes } from './room-moderation.js';
import { sessionRoutes } from './session.js';
import { triggerRoutes } from './trigger.js';
import { waitingRoutes } from './waiting.js';

/** The handlers of all message types. A missing or additional handler is a compile error. */
export const routes: Routes = {
  ...coreRoutes,
  ...classRoutes,
  ...lectureRoutes,
  ...playbackRoutes,
  ...liveChatRoutes,
  ...markerRoutes,
  ...mediaRoutes,
  ...moderationRoutes,
  ...recordingRoutes,
  ...sessionRoutes,
  ...browserRoutes,
  ...roomRoutes,
  ...roomModerationRoutes,
  ...waitingRoutes,
  ...layoutRoutes,
  ...triggerRoutes,
  ...lobbyRoutes,
  ...programmeRoutes,
};
