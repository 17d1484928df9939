import { roomUrl } from '#client/room-url.js';
import { Signaler } from '#client/signaler.js';
import { validate } from '#client/validation.js';
import { examples } from './examples.js';
import { Lane } from './lane.js';
import type { Known } from './mutate.js';
import { Random } from './random.js';
import { ServerProcess } from './server.js';

export interface FuzzOptions {
  frames: number;
  seed: number;
  /** Called regularly. */
  progress?: (figures: { frames: number; memory: number }) => void;
}

/** Result of a run. */
export interface Figures {
  seed: number;
  frames: number;
  connections: number;
  /** s */
  time: number;
  /** Number of messages that the server accepted, by result. */
  results: Record<string, number>;
  /**
   * Resident memory in MiB. It rises and falls between garbage collections, so a level is the minimum of several
   * measurements: after the warm-up, the highest since then, and the last. `peak` is the maximum of all measurements.
   */
  memory: { warm: number; most: number; end: number; peak: number };
  /** Round-trip time of a client in another room in ms. */
  healthy: { pings: number; p50: number; p99: number; max: number };
  /** Violations; empty if there are none. */
  faults: string[];
}

const lanes = 8;
/** Number of frames between two checks of the healthy client and the memory. */
const lookEvery = 1000;
/** The part of the frames after which the memory should have reached its level. */
const warmUp = 0.25;

/** Sends mutated frames to a server process until the given number is sent or a violation is found. */
export async function fuzz({ frames, seed, progress }: FuzzOptions): Promise<Figures> {
  const server = await ServerProcess.start();
  const healthy = new Signaler(roomUrl(server.url, 'quiet'), { validate });
  const witness = new Signaler(roomUrl(server.url, 'fuzz-0'), { validate });
  const faults: string[] = [];
  for (const [name, signaler] of Object.entries({ healthy, witness })) {
    signaler.on('malformed', ({ fault, type }) =>
      faults.push(`the ${name} client received an invalid message: ${type} ${fault}`),
    );
    signaler.on('state', (state) => {
      if (state.name === 'waiting')
        faults.push(`the ${name} client lost its connection: ${state.close.code}`);
    });
  }
  try {
    await Promise.all([opened(healthy), opened(witness)]);
    const values = await school(healthy);
    const random = new Random(seed);
    const url = new URL(server.url);
    const known = (): Known => ({
      values,
      clients: [witness.id, ...all.map(({ id }) => id)].filter((id) => id !== undefined),
    });
    const seeds = await examples();
    const all = Array.from(
      { length: lanes },
      () => new Lane(url, new Random(random.below(2 ** 32)), seeds, known),
    );
    const began = performance.now();
    const times: number[] = [];
    const memory: number[] = [];
    const sent = (): number => all.reduce((sum, lane) => sum + lane.frames, 0);
    let nextLook = 0;
    const wrong = (): boolean => server.ended !== undefined || server.errors.length > 0 || faults.length > 0;
    const look = async (): Promise<void> => {
      const before = performance.now();
      await healthy.request('ping', 'still here');
      times.push(performance.now() - before);
      const now = server.memory();
      memory.push(now);
      progress?.({ frames: sent(), memory: now });
    };
    const drive = async (lane: Lane): Promise<void> => {
      while (sent() < frames && !wrong()) {
        await lane.step();
        if (sent() < nextLook) continue;
        nextLook = sent() + lookEvery;
        await look();
      }
    };
    await Promise.all(all.map(drive)).catch((error: Error) => faults.push(error.message));
    if (server.ended === undefined) await look().catch((error: Error) => faults.push(error.message));
    const results = server.ended === undefined ? await server.results() : {};
    if (server.ended !== undefined) faults.push(`the server ended: ${server.ended}`);
    faults.push(...server.errors.slice(0, 10).map((line) => `logged: ${line}`));
    faults.push(
      ...all.flatMap(({ malformed }) => malformed.slice(0, 10)).map((text) => `sent by the server: ${text}`),
    );
    if (faults.length > 0) faults.push(...all.map(lastFrames));
    for (const lane of all) lane.close();
    return {
      seed,
      frames: sent(),
      connections: all.reduce((sum, lane) => sum + lane.connections, 0),
      time: (performance.now() - began) / 1000,
      results,
      memory: levels(memory),
      healthy: spread(times),
      faults,
    };
  } finally {
    healthy.close();
    witness.close();
    await server.stop();
  }
}

function opened(signaler: Signaler): Promise<void> {
  return new Promise((resolve) => {
    signaler.on('state', ({ name }) => {
      if (name === 'open') resolve();
    });
    signaler.connect();
  });
}

/** A class with a live lecture, so that mutated messages about lectures find one. */
async function school(teacher: Signaler): Promise<Known['values']> {
  const { class: made } = (await teacher.request('CreateClass', { title: 'Algebra' })).data;
  const classUuid = made.uuid;
  const { lecture } = (
    await teacher.request('CreateLecture', {
      classUuid,
      lectureDate: '2026-11-21',
      lectureName: 'Numbers',
      playlist: 'media/sample.mp4',
    })
  ).data;
  const lectureId = lecture.id;
  await teacher.request('JoinLecture', { classUuid, lectureId });
  await teacher.request('SetLectureLiveStatus', { classUuid, lectureId, status: true });
  const marker = { markerType: 'Question' as const, videoIndex: 0, time: 1 };
  const created = await teacher.request('CreateMarker', { classUuid, lectureId, marker });
  return { classUuid, lectureId, markerId: created.data.marker.id, room_id: 'fuzz-0' };
}

function lastFrames(lane: Lane, index: number): string {
  const hex = lane.batch.map(({ bytes }) => bytes.subarray(0, 200).toString('hex')).join('\n    ');
  return `the last frames of lane ${index}, the first bytes of each:\n    ${hex}`;
}

function levels(looks: number[]): Figures['memory'] {
  const window = Math.max(1, Math.floor(looks.length / 20));
  const least = looks.slice(window - 1).map((_, from) => Math.min(...looks.slice(from, from + window)));
  const [warm = 0, ...later] = least.slice(Math.floor(least.length * warmUp));
  return { warm, most: Math.max(warm, ...later), end: later.at(-1) ?? warm, peak: Math.max(0, ...looks) };
}

function spread(times: number[]): Figures['healthy'] {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { pings: sorted.length, p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 };
}
