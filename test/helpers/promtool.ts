import { spawnSync } from 'node:child_process';

/** Returns what Prometheus' own checker says about names, types and help texts; '' if it finds no fault. */
export function promtool(metrics: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], {
    input: metrics,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}${status === 0 ? '' : `status ${status}`}`;
}

/** Checks a file of rules, or runs a file of tests for rules; '' if promtool finds no fault. */
export function promtoolRules(task: 'check' | 'test', file: string): string {
  const { status, stdout, stderr } = spawnSync('promtool', [task, 'rules', file], { encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}status ${status}`;
}
