import { isDeepStrictEqual } from 'node:util';
import {
  Emitter,
  Lecture,
  LectureSession,
  LectureVoices,
  type Player,
  type PlayerEvents,
  type PlayerStatus,
  Signaler,
  type Store,
} from 'lectern-client';
import {
  type LectureView,
  type PlaybackView,
  useLecture,
  useParticipants,
  usePlayback,
  useVoices,
  type VoicesView,
} from 'lectern-client/react';
import { parseHTML } from 'linkedom';
import { createElement, type ReactElement, StrictMode, useEffect } from 'react';
import type { Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import t, { type Test } from 'tap';
import { startServer } from '../helpers/server.js';

/** A player that does immediately what it is asked. */
class FakePlayer extends Emitter<PlayerEvents> implements Player {
  status: PlayerStatus = 'paused';
  position = 0;
  readonly duration = 600;
  readonly precision = 0.01;
  readonly rates = undefined;

  seek(position: number): void {
    this.position = position;
    this.emit('status', this.status);
  }

  setRate(): void {}

  play(): void {
    this.#become('playing');
  }

  pause(): void {
    this.#become('paused');
  }

  close(): void {}

  #become(status: PlayerStatus): void {
    this.status = status;
    this.emit('status', status);
  }
}

const player = new FakePlayer();
const media = { current: player };
let latest: { lecture: LectureView; video: PlaybackView };

function Page(options: Parameters<typeof useLecture>[0]): ReactElement {
  const lecture = useLecture(options);
  const video = usePlayback(lecture, media);
  latest = { lecture, video };
  return createElement('p', undefined, `${lecture.connection} ${video.sync.name}`);
}

const views: VoicesView[] = [];
let seminar: LectureView;
let seen: VoicesView;

function Voices({ lecture }: { lecture: LectureView }): ReactElement {
  const voices = useVoices(lecture);
  const people = useParticipants(voices);
  seen = voices;
  // React renders twice under StrictMode, and shows one of the results.
  useEffect(() => void views.push(voices), [voices]);
  return createElement('p', undefined, `${voices.microphone} ${people.length}`);
}

function Seminar(options: Parameters<typeof useLecture>[0]): ReactElement {
  seminar = useLecture(options);
  return createElement(Voices, { lecture: seminar });
}

/** Resolves when an element is mounted, which React does in a later task. */
const mount = (root: Root, element: ReactElement): Promise<void> =>
  new Promise((resolve) => {
    const ref = (mounted: unknown) => {
      if (mounted) resolve();
    };
    root.render(createElement('div', { ref }, element));
  });

/** Resolves when the player plays from a position, at once if it does. */
const plays = (from: number): Promise<void> =>
  new Promise((resolve) => {
    const check = (): void => {
      if (player.status === 'playing' && player.position >= from) resolve();
    };
    player.on('status', check);
    check();
  });

/** Resolves when a store's value fits, at once if it does. */
function value<T>(store: Store<T>, fits: (value: T) => boolean): Promise<T> {
  return new Promise((resolve) => {
    if (fits(store.value)) resolve(store.value);
    const stop = store.on('change', (changed) => {
      if (!fits(changed)) return;
      stop();
      resolve(changed);
    });
  });
}

/** A lecture on a server, its teacher, and the identity of a student of its class. */
async function prepare(t: Test) {
  const { url } = await startServer(t);
  const connect = async () => {
    let token: string | undefined;
    const identity = {
      load: () => token,
      save: (given: string) => {
        token = given;
      },
    };
    const signaler = new Signaler(`${url.replace('http', 'ws')}/ws`, { identity });
    t.teardown(() => signaler.close());
    const open = new Promise<void>((resolve) => {
      signaler.on('state', ({ name }) => name === 'open' && resolve());
    });
    signaler.connect();
    await open;
    return { signaler, identity };
  };
  const [{ signaler }, student] = [await connect(), await connect()];
  const { class: made } = (await signaler.request('CreateClass', { title: 'Cinema' })).data;
  const classUuid = made.uuid;
  const planned = { lectureDate: '2026-11-21', lectureName: 'A video', playlist: '/media/sample.mp4' };
  const { lecture } = (await signaler.request('CreateLecture', { ...planned, classUuid })).data;
  await student.signaler.request('EnrollClass', { classUuid });
  const named = { classUuid, lectureId: lecture.id };
  const teacher = new Lecture(signaler, named);
  await teacher.join();
  await teacher.setLive(true);
  return { teacher, options: { server: url, ...named, identity: student.identity } };
}

t.test('rendering a lecture on the server connects to nothing', (t) => {
  const options = { server: 'http://127.0.0.1:9', classUuid: 'a', lectureId: 1 };
  t.equal(renderToString(createElement(Page, options)), '<p>idle waiting</p>');
  t.equal(renderToString(createElement(Seminar, options)), '<p>off 0</p>');
  t.end();
});

t.test('a lecture is joined under StrictMode, has a chat, and a video follows it', async (t) => {
  const dom = parseHTML('<!doctype html><body></body>');
  const globals = { window: dom, document: dom.document, navigator: { userAgent: 'linkedom' } };
  for (const [name, global] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value: global, configurable: true });
  }
  const { createRoot } = await import('react-dom/client');
  const { teacher, options } = await prepare(t);
  await teacher.say('Welcome');
  const root = createRoot(document.createElement('div'));
  t.teardown(() => root.unmount());
  await mount(root, createElement(StrictMode, undefined, createElement(Page, options)));
  const { session } = latest.lecture;
  const joined = await value(session.state, ({ joined }) => joined);
  t.match(joined, { connection: 'open', maySpeak: true, user: { memberType: 'student' } });
  await value(session.chat, ([first]) => first?.text.en.result === 'Welcome');
  await session.say('Hello');
  const chat = await value(session.chat, ({ length }) => length === 2);
  t.same(
    chat.map(({ text }) => text.en.result),
    ['Welcome', 'Hello'],
  );

  await value(session.playback, ({ sync }) => sync.name === 'in-step');
  await teacher.seek(30);
  await teacher.play();
  // The answers to the teacher can come before the student is told.
  await plays(30);
  session.leaveSync();
  t.match(session.playback.value, { sync: { name: 'away' }, away: true });
  session.rejoinSync();
  await value(session.playback, ({ away }) => !away);

  root.unmount();
  await value(session.state, ({ connection }) => connection === 'idle');
  t.same(session.chat.value, []);
});

t.test('the voices of a lecture follow the right to speak, and are left with it', async (t) => {
  const { teacher, options } = await prepare(t);
  const { createRoot } = await import('react-dom/client');
  const root = createRoot(document.createElement('div'));
  t.teardown(() => root.unmount());
  const first = views.length;
  await mount(root, createElement(StrictMode, undefined, createElement(Seminar, options)));
  const { session: voices } = seen;
  await value(voices.participants, ([person]) => person?.user === teacher.state.user?.userId);
  t.match(voices.state.value, { self: { maySpeak: true, muted: false }, microphone: 'off' });
  await voices.setMicrophone(true);
  t.equal(voices.state.value.microphoneTrouble, 'unsupported', 'Node has no microphones');

  await teacher.setSpeechMode('instructor');
  await value(voices.state, ({ self }) => !self.maySpeak);
  t.equal(voices.state.value.self.muted, true);
  voices.setMuted(false);
  await voices.setCamera(true);
  t.match(voices.state.value, { self: { muted: true }, camera: 'off', cameraTrouble: undefined });
  await teacher.grantSpeech(seminar.user?.userId ?? '');
  await value(voices.state, ({ self }) => self.maySpeak);
  t.equal(voices.state.value.self.muted, true, 'users unmute themselves');
  voices.setMuted(false);
  await teacher.moderation.stopMedia('microphone');
  const muted = await value(voices.state, ({ mutedBy }) => mutedBy !== undefined);
  t.match(muted, { self: { muted: true }, mutedBy: teacher.state.user?.userName });

  root.unmount();
  await value(voices.participants, ({ length }) => length === 0);
  t.match(voices.state.value, { self: { id: undefined, maySpeak: false }, mutedBy: undefined });
  t.equal(voices.manager, undefined);
  for (const [index, view] of views.slice(first + 1).entries()) {
    const before = views[first + index] as VoicesView;
    if (view !== before) t.notOk(isDeepStrictEqual(view, before), 'a new object has changed');
  }
});

t.test('nobody is recorded before they turn something on again', async (t) => {
  const { teacher, options } = await prepare(t);
  const lecture = new LectureSession(options);
  const voices = new LectureVoices(lecture);
  t.teardown(lecture.join());
  const leave = voices.join();
  await value(voices.state, ({ self }) => self.maySpeak);
  const record = (by: string | undefined, since: string) => {
    const recording = { running: true, since, ...(by !== undefined && { by }) };
    lecture.state.set({ ...lecture.state.value, recording });
  };
  record(lecture.state.value.user?.userId, '2026-11-30T09:00:00Z');
  t.equal(voices.state.value.self.muted, false, 'who records wants it');
  record(teacher.state.user?.userId, '2026-11-30T10:00:00Z');
  t.equal(voices.state.value.self.muted, true);
  voices.setMuted(false);
  record(teacher.state.user?.userId, '2026-11-30T10:00:00Z');
  t.equal(voices.state.value.self.muted, false, 'the same recording asks once');
  leave();
  await value(voices.state, ({ self }) => !self.maySpeak);
  voices.join();
  await value(voices.state, ({ self }) => self.maySpeak);
  t.equal(voices.state.value.self.muted, true, 'a recording that runs already asks those who join');
});

t.test('a lecture that refuses the user is a problem', async (t) => {
  const { options } = await prepare(t);
  const { createRoot } = await import('react-dom/client');
  const root = createRoot(document.createElement('div'));
  t.teardown(() => root.unmount());
  const { identity: _, ...stranger } = options;
  await mount(root, createElement(Page, stranger));
  const { problem } = await value(latest.lecture.session.state, (state) => state.problem !== undefined);
  t.match(problem, { code: 'forbidden', final: true });
});
