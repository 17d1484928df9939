import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import t from 'tap';
import { cleanClone, NpmProject, pack } from './helpers/npm-project.js';
import { startServer } from './helpers/server.js';

// Packs the three packages as a clean clone does, and installs and runs each in an empty project.

t.setTimeout(240_000);

const clone = cleanClone(t);
// Each package is packed in a different way; none has been built before.
const protocol = await pack(t, clone, '--workspace', 'lectern-protocol');
const client = await pack(t, join(clone, 'client'));
const server = await pack(t, clone);

const [protocolProject, clientProject, serverProject] = (await Promise.all(
  [protocol, client, server].map(async ({ tarball }) => {
    const project = new NpmProject(t);
    await project.install(tarball);
    return project;
  }),
)) as [NpmProject, NpmProject, NpmProject];

const packages = [
  { name: 'lectern-protocol', packed: protocol, project: protocolProject },
  { name: 'lectern-client', packed: client, project: clientProject },
  { name: 'lectern', packed: server, project: serverProject },
];

/** The only native module in a package. */
const prebuilt = 'dist/server/socket/prebuilds/linux-x64/send.glibc.node';
const isLinuxX64 =
  process.platform === 'linux' && process.arch === 'x64' && !existsSync('/etc/alpine-release');

for (const { name, packed, project } of packages) {
  const { files } = packed;
  const read = (file: string) => project.read(`node_modules/${name}/${file}`);

  t.test(`${name} contains exactly the files that it needs`, async (t) => {
    for (const file of ['README.md', 'LICENSE', 'package.json']) t.ok(files.includes(file), file);
    t.same(
      files.filter((file) => /\.tsbuildinfo$|\.test\.|(^|\/)tsconfig/.test(file)),
      [],
    );
    t.same(
      files.filter((file) => file.endsWith('.node')),
      name === 'lectern' && isLinuxX64 ? [prebuilt] : [],
    );
  });

  t.test(`links in the documents of ${name} lead to files in the package`, async (t) => {
    for (const page of files.filter((file) => /^(?!node_modules\/).*\.md$/.test(file))) {
      for (const [, path = ''] of read(page).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
        const link = normalize(join(dirname(page), path));
        const folder = link.endsWith('/') ? link : `${link}/`;
        t.ok(
          files.some((file) => file === link || file.startsWith(folder)),
          `${page}: ${path}`,
        );
      }
    }
  });

  t.test(`the source maps of ${name} are in the package and contain their sources`, async (t) => {
    const own = files.filter((file) => !file.startsWith('node_modules/'));
    for (const file of own.filter((file) => file.endsWith('.js'))) {
      const map = /^\/\/# sourceMappingURL=(.*)$/m.exec(read(file))?.[1];
      if (map && !own.includes(join(dirname(file), map))) t.fail(`${file} names ${map}`);
    }
    for (const file of own.filter((file) => file.endsWith('.map'))) {
      const { sources, sourcesContent } = JSON.parse(read(file)) as Record<string, string[] | undefined>;
      if (sourcesContent?.length !== sources?.length) t.fail(`${file} lacks its sources`);
    }
  });
}

t.test('lectern-protocol works alone, as in its README', async (t) => {
  t.same(
    protocolProject.installed().map(({ path }) => path),
    ['node_modules/lectern-protocol'],
  );
  const readme = protocolProject.read('node_modules/lectern-protocol/README.md');
  const snippets = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, text = '']) => text);
  const printed = [];
  for (const [index, snippet] of snippets.entries()) {
    protocolProject.write(`snippet-${index}.ts`, snippet);
    const options = ['--module', 'nodenext', '--lib', 'es2023,dom', '--types', ''];
    t.equal(await protocolProject.compile([`snippet-${index}.ts`], ...options), '', snippet);
    const script = protocolProject.read(`snippet-${index}.js`);
    printed.push(...(await protocolProject.run(`snippet-${index}.js`, script)));
  }
  t.same(printed, ['4000 true', 'must NOT have fewer than 1 characters']);
  t.same(
    await protocolProject.run(
      'data.cjs',
      `console.log(require('lectern-protocol/asyncapi.json').asyncapi);
      console.log(require('lectern-protocol/schemas/messages/core.json').family);
      console.log(require('lectern-protocol/schemas/envelope.json').title);
      console.log(require('lectern-protocol/envelope').envelope({}));`,
    ),
    ['3.0.0', 'core', 'Envelope', 'false'],
  );
});

/** Joins a room and prints how many people are there. */
const joining = `
  const signaler = new Signaler(roomUrl(process.env.SERVER, 'blue'));
  signaler.on('state', async ({ name }) => {
    if (name !== 'open') return;
    const { data } = await signaler.request('get-room-info');
    console.log(data.clients.length);
    signaler.close();
  });
  signaler.connect();`;

t.test('lectern-client works alone in Node, by import and by require', async (t) => {
  const installed = clientProject.installed();
  t.ok(installed.length <= 5, `${installed.length} packages`);
  t.notOk(installed.some(({ hasInstallScript }) => hasInstallScript));
  const { url } = await startServer(t);
  for (const [file, load] of [
    ['join.mjs', `import { roomUrl, Signaler } from 'lectern-client';`],
    ['join.cjs', `const { roomUrl, Signaler } = require('lectern-client');`],
  ] as const) {
    t.same(await clientProject.run(file, load + joining, { SERVER: url }), ['1'], file);
  }
});

t.test('lectern-client can be imported during server-side rendering', async (t) => {
  const text = `
    for (const name of ['navigator', 'WebSocket']) delete globalThis[name];
    await import('lectern-client/element');
    await import('./node_modules/lectern-client/dist/browser/element.js');
    for (const path of ['lectern-client', './node_modules/lectern-client/dist/browser/lectern-client.js']) {
      const { openMicrophone, MediaTrouble } = await import(path);
      const trouble = await openMicrophone().catch((error) => error);
      console.log(trouble instanceof MediaTrouble, trouble.reason, trouble.message);
    }`;
  const line = 'true unsupported this browser or runtime cannot open media devices';
  t.same(await clientProject.run('render.mjs', text), [line, line]);
});

let started = 0;

/** Starts the installed server, and returns its address and how it sends. It runs until the end of the tests. */
async function serve() {
  started++;
  let url: string | undefined;
  let log: { sending: string; fallbackReason?: string } | undefined;
  for await (const line of serverProject.npx(
    'lectern',
    'serve',
    '--port',
    '0',
    '--data',
    `data-${started}`,
  )) {
    url ??= /^\s+(http:\S+)/.exec(line)?.[1];
    if (line.includes('"sending":')) log = JSON.parse(line);
    if (url && log) break;
  }
  return { url: `${url}`, ...log };
}

t.test('lectern works alone: it listens, answers and sends with the native module', async (t) => {
  const { url, sending } = await serve();
  t.match(sending, isLinuxX64 ? /^(io_uring|send)$/ : 'node');
  const lines: string[] = [];
  for await (const line of serverProject.npx('lectern', 'ping', '--count', '1', url)) lines.push(line);
  t.match(lines.join('\n'), /pong from .*: seq=1 /);
});

t.test('lectern sends through Node if it has no native module for the platform', async (t) => {
  serverProject.remove('node_modules/lectern/dist/server/socket/prebuilds');
  const { sending, fallbackReason } = await serve();
  t.equal(sending, 'node');
  t.match(fallbackReason, /^No native build was found for /);
});

const usage = `
  import { defineFamily, FamilyClient, Manager, type Participant, Signaler, openMicrophone } from 'lectern-client';
  import { validate } from 'lectern-client/validation';
  import { type ClientData, closes, type ServerMessage } from 'lectern-protocol';
  import { clientMessages } from 'lectern-protocol/client-messages';
  import { envelope } from 'lectern-protocol/envelope';

  const signaler = new Signaler('wss://lectern.example.org/ws', { validate });
  const manager = new Manager(signaler, { iceTransportPolicy: 'relay' });
  const profile: ClientData['profile'] = { username: 'Ada' };
  manager.on('participant', (participant: Participant) => participant.username);
  signaler.on('text', (message: ServerMessage<'text'>) => message.data.text);
  const family = defineFamily({
    messages: {
      wave: {
        schema: { type: 'object', required: ['hand'], properties: { hand: { enum: ['left', 'right'] }, n: { type: 'integer' } } },
      },
      ask: { receivers: ['room'], schema: { type: ['string', 'null'] }, reply: { type: 'array', items: { type: 'number' } } },
    },
  });
  const waves = new FamilyClient(signaler, family);
  waves.on('wave', ({ data }): 'left' | 'right' => data.hand);
  waves.send('wave', { hand: 'left', n: 1 });
  // @ts-expect-error
  waves.send('wave', { hand: 'third' });
  // @ts-expect-error
  waves.send('alarm', {});
  export const numbers: number[] = (await waves.request('ask', null)).data;
  export const position: number | undefined = (await waves.request('wave', { hand: 'right' })).data.seq;
  const stream: MediaStream = await openMicrophone();
  manager.setMicrophone(stream);
  export const used = [closes.bye.code, clientMessages.profile.validate?.(profile), envelope({})];
`;
const componentsUsage = `
  import 'lectern-client/element';
  import type { LecternRoomElement } from 'lectern-client/element';
  import { type RoomText, type RoomView, useChat, useLecture, useParticipants, usePlayback, useRoom } from 'lectern-client/react';

  export function Room(): [RoomView, readonly RoomText[], boolean] {
    const room = useRoom({ room: 'blue', username: 'Ada', token: async () => 'token' });
    const [first] = useParticipants(room);
    return [room, useChat(room).texts, first?.speaking ?? room.self.muted];
  }
  export function Cinema(): string {
    const lecture = useLecture({ classUuid: 'a', lectureId: 1 });
    const media: { current: HTMLVideoElement | null } = { current: null };
    return usePlayback(lecture, media).sync.name;
  }
  const element: LecternRoomElement = document.createElement('lectern-room');
  element.token = 'token';
  element.room = 'blue';
`;
const serverUsage = `
  import { createServer as createHttpServer } from 'node:http';
  import fastify from 'fastify';
  import { createServer, defineFamily, handleFamily, type Hooks, type LecternServer, type Options, OptionsError, Refusal } from 'lectern';
  import lectern from 'lectern/fastify';

  const options: Partial<Options> = { port: 0, basePath: '/lectern' };
  const hooks: Hooks = {
    async onAuthenticate({ token }) {
      return token === '' ? undefined : { sub: token, grants: { rooms: ['*'] } };
    },
    onJoin({ client, room }) {
      if (client.role === 'viewer') throw new Refusal('forbidden', room);
    },
    onMessage(message) {
      if (message.type !== 'text') return undefined;
      return { data: { ...message.data, text: message.data.text.trim() } };
    },
  };
  export const server: LecternServer = createServer({ ...options, hooks });
  const game = defineFamily({
    namespace: '/game',
    messages: {
      ask: { schema: { type: 'string' }, reply: { const: 5 }, handle: async ({ data }, { join }) => (await join(data), 5 as const) },
      move: { schema: { type: 'object', additionalProperties: { type: 'boolean' } } },
    },
  });
  const shared = handleFamily(defineFamily({ messages: { count: { schema: { type: 'integer' }, reply: { type: 'string' } } } }), {
    count: ({ data }) => data.toFixed(),
  });
  const own = createServer({
    families: [game, shared],
    hooks: {
      onMessage(message) {
        if (message.type === 'count') return { data: message.data + 1 };
        // @ts-expect-error
        if (message.type === 'recount') return undefined;
        return message.type === 'text' && message.data.text === '' ? { data: message.data } : undefined;
      },
    },
  });
  await own.publish('/game/chess', '/game move', { e4: true });
  await own.publish('blue', 'count', 'text');
  // @ts-expect-error
  await own.publish('blue', 'count', 5);
  // @ts-expect-error
  await server.publish('blue', 'count', 'text');
  await server.attach(createHttpServer());
  export const seq: number | undefined = await server.publish('blue', 'event', { name: 'bell' });
  export const ids: string[] = (await server.clients()).map(({ id }) => id);
  const app = fastify();
  await app.register(lectern, { basePath: '/lectern', hooks });
  export const rooms: { id: string; clients: number }[] = await app.lectern.rooms();
  export { OptionsError };
`;
t.test('the types compile with all packages in one project', async (t) => {
  await serverProject.install(protocol.tarball, client.tarball, '@types/node@20');
  serverProject.write('usage.ts', usage);
  serverProject.write('server-usage.ts', serverUsage);
  serverProject.write('components-usage.ts', componentsUsage);
  for (const [module, resolution] of [
    ['nodenext', 'nodenext'],
    ['preserve', 'bundler'],
    ['node16', 'node16'],
  ] as const) {
    const options = ['--noEmit', '--module', module, '--moduleResolution', resolution];
    const alone = await serverProject.compile(['usage.ts'], ...options, '--lib', 'es2023', '--types', '');
    t.equal(alone, '', `${resolution}, without the dom lib and the types of Node`);
    const all = ['usage.ts', 'server-usage.ts', 'components-usage.ts'];
    const together = await serverProject.compile(all, ...options, '--lib', 'es2023,dom', '--types', 'node');
    t.equal(together, '', `${resolution}, with them`);
  }
});
