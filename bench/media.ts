/**
 * Measures lectures that a media server carries, with one speaker and many listeners, and prints the figures as a
 * Markdown table. Linux only. Needs Janus, a build and the right to create a network namespace.
 *     npm run figures:media
 *     npm run figures:media -- 20 100
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Signaler } from 'lectern-client';
import { Janus } from '../test/helpers/janus.js';
import { enterNetworkNamespace } from '../test/helpers/network-namespace.js';
import { type PacketCount, RtcPublisher } from '../test/helpers/rtc-client.js';
import type { ListenersReport, ListenersTask } from './load/media-listeners.js';
import { openSignaler } from './load/open-signaler.js';
import { cpuSeconds } from './load/usage.js';

enterNetworkNamespace(import.meta.url);

/** Numbers of listeners. */
const SIZES = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [20, 100, 200, 400];
/** Time in ms for which CPU and packets are measured. */
const WINDOW_MS = 20_000;
/** Time in ms after the last join before that. */
const SETTLE_MS = 2000;
/** Listeners of one process. */
const EACH = 200;

const now = (): number => performance.timeOrigin + performance.now();

const quantile = (values: number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

interface Figures {
  listeners: number;
  /** Shares of a core. */
  janus: number;
  lectern: number;
  packets: PacketCount;
  /** ms from the request to join to the first packet. */
  joins: number[];
  /** ms from the request that allows a student to speak to the first packet of the voice, of each listener. */
  grants: number[];
}

async function startServer(janus: Janus): Promise<{ url: string; pid: number; stop(): void }> {
  const data = mkdtempSync(join(tmpdir(), 'lectern-media-'));
  const command = fileURLToPath(new URL('../cli/lectern.js', import.meta.url));
  const child = spawn(process.execPath, [command, 'serve', '--port', '0', '--janus', janus.url], {
    cwd: data,
    env: {
      ...process.env,
      LECTERN_JANUS_SECRET: janus.secret,
      LECTERN_JANUS_ADMIN_KEY: janus.adminKey,
      LECTERN_MEDIA_THRESHOLD: '0',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface(child.stderr)) {
    const url = /^\s+(http:\S+)/.exec(line)?.[1];
    if (!url || child.pid === undefined) continue;
    const stop = () => {
      child.kill('SIGKILL');
      rmSync(data, { recursive: true, force: true });
    };
    return { url, pid: child.pid, stop };
  }
  throw new Error('the server did not start');
}

/** A person in the lecture who can speak. */
class Speaker {
  private rtc: RtcPublisher | undefined;

  private constructor(
    readonly signaler: Signaler,
    readonly userId: string,
  ) {}

  static async open(url: string): Promise<Speaker> {
    const { signaler, userId } = await openSignaler(url);
    return new Speaker(signaler, userId);
  }

  async publish(lectureId: number, says: string): Promise<void> {
    const receiver = { receiver: `/sfu/lecture_${lectureId}` };
    await this.signaler.request('/sfu join', undefined, receiver);
    this.rtc = await RtcPublisher.open(says);
    await this.rtc.publish(async (sdp, mid) => {
      const streams = [{ mid, kind: 'microphone' as const }];
      return (await this.signaler.request('/sfu offer', { type: 'offer', sdp, streams }, receiver)).data.sdp;
    });
  }

  async close(): Promise<void> {
    await this.rtc?.close();
    this.signaler.close();
  }
}

/** The processes with the listeners. */
class Audience {
  private readonly processes: ChildProcess[] = [];
  private readonly reports: ListenersReport[] = [];
  private heard = () => {};

  start(count: number, lecture: { url: string; classUuid: string; lectureId: number }): void {
    for (let left = count; left > 0; left -= EACH) {
      const child = fork(new URL('./load/media-listeners.js', import.meta.url));
      child.on('message', (report: ListenersReport) => {
        this.reports.push(report);
        this.heard();
      });
      this.processes.push(child);
      this.tell(child, { kind: 'join', ...lecture, count: Math.min(EACH, left) });
    }
  }

  tellAll(task: ListenersTask): void {
    for (const child of this.processes) this.tell(child, task);
  }

  /** Resolves with all reports of a kind when there are that many of them. */
  async reportsOf<K extends ListenersReport['kind']>(
    kind: K,
    count = this.processes.length,
  ): Promise<(ListenersReport & { kind: K })[]> {
    const found = () =>
      this.reports.filter((each) => each.kind === kind) as (ListenersReport & { kind: K })[];
    while (found().length < count) {
      await new Promise<void>((resolve) => {
        this.heard = resolve;
      });
    }
    return found();
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.processes.map(async (child) => {
        child.disconnect();
        if (child.exitCode === null) await once(child, 'exit');
      }),
    );
  }

  private tell(child: ChildProcess, task: ListenersTask): void {
    child.send(task);
  }
}

async function measure(listeners: number): Promise<Figures> {
  const janus = await Janus.make();
  const server = await startServer(janus);
  const { url } = server;
  const teacher = await Speaker.open(url);
  const made = await teacher.signaler.request('CreateClass', { title: 'Algebra' });
  const classUuid = made.data.class.uuid;
  const lectureDate = '2026-11-21';
  const planned = await teacher.signaler.request('CreateLecture', {
    ...{ classUuid, lectureDate, lectureName: 'Numbers', playlist: '' },
  });
  const lectureId = planned.data.lecture.id;
  const lecture = { classUuid, lectureId };
  await teacher.signaler.request('JoinLecture', lecture);
  await teacher.signaler.request('SetSpeechMode', { ...lecture, mode: 'instructor' });
  await teacher.publish(lectureId, 'lesson');

  const student = await Speaker.open(url);
  await student.signaler.request('EnrollClass', { classUuid });
  await student.signaler.request('JoinLecture', lecture);

  const audience = new Audience();
  audience.start(listeners, { url, ...lecture });
  const joined = await audience.reportsOf('heard', listeners);
  await pause(SETTLE_MS);
  audience.tellAll({ kind: 'count' });
  const start = { at: now(), janus: cpuSeconds(janus.pid), lectern: cpuSeconds(server.pid) };
  await pause(WINDOW_MS);
  audience.tellAll({ kind: 'report' });
  const seconds = (now() - start.at) / 1000;
  const used = { janus: cpuSeconds(janus.pid), lectern: cpuSeconds(server.pid) };
  const counts = await audience.reportsOf('counts');

  const asked = now();
  await teacher.signaler.request('GrantSpeech', { ...lecture, userId: student.userId });
  await student.publish(lectureId, 'question');
  const voices = await audience.reportsOf('voice', listeners);

  await audience.stop();
  await Promise.all([teacher.close(), student.close()]);
  server.stop();
  await janus.remove();
  return {
    listeners,
    janus: (used.janus - start.janus) / seconds,
    lectern: (used.lectern - start.lectern) / seconds,
    packets: {
      received: counts.reduce((sum, each) => sum + each.counts.received, 0),
      lost: counts.reduce((sum, each) => sum + each.counts.lost, 0),
    },
    joins: joined.map((each) => each.heard - each.asked),
    grants: voices.map(({ at }) => at - asked),
  };
}

const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;
const ms = (value: number): string => `${Math.round(value)}`;

console.log(`| listeners | Janus, share of a core | for each listener | Lectern, share of a core | for each listener | packets lost | join to first sound, ms: median / 95 % | permission to speak to first sound, ms: median / last |
| --- | --- | --- | --- | --- | --- | --- | --- |`);
for (const size of SIZES) {
  const { listeners, janus, lectern, packets, joins, grants } = await measure(size);
  const cells = [
    listeners,
    percent(janus),
    percent(janus / listeners, 3),
    percent(lectern),
    percent(lectern / listeners, 3),
    `${packets.lost} of ${packets.received + packets.lost}`,
    `${ms(quantile(joins, 0.5))} / ${ms(quantile(joins, 0.95))}`,
    `${ms(quantile(grants, 0.5))} / ${ms(Math.max(...grants))}`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
process.exit();
