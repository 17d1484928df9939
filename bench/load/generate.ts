import { audience } from './audience.js';
import { idle, join } from './crowds.js';
import { lectures } from './lectures.js';
import { paced, talk } from './talk.js';
import type { Result, Task } from './task.js';

// Puts a load on a server, and prints the result. The task and the result are JSON, see task.ts.

function run(task: Task): Promise<Result> {
  const { load } = task;
  switch (load.kind) {
    case 'talk':
      return talk(task, load);
    case 'paced':
      return paced(task, load);
    case 'idle':
      return idle(task, load);
    case 'join':
      return join(task, load);
    case 'lectures':
      return lectures(task, load);
    case 'audience':
      return audience(task, load);
  }
}

const [, , task = ''] = process.argv;
process.stdout.write(JSON.stringify(await run(JSON.parse(task))), () => process.exit());
