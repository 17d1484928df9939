import type { SignalerOptions } from '#client/signaler-options.js';
import { startShared } from '../../helpers/nodes.js';
import { LecternProcess } from '../histories/lectern-process.js';
import { pause, within } from '../histories/waiting.js';
import { Crowd } from './crowd.js';

/** How many nodes share the port. */
const NODES = 2;

/** What came of replacing all nodes, one after the other, under a crowd. Times in ms. */
export interface RollingFigures {
  clients: number;
  said: number;
  answered: number;
  /** From the signal until all nodes were new. */
  replaced: number;
  /** How often a client came back with everything, with the word that something is missing, or as another client. */
  recovered: number;
  unrecovered: number;
  anew: number;
  /** What breaks a promise; empty where all were kept. */
  wrong: string[];
}

export interface RollingTask {
  clients: number;
  /** ms for which the crowd talks before, and after the nodes were replaced. */
  talk?: number;
  /** Of the server's command line. */
  options?: string[];
  reconnect?: SignalerOptions['reconnect'];
}

/** Replaces the nodes behind one port under a crowd that talks, and compares what everybody was told. */
export async function rolling({
  clients,
  talk = 3000,
  options = [],
  reconnect,
}: RollingTask): Promise<RollingFigures> {
  const ends: (() => unknown)[] = [];
  let crowd: Crowd | undefined;
  try {
    const { redis, database } = await startShared({ teardown: (end) => void ends.unshift(end) });
    const shared = ['--nodes', `${NODES}`, '--redis', redis.url, '--database', database];
    const server = new LecternProcess([...shared, ...options]);
    ends.unshift(() => server.remove());
    await server.start();
    await server.says(/nodes share this port/);
    let now = 0;
    const scene = { tick: () => ++now, kills: () => server.kills, random: Math.random };
    crowd = await Crowd.gather(clients, server.port, scene, reconnect);
    crowd.talk();
    await pause(talk);

    const began = performance.now();
    await server.replaceNodes();
    const replaced = performance.now() - began;
    const { people } = crowd;
    await within(Promise.all(people.map((each) => each.isOpen())), 'everybody to be back');
    await pause(talk);
    await crowd.hush();
    const wrong = await crowd.findings();
    const said = people.flatMap((each) => each.said);
    wrong.push(
      ...said.flatMap(({ text, refused }) =>
        refused === undefined ? [] : `'${text}' was refused: ${refused}`,
      ),
    );
    return {
      clients,
      said: said.length,
      answered: said.filter(({ answeredAt }) => answeredAt !== undefined).length,
      replaced,
      recovered: crowd.resumed('recovered'),
      unrecovered: crowd.resumed('unrecovered'),
      anew: crowd.resumed('anew') - clients,
      wrong,
    };
  } finally {
    crowd?.close();
    for (const end of ends) await end();
  }
}
