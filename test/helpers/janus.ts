import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

  /** Starts it again after `stop`, on the same port. */
  async start(): Promise<void> {
    const child = spawn('janus', ['--configs-folder', this.directory, '--disable-colors'], {
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

  /** Names of the rooms that Lectern has opened. */
  async rooms(): Promise<string[]> {
    const plugin = 'janus.plugin.videoroom';
    const request = { request: 'list', admin_key: this.adminKey };
    const { response } = await this.ask({ janus: 'message_plugin', plugin, request });
    const { list } = response as { list: { room: string }[] };
    return list.flatMap(({ room }) => (room.startsWith('lectern:') ? [room.slice('lectern:'.length)] : []));
  }

  /** Asks the admin API. */
  private async ask(request: object): Promise<Record<string, unknown>> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.adminPort}`, 'janus-admin-protocol');
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

  private configure(): void {
    mkdirSync(this.directory, { recursive: true });
    const files = {
      'janus.jcfg': `
        general: { debug_level = 4; api_secret = "${this.secret}"; admin_secret = "${this.secret}"; session_timeout = 60; reclaim_session_timeout = 60;
          plugins_folder = "${PLUGINS}/plugins"; transports_folder = "${PLUGINS}/transports"; protected_folders = [] }
        media: { rtp_port_range = "20000-29999"; slowlink_threshold = 4 }
        nat: { full_trickle = false; ice_enforce_list = "${INTERFACE}" }
        plugins: { disable = "libjanus_audiobridge.so,libjanus_echotest.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so,libjanus_duktape.so,libjanus_lua.so" }
        transports: { disable = "libjanus_http.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so" }
        loggers: { disable = "libjanus_jsonlog.so" }`,
      'janus.transport.websockets.jcfg': `
        general: { json = "compact"; ws = true; ws_port = ${this.port}; ws_ip = "127.0.0.1"; wss = false }
        admin: { admin_ws = true; admin_ws_port = ${this.adminPort}; admin_ws_ip = "127.0.0.1" }`,
      'janus.plugin.videoroom.jcfg': `
        general: { admin_key = "${this.adminKey}"; string_ids = true }`,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.directory, name), text);
  }

  private readonly killAtExit = (): void => void this.child?.kill('SIGKILL');
}
