import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { freePort } from './free-port.js';
import { INTERFACE } from './network-namespace.js';

/** Time in ms between two questions about its state, since it does not tell changes. */
const POLL_MS = 50;
const PLUGINS = '/usr/lib/x86_64-linux-gnu/janus';
const DEPLOYED = new URL('../../../deploy/janus/', import.meta.url);

interface ListedRoom {
  room: string;
  record: boolean;
  rec_dir?: string;
}

/** A private Janus in a network namespace (network-namespace.ts). */
export class Janus {
  readonly secret = 'test-janus-secret';
  readonly adminKey = 'test-janus-admin-key';
  private child: ChildProcess | undefined;

  private constructor(
    private readonly directory: string,
    readonly port: number,
    private readonly adminPort: number,
  ) {}

  /** Creates and starts one; the caller has to `remove()` it. */
  static async make(): Promise<Janus> {
    const janus = new Janus(
      mkdtempSync(join(tmpdir(), 'lectern-janus-')),
      await freePort(),
      await freePort(),
    );
    janus.configure();
    await janus.start();
    return janus;
  }

  /** `ws://127.0.0.1:<port>` */
  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** URL of its admin API. */
  get adminUrl(): string {
    return `ws://127.0.0.1:${this.adminPort}`;
  }

  /** Starts it again after `stop`, on the same port. */
  async start(): Promise<void> {
    const child = spawn('janus', ['--configs-folder', this.directory, '--disable-colors'], {
      // It dumps its core there if it crashes.
      cwd: this.directory,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    process.once('exit', this.killAtExit);
    let said = '';
    for await (const line of createInterface(child.stdout)) {
      said += `${line}\n`;
      if (line.includes('WebSockets thread started')) {
        child.stdout.resume();
        return;
      }
    }
    throw new Error(`janus did not start:\n${said}`);
  }

  /** Ends it as a crash does. */
  async stop(): Promise<void> {
    const { child } = this;
    process.off('exit', this.killAtExit);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  /** Its process. */
  get pid(): number {
    const pid = this.child?.pid;
    if (pid === undefined) throw new Error('Janus is not running');
    return pid;
  }

  /** Suspends it: its connections stay open without answers. */
  hang(): void {
    this.child?.kill('SIGSTOP');
  }

  /** Resumes it. */
  goOn(): void {
    this.child?.kill('SIGCONT');
  }

  /** Number of connections that its clients have. */
  async handles(): Promise<number> {
    const { sessions } = (await this.ask({ janus: 'list_sessions' })) as { sessions: number[] };
    const lists = await Promise.all(
      sessions.map((session_id) => this.ask({ janus: 'list_handles', session_id })),
    );
    return lists.reduce((sum, { handles }) => sum + (handles as number[]).length, 0);
  }

  /** Resolves once its clients have that many connections, and none of Lectern's rooms is left if there are none. */
  async settles(handles: number): Promise<void> {
    while ((await this.handles()) !== handles || (handles === 0 && (await this.rooms()).length > 0))
      await pause(POLL_MS);
  }

  /** Resolves once a listener is to receive a camera in the smallest size, or once none is. */
  async sendsSmallest(expected: boolean): Promise<void> {
    const isSent = async (session_id: number): Promise<boolean> => {
      const { handles } = (await this.ask({ janus: 'list_handles', session_id })) as { handles: number[] };
      const infos = await Promise.all(
        handles.map((handle_id) => this.ask({ janus: 'handle_info', session_id, handle_id })),
      );
      return infos.some((info) => JSON.stringify(info).includes('"substream-target":0'));
    };
    for (;;) {
      const { sessions } = (await this.ask({ janus: 'list_sessions' })) as { sessions: number[] };
      if ((await Promise.all(sessions.map(isSent))).includes(true) === expected) return;
      await pause(POLL_MS);
    }
  }

  /** Names of the rooms that Lectern has opened. */
  async rooms(): Promise<string[]> {
    return (await this.list()).map(({ room }) => room);
  }

  /** The folder into which one of Lectern's rooms is recorded; undefined if it is not. */
  async recordingOf(name: string): Promise<string | undefined> {
    const found = (await this.list()).find(({ room }) => room === name);
    return found?.record ? found.rec_dir : undefined;
  }

  /** The rooms that Lectern has opened. */
  private async list(): Promise<ListedRoom[]> {
    const plugin = 'janus.plugin.videoroom';
    const request = { request: 'list', admin_key: this.adminKey };
    const { response } = await this.ask({ janus: 'message_plugin', plugin, request });
    const { list } = response as { list: ListedRoom[] };
    return list
      .filter(({ room }) => room.startsWith('lectern:'))
      .map((listed) => ({ ...listed, room: listed.room.slice('lectern:'.length) }));
  }

  /** Asks the admin API. */
  private async ask(request: object): Promise<Record<string, unknown>> {
    const socket = new WebSocket(this.adminUrl, 'janus-admin-protocol');
    await once(socket, 'open');
    const answer = once(socket, 'message');
    socket.send(JSON.stringify({ ...request, transaction: 'test', admin_secret: this.secret }));
    const [text] = await answer;
    socket.terminate();
    return JSON.parse(String(text));
  }

  /** Ends it permanently. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** Uses the configuration in deploy/janus. */
  private configure(): void {
    mkdirSync(this.directory, { recursive: true });
    this.write('janus.jcfg', {
      'general: {': `general: { plugins_folder = "${PLUGINS}/plugins"; transports_folder = "${PLUGINS}/transports";`,
      'api_secret = "<secret>"': `api_secret = "${this.secret}"`,
      'admin_secret = "<secret>"': `admin_secret = "${this.secret}"`,
      'slowlink_threshold = 10': 'slowlink_threshold = 4',
      'nat: {': `nat: { ice_enforce_list = "${INTERFACE}";`,
    });
    this.write('janus.plugin.videoroom.jcfg', { '<admin key>': this.adminKey });
    this.write('janus.transport.websockets.jcfg', {
      '8188': String(this.port),
      '7188': String(this.adminPort),
    });
  }

  /** @param changes texts of the deployed file, and what replaces them */
  private write(name: string, changes: Record<string, string>): void {
    let text = readFileSync(new URL(name, DEPLOYED), 'utf8');
    for (const [before, after] of Object.entries(changes)) {
      if (!text.includes(before)) throw new Error(`${name} does not contain ${before}`);
      text = text.replace(before, after);
    }
    writeFileSync(join(this.directory, name), text);
  }

  private readonly killAtExit = (): void => void this.child?.kill('SIGKILL');
}
