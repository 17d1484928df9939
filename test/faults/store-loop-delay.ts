import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { makeLecture, onEachDatabase, percentile, type Target } from './store-targets.js';

// Prints how long the event loop of a server is blocked while messages are stored, and how long storing them takes.
//
//     node dist/test/faults/store-loop-delay.js [<messages a second> [<seconds>]]

const [, , perSecond = '500', seconds = '20'] = process.argv;
const rate = Number(perSecond);
const duration = Number(seconds) * 1000;

/** Resolution of the measurement in ms. An idle process has a delay of slightly more. */
const RESOLUTION = 1;

async function loopDelay(during: () => Promise<void>): Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
  delay.enable();
  await during();
  delay.disable();
  const ms = (ns: number): string => (ns / 1e6).toFixed(1);
  return `median ${ms(delay.percentile(50))} ms, p99 ${ms(delay.percentile(99))} ms, max ${ms(delay.max)} ms`;
}

async function storeMessages({ store }: Target): Promise<number[]> {
  const { id: lectureId } = await makeLecture(store);
  const words = { result: 'A sentence of the usual length, as people write them.', status: 200 };
  const times: number[] = [];
  const asked: Promise<void>[] = [];
  const ask = async (number: number): Promise<void> => {
    const started = performance.now();
    await store.addChatMessage(
      { lectureId, senderId: 'teacher', dateStr: '9:41', text: { ko: words, en: words } },
      { clientId: `client-${number % 100}`, id: number },
    );
    times.push(performance.now() - started);
  };
  const started = performance.now();
  while (performance.now() - started < duration) {
    const due = ((performance.now() - started) / 1000) * rate;
    while (asked.length < due) asked.push(ask(asked.length));
    await pause(1);
  }
  await Promise.all(asked);
  return times;
}

console.log(`idle: event-loop delay ${await loopDelay(() => pause(3000))}`);
await onEachDatabase(async (target) => {
  let times: number[] = [];
  const delay = await loopDelay(async () => {
    times = await storeMessages(target);
  });
  const ms = (percent: number): string => percentile(times, percent).toFixed(1);
  console.log(
    `${target.name}: ${times.length} messages at ${rate}/s; event-loop delay ${delay}; ` +
      `stored after median ${ms(50)} ms, p99 ${ms(99)} ms, max ${ms(100)} ms`,
  );
});
