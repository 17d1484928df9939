import { retryHint } from '#client/reconnect.js';
import type { SignalerOptions } from '#client/signaler-options.js';
import { LecternProcess } from '../histories/lectern-process.js';
import type { Participant, Said } from '../histories/participant.js';
import { pause, within } from '../histories/waiting.js';
import { Crowd } from './crowd.js';

/** How a server ends: shut down by an operator, or crashed. */
export type Ending = 'SIGTERM' | 'SIGKILL';

/** Results of one restart under a crowd. Times in ms. */
export interface RestartFigures {
  ending: Ending;
  clients: number;
  rooms: number;
  said: number;
  answered: number;
  /** From the signal to the end of the process. */
  exit: number;
  /** From the start of the next process until it listens, on the same port and data folder. */
  listening: number;
  /** From the signal until half of the clients, and until all, were back. */
  halfBack: number;
  allBack: number;
  /** Clients that received 4000, and the shortest and longest delay that they received. */
  told: number;
  hints: { least: number; most: number };
  recovered: number;
  unrecovered: number;
  anew: number;
  /** Violated guarantees; empty if there are none. */
  wrong: string[];
}

export interface RestartTask {
  clients: number;
  ending: Ending;
  /** ms for which the crowd sends messages before the end, and after all clients are back. */
  talk?: number;
  /** Arguments of the server. */
  options?: string[];
  /** How the clients reconnect if the server does not specify it; by default as every Signaler. */
  reconnect?: SignalerOptions['reconnect'];
}

/**
 * Ends a server while a crowd sends messages, starts the next one in its place, and compares the messages of all
 * clients.
 */
export async function restart({
  clients,
  ending,
  talk = 3000,
  options = [],
  reconnect,
}: RestartTask): Promise<RestartFigures> {
  const server = new LecternProcess(options);
  await server.start();
  let crowd: Crowd | undefined;
  try {
    let now = 0;
    const scene = { tick: () => ++now, kills: () => server.kills, random: Math.random };
    crowd = await Crowd.gather(clients, server.port, scene, reconnect);
    const returns = crowd.people.map((each) => new Return(each));
    crowd.talk();
    await pause(talk);

    const began = performance.now();
    if (ending === 'SIGTERM') await server.stop();
    else await server.kill();
    const exit = performance.now() - began;
    const started = performance.now();
    await server.start();
    const listening = performance.now() - started;
    await within(Promise.all(returns.map(({ done }) => done)), 'all clients to be back');

    await pause(talk);
    await crowd.hush();
    const wrong = await crowd.findings();
    wrong.push(...returns.flatMap((each) => each.faults(ending)));
    const back = returns.map(({ backAt }) => backAt - began).sort((a, b) => a - b);
    const hints = returns.flatMap(({ hint }) => hint ?? []);
    const { people } = crowd;
    const said = people.flatMap((each) => each.said);
    wrong.push(
      ...said
        .filter((each) => mustNotBeRefused(each, ending))
        .map(({ text, refused }) => `'${text}' was refused: ${refused}`),
    );
    return {
      ending,
      clients,
      rooms: crowd.roomCount,
      said: said.length,
      answered: said.filter(({ answeredAt }) => answeredAt !== undefined).length,
      exit,
      listening,
      halfBack: back[back.length >> 1] ?? 0,
      allBack: back.at(-1) ?? 0,
      told: hints.length,
      hints: { least: Math.min(...hints), most: Math.max(...hints) },
      recovered: crowd.resumed('recovered'),
      unrecovered: crowd.resumed('unrecovered'),
      anew: crowd.resumed('anew') - clients,
      wrong,
    };
  } finally {
    crowd?.close();
    await server.remove();
  }
}

/**
 * Tells whether the restart causes an unexpected refusal. After a crash, the arrival of a volatile message is unknown,
 * and clients that are not back yet cannot be reached.
 */
function mustNotBeRefused({ log, refused }: Said, ending: Ending): boolean {
  if (refused === undefined) return false;
  return ending === 'SIGTERM' || log === 'lecture' || !['disconnected', 'unknown-receiver'].includes(refused);
}

/** How one client lost its server and came back. */
class Return {
  readonly done: Promise<void>;
  hint: number | undefined;
  backAt = 0;
  #code = 0;
  #isSame = false;
  #isRecovered = false;

  constructor({ signaler }: Participant) {
    const { id } = signaler;
    this.done = new Promise((resolve) => {
      const stop = signaler.on('state', (state) => {
        if (state.name === 'waiting' && this.#code === 0) {
          this.#code = state.close.code;
          this.hint = retryHint(state.close);
        } else if (state.name === 'open') {
          stop();
          this.backAt = performance.now();
          this.#isSame = state.resumed && state.welcome.id === id;
          this.#isRecovered = state.recovered;
          resolve();
        }
      });
    });
  }

  /**
   * Returns what differs from the guarantees of an ending: nothing is missing after SIGTERM, and a gap is reported
   * after SIGKILL.
   */
  faults(ending: Ending): string[] {
    const gracefully = ending === 'SIGTERM';
    return [
      gracefully &&
        (this.#code !== 4000 || this.hint === undefined) &&
        `a client was disconnected with ${this.#code}`,
      !this.#isSame && 'a client came back as another',
      this.#isRecovered !== gracefully && `a client received recovered: ${this.#isRecovered}`,
    ].filter((each) => each !== false);
  }
}
