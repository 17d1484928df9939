import { readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';

// A module that `node --import` loads before the program. From then on the process's wall clock differs from the
// machine's by the ms in the file that CLOCK_SHIFT_FILE names. The file can change while the process runs, which makes
// the clock jump. Only JavaScript's clock is shifted, which is the only wall clock that a node uses; a library such as
// libfaketime would need a package of the system, and would also shift the monotonic clock, which never jumps.

const file = process.env.CLOCK_SHIFT_FILE ?? '';
const machineNow = Date.now.bind(Date);
let shift = 0;

function look(): void {
  try {
    shift = Number(readFileSync(file, 'utf8')) || 0;
  } catch {
    // The clock has not been shifted yet, or the checker has removed the file.
  }
}

look();
watch(dirname(file), look).unref();

const now = (): number => machineNow() + shift;

globalThis.Date = new Proxy(Date, {
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as object,
});
