import t from 'tap';
import { canJoinRoom } from '../../../server/identity/grants.js';
import type { Identity } from '../../../server/identity/identity.js';

const holder = (rooms: string[]) =>
  ({ grants: { rooms, classes: [], create: false } }) as unknown as Identity;

t.test('a prefix grants the rooms below it, and nothing else', async (t) => {
  for (const [grant, roomId, expected] of [
    ['school-7-*', 'school-7-math', true],
    ['school-7-*', 'school-7-math-2', true],
    ['school_*', 'school_x', true],
    ['학교.*', '학교.물리'.normalize('NFC'), true],
    ['학교.*'.normalize('NFD'), '학교.물리', true],
    ['school-7-*', 'school-7-', false],
    ['school-7-*', 'school-7', false],
    ['school-7-*', 'school-70', false],
    ['school-7-*', 'School-7-math', false],
    ['school-7-*', '/layout/school-7-tv', false],
    ['/layout/school-7-*', '/layout/school-7-tv', false],
    ['/layout/school-7-*', '/layout/school-7-*', true],
    ['school-7*', 'school-7-math', false],
    ['*-math', 'school-7-math', false],
    ['school-*-math', 'school-7-math', false],
    ['school-**', 'school-7', false],
    ['*', 'school-7-math', true],
  ] as const) {
    t.equal(canJoinRoom(holder([grant]), roomId), expected, `${grant} ${roomId}`);
  }
});
