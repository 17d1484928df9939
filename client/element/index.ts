/** Defines `<lectern-room>`. */
import { LecternRoomElement } from './lectern-room.js';

export { LecternRoomElement, type TokenSource } from './lectern-room.js';

if (globalThis.customElements && !customElements.get('lectern-room')) {
  customElements.define('lectern-room', LecternRoomElement);
}
