import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../helpers/free-port.js';
import { check, expect } from './checks.js';

interface Panel {
  title: string;
  targets?: { expr: string }[];
}

/** A Prometheus that reads the metrics of the nodes every second, as the dashboard expects. */
export class Prometheus {
  private constructor(
    private readonly process: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(targets: string[], folder: string): Promise<Prometheus> {
    const port = await freePort();
    const config = join(folder, 'prometheus.yaml');
    const scrape = { job_name: 'lectern', static_configs: [{ targets }] };
    writeFileSync(config, JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: [scrape] }));
    const flags = [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'prometheus')}`];
    const child = spawn('prometheus', [...flags, `--web.listen-address=127.0.0.1:${port}`], {
      stdio: 'ignore',
    });
    const url = `http://127.0.0.1:${port}`;
    for (;;) {
      const response = await fetch(`${url}/-/ready`).catch(() => undefined);
      if (response?.ok) return new Prometheus(child, url);
      expect(child.exitCode === null, 'prometheus has ended');
      await pause(200);
    }
  }

  /** Runs every query of the dashboard on what has been gathered so far. */
  async checkDashboard(file: string): Promise<void> {
    const { panels } = JSON.parse(readFileSync(file, 'utf8')) as { panels: Panel[] };
    await check("Prometheus answers each query of Grafana's dashboard", async () => {
      const empty: string[] = [];
      let count = 0;
      for (const { title, targets = [] } of panels) {
        for (const { expr } of targets) {
          count++;
          const query = new URLSearchParams({ query: filledIn(expr) });
          const response = await fetch(`${this.url}/api/v1/query?${query}`);
          const { status, data, error } = (await response.json()) as Answer;
          expect(status === 'success', `${title}: ${error}: ${expr}`);
          if (data.result.length === 0) empty.push(title);
        }
      }
      const without =
        empty.length === 0 ? '' : `, ${empty.length} without data: ${[...new Set(empty)].join(', ')}`;
      return `${count} queries${without}`;
    });
  }

  stop(): void {
    this.process.kill();
  }
}

interface Answer {
  status: string;
  error?: string;
  data: { result: unknown[] };
}

/** Replaces the variables of Grafana. */
const filledIn = (expr: string): string =>
  expr.replaceAll('$__rate_interval', '1m').replace(/=~?"\$\w+"/g, '=~".*"');
