import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { check, expect } from './checks.js';
import type { Report } from './crowd.js';
import { podman, run } from './podman.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROJECT = 'lectern-try';
const NODES = ['lectern-1', 'lectern-2'];
/** The addresses in compose.yaml. */
const ADDRESSES: Record<string, string> = { 'lectern-1': '172.30.80.11', 'lectern-2': '172.30.80.12' };
/** Maximum time in s until all services are ready: PostgreSQL creates its database first. */
const START = 120;
/** Time in ms for which the clients write before, between and after the replacements. */
const TALK = 5000;

/** The services of deploy/compose.yaml. */
export class Deployment {
  private constructor(
    private readonly folder: string,
    private readonly host: string,
    private readonly service: ChildProcess,
  ) {}

  /** Starts them in a folder with a copy of deploy/. */
  static async start(folder: string, host: string): Promise<Deployment> {
    const service = spawn('podman', ['system', 'service', '--time=0', `unix://${folder}/podman.sock`], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const deployment = new Deployment(folder, host, service);
    await check('deploy/create-env.sh writes deploy/.env', async () => {
      const address = /\bsrc ([\d.]+)/.exec(run('ip', ['-4', 'route', 'get', '192.0.2.1']))?.[1] ?? '';
      return run('sh', ['deploy/create-env.sh', host, address], { cwd: folder }).trim();
    });
    await check('all services start, and nginx serves a ready node over TLS', async () => {
      deployment.compose('up', '--detach', '--no-build');
      // docker-compose considers Podman's network another one the next time, and would create it again.
      const file = join(folder, 'deploy/compose.yaml');
      const external = `networks: { default: { external: true, name: ${PROJECT}_default } }\n`;
      writeFileSync(file, readFileSync(file, 'utf8').replace(/^networks:\n(?: .*\n)+/m, external));
      for (let waited = 0; ; waited++) {
        const { status, text } = await deployment
          .get('/readyz')
          .catch((error: Error) => ({ status: 0, text: error.message }));
        if (status === 200) break;
        expect(waited < START, `/readyz: ${status} ${text}\n${deployment.logs()}`);
        await pause(1000);
      }
      return undefined;
    });
    return deployment;
  }

  async stop(): Promise<void> {
    try {
      this.compose('down', '--volumes', '--timeout', '20');
      podman('network', 'rm', '--force', `${PROJECT}_default`);
    } finally {
      this.service.kill();
    }
  }

  /** Name of the container of a service. */
  container(service: string): string {
    return `${PROJECT}_${service}_1`;
  }

  /** Addresses of the nodes' metrics. */
  readonly metrics = Object.values(ADDRESSES).map((address) => `${address}:9464`);

  async checkAll(): Promise<void> {
    await check('each container is running, and its health check succeeds', async () => {
      for (const service of [...NODES, 'nginx', 'redis', 'postgres', 'coturn', 'janus']) {
        const state = podman(
          'inspect',
          '--format',
          '{{.State.Status}} {{.RestartCount}}',
          this.container(service),
        );
        expect(state.startsWith('running'), `${service} is ${state}`);
      }
      for (const node of NODES) podman('healthcheck', 'run', this.container(node));
      return undefined;
    });
    await check(
      'a client without a token is refused, and so are metrics and the API from outside',
      async () => {
        const ca = readFileSync(join(this.folder, 'authority.pem'));
        const socket = new WebSocket(`wss://${this.host}/room/blue/ws`, { ca });
        const [welcome] = await once(socket, 'message');
        socket.close();
        const { data } = JSON.parse(String(welcome)) as { data: { login: string } };
        expect(data.login === 'required', `the welcome says login: ${data.login}`);
        const { status: metrics } = await this.get('/metrics');
        expect(metrics === 404, `/metrics: ${metrics}`);
        const { status: api } = await this.get('/api/audit');
        expect(api === 401, `/api/audit: ${api}`);
        return undefined;
      },
    );
    await check('Janus answers both nodes', async () => {
      for (const node of NODES) {
        const up = await this.metric(node, 'lectern_media_server_up');
        expect(
          up === 1,
          `${node}: lectern_media_server_up is ${up}\n${podman('logs', '--tail', '20', this.container('janus'))}`,
        );
      }
      return undefined;
    });
  }

  /** Lets `lectern probe` check every step of a call, with a token as compose.yaml describes. */
  async checkProbe(): Promise<void> {
    await check('lectern probe, with a token, passes every check of the cluster, STUN and TURN', async () => {
      const flags = ['--user', 'probe', '--rooms', '*'];
      const container = this.container('lectern-1');
      const token = podman('exec', container, 'node', 'dist/cli/lectern.js', 'token', ...flags);
      const nodes = NODES.map((node) => `http://${ADDRESSES[node]}:8080`);
      const args = [
        'dist/cli/lectern.js',
        'probe',
        `https://${this.host}`,
        ...nodes,
        '--json',
        '--timeout',
        '30',
      ];
      const text = run('node', args, { cwd: ROOT, env: { ...this.trust, LECTERN_TOKEN: token } });
      const { checks } = JSON.parse(text) as { checks: { name: string; status: string; detail: string }[] };
      // The certificate of this test expires within a day, which is a warning.
      const others = checks.filter(({ name }) => name !== 'tls');
      for (const { name, status, detail } of others) expect(status === 'ok', `${name}: ${status}, ${detail}`);
      const relays = checks.filter(({ name }) => name === 'turn').length;
      expect(relays === 2, `expected TURN over UDP and over TCP, found ${relays} checks of it`);
      return `${checks.length} checks`;
    });
  }

  /** Replaces both nodes by those of another image while clients write, as the head of compose.yaml says. */
  async checkRollingUpdate(): Promise<void> {
    const crowd = fork(fileURLToPath(new URL('./crowd.js', import.meta.url)), {
      env: {
        ...process.env,
        ...this.trust,
        CROWD_URL: `https://${this.host}`,
        CROWD_API_KEY: this.variable('API_KEY'),
      },
    });
    try {
      await check('members of a room are on both nodes', async () => {
        const [opened] = await Promise.race([once(crowd, 'message'), once(crowd, 'exit')]);
        expect(opened === 'open', `the clients ended with ${opened}`);
        const counts = await Promise.all(NODES.map((node) => this.metric(node, 'lectern_connections')));
        expect(
          counts.every((count) => count > 0),
          `connections: ${counts}`,
        );
        return `${counts.join(' and ')} clients`;
      });
      await check('a rolling update to another image', async () => {
        await pause(TALK);
        run('podman', ['build', '--quiet', '--format', 'docker', '--tag', 'lectern', '-'], {
          input: 'FROM lectern\nLABEL update=1\n',
        });
        for (const node of NODES) {
          const before = podman('inspect', '--format', '{{.Id}}', this.container(node));
          this.compose('up', '--detach', '--no-deps', '--no-build', node);
          expect(
            podman('inspect', '--format', '{{.Id}}', this.container(node)) !== before,
            `${node} is the old one`,
          );
          while (!(await this.isReady(node))) await pause(200);
          await pause(TALK);
        }
        return undefined;
      });
      await check('every message of the crowd arrived once and in order, over the update', async () => {
        crowd.send('stop');
        const [report] = (await once(crowd, 'message')) as [Report];
        const { clients, sent, received, resumed, faults } = report;
        expect(faults.length === 0, faults.join('; '));
        expect(resumed >= clients, `only ${resumed} sessions were resumed`);
        return `${clients} clients, ${sent} messages, ${received} copies; ${resumed} sessions were resumed on the other node`;
      });
    } finally {
      crowd.kill();
    }
  }

  private get trust(): Record<string, string> {
    return { NODE_EXTRA_CA_CERTS: join(this.folder, 'authority.pem') };
  }

  private compose(...args: string[]): string {
    const given = [
      '--project-name',
      PROJECT,
      '--file',
      'deploy/compose.yaml',
      '--env-file',
      'deploy/.env',
      ...args,
    ];
    return run('docker-compose', given, {
      cwd: this.folder,
      env: { DOCKER_HOST: `unix://${this.folder}/podman.sock`, COMPOSE_HTTP_TIMEOUT: '600' },
    });
  }

  private logs(): string {
    return this.compose('logs', '--no-color', '--tail', '15');
  }

  /** Sends a request through nginx. */
  private get(path: string): Promise<{ status: number; text: string }> {
    const ca = readFileSync(join(this.folder, 'authority.pem'));
    return new Promise((resolve, reject) => {
      request(`https://${this.host}${path}`, { ca }, (response) => {
        let text = '';
        response.on('data', (bytes: Buffer) => {
          text += bytes.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      })
        .on('error', reject)
        .end();
    });
  }

  private async isReady(node: string): Promise<boolean> {
    const response = await fetch(`http://${ADDRESSES[node]}:9464/readyz`).catch(() => undefined);
    return response?.ok ?? false;
  }

  private async metric(node: string, name: string): Promise<number> {
    const text = await (await fetch(`http://${ADDRESSES[node]}:9464/metrics`)).text();
    const value = new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1];
    expect(value !== undefined, `${node} has no metric ${name}`);
    return Number(value);
  }

  private variable(name: string): string {
    const text = readFileSync(join(this.folder, 'deploy/.env'), 'utf8');
    return new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? '';
  }
}
