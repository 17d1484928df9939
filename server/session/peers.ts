import { v4 as uuid } from 'uuid';
import type { Backplane, LogListener } from '../backplane/backplane.js';
import type { Nodes } from '../backplane/nodes.js';
import { Refusal } from '../protocol/errors.js';
import type { Sessions } from './sessions.js';

/** ms that the other nodes have to say whether a client is theirs. */
const PATIENCE = 2000;

/** Where all nodes hear each other, and where one is spoken to. */
const ALL = 'nodes';
const logOf = (node: string): string => `node/${node}`;

type Word =
  /** The speaker goes on with this client. */
  | { moved: string }
  /** Whoever has this client is to drop it, and all are to answer. */
  | { drop: string; reason: string; question: string; from: string }
  | { question: string; done: boolean };

/** What waits for the other nodes' answers. */
interface Question {
  /** How many have not answered. */
  left: number;
  resolve(done: boolean): void;
}

interface Services {
  backplane: Backplane;
  nodes: Nodes;
  sessions(): Sessions;
  log: { error(fields: object, text: string): void };
}

/** What the nodes say to each other of their clients. */
export class Peers implements LogListener {
  private readonly questions = new Map<string, Question>();
  /** The log in which this node is spoken to. */
  private own: string | undefined;

  constructor(private readonly services: Services) {}

  /** Begins to listen, under the present id of this node. */
  async open(): Promise<void> {
    const { backplane, nodes } = this.services;
    const former = this.own;
    this.own = logOf(nodes.id);
    if (former === this.own) return;
    if (former === undefined) await backplane.subscribe(ALL, this);
    else await backplane.unsubscribe(former, this);
    await backplane.subscribe(this.own, this);
  }

  async close(): Promise<void> {
    const { backplane } = this.services;
    for (const { resolve } of this.questions.values()) resolve(false);
    await backplane.unsubscribe(ALL, this);
    if (this.own !== undefined) await backplane.unsubscribe(this.own, this);
  }

  /** Tells a node that this one goes on with a client of its. Should it not hear of it, it finds out by itself. */
  moved(node: string, clientId: string): void {
    this.say(logOf(node), { moved: clientId });
  }

  /** Removes a client, on whichever node it is. @throws Refusal not-found */
  async drop(clientId: string, reason: string): Promise<void> {
    const session = this.services.sessions().here(clientId);
    if (session) return session.drop(reason);
    if (!(await this.dropElsewhere(clientId, reason))) {
      throw new Refusal('not-found', 'there is no such client');
    }
  }

  private async dropElsewhere(drop: string, reason: string): Promise<boolean> {
    const { nodes, backplane } = this.services;
    const { length: left } = await nodes.others();
    if (left === 0) return false;
    const question = uuid();
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<boolean>((resolve) => {
      this.questions.set(question, { left, resolve });
      timer = setTimeout(() => resolve(false), PATIENCE);
    });
    try {
      const word: Word = { drop, reason, question, from: nodes.id };
      await backplane.publish(ALL, JSON.stringify(word));
      return await answered;
    } finally {
      clearTimeout(timer);
      this.questions.delete(question);
    }
  }

  deliver(text: string): void {
    this.hear(JSON.parse(text) as Word).catch((err) =>
      this.services.log.error({ err }, 'what another server said could not be done'),
    );
  }

  /** What was missed is found out where it matters. */
  missed(): void {}

  private async hear(word: Word): Promise<void> {
    const { sessions, nodes } = this.services;
    if ('moved' in word) return sessions().moved(word.moved);
    if ('drop' in word) {
      if (word.from === nodes.id) return;
      const session = sessions().here(word.drop);
      this.say(logOf(word.from), { question: word.question, done: session !== undefined });
      await session?.drop(word.reason);
      return;
    }
    const question = this.questions.get(word.question);
    if (!question) return;
    question.left--;
    if (word.done || question.left === 0) question.resolve(word.done);
  }

  private say(log: string, word: Word): void {
    const said = this.services.backplane.publish(log, JSON.stringify(word));
    Promise.resolve(said).catch((err) =>
      this.services.log.error({ err }, 'another server could not be told'),
    );
  }
}
