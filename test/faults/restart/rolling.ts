import type { SignalerOptions } from '#client/signaler-options.js';
import { startShared } from '../../helpers/nodes.js';
import { LecternProcess } from '../histories/lectern-process.js';
import { pause, within } from '../histories/waiting.js';
import { Crowd } from './crowd.js';

/** Number of nodes that share the port. */
const NODES = 2;

/** Results of replacing all nodes, one after the other, under a crowd. Times in ms. */
export interface RollingFigures {
  clients: number;
  said: number;
  answered: number;
  /** From the signal until all nodes were replaced. */
  replaced: number;
  /** How often a client came back with all messages, with a reported gap, or as another client. */
  recovered: number;
  unrecovered: number;
  anew: number;
  /** Violated guarantees; empty if there are none. */
  wrong: string[];
}

export interface RollingTask {
  clients: number;
  /** ms for which the crowd sends messages before and after the nodes are replaced. */
  talk?: number;
  /** Arguments of the server. */
  options?: string[];
  reconnect?: SignalerOptions['reconnect'];
}

/** Replaces the nodes behind one port while a crowd sends messages, and compares the messages of all clients. */
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
    await server.start(/nodes share this port/);
    let now = 0;
    const scene = { tick: () => ++now, kills: () => server.kills, random: Math.random };
    crowd = await Crowd.gather(clients, server.port, scene, reconnect);
    crowd.talk();
    await pause(talk);

    const began = performance.now();
    await server.replaceNodes();
    const replaced = performance.now() - began;
    const { people } = crowd;
    await within(Promise.all(people.map((each) => each.isOpen())), 'all clients to be back');
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
