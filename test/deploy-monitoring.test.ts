import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { parse } from 'yaml';
import { startNodes, startShared } from './helpers/nodes.js';
import { promtoolRules } from './helpers/promtool.js';
import { webhookSecret } from './helpers/webhook-receiver.js';

const path = (name: string): string => fileURLToPath(new URL(`../../deploy/${name}`, import.meta.url));
const alertsFile = path('prometheus-alerts.yaml');

interface Alert {
  alert: string;
  expr: string;
  labels: Record<string, string>;
  annotations: { summary: string; description: string };
}

interface Panel {
  id: number;
  type: string;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string }[];
}

const { groups } = parse(readFileSync(alertsFile, 'utf8')) as { groups: { rules: Alert[] }[] };
const alerts = groups.flatMap(({ rules }) => rules);
const dashboard = JSON.parse(readFileSync(path('grafana-dashboard.json'), 'utf8')) as { panels: Panel[] };
const queries = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

t.test('every metric of the alerts and of the dashboard is one of a running server', async (t) => {
  const [node] = await startNodes(t, await startShared(t), 1, {
    socketIo: true,
    webhookUrl: ['http://127.0.0.1:9/'],
    webhookSecret: [webhookSecret],
  });
  if (!node) throw new Error('expected a node');
  const text = await (await fetch(`${node.url}/metrics`)).text();
  const types = new Map([...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));
  for (const query of [...alerts.map(({ expr }) => expr), ...queries]) {
    for (const [name] of query.matchAll(/\b(lectern|process|nodejs)_\w+/g)) {
      const histogram = name.replace(/_bucket$/, '');
      t.ok(types.has(name) || types.get(histogram) === 'histogram', name);
      const isCounted = types.get(name) === 'counter' || name !== histogram;
      t.equal(new RegExp(`(rate|increase)\\(${name}\\b`).test(query), isCounted, `${name} in ${query}`);
    }
  }
});

t.test('Prometheus accepts the alerts, and the queries of the dashboard', async (t) => {
  t.equal(promtoolRules('check', alertsFile), '');
  const rules = queries.map((expr, index) => ({
    record: `query:${index}`,
    expr: expr.replaceAll('$__rate_interval', '5m'),
  }));
  const file = join(t.testdir({}), 'queries.yaml');
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  t.equal(promtoolRules('check', file), '');
  for (const { alert, labels, annotations } of alerts) {
    t.match(labels.severity, /^(critical|warning)$/, alert);
    t.ok(annotations.summary && annotations.description, alert);
  }
});

/** For each alert, sample data of an hour, with a value for each minute, for which it fires. */
const samples: Record<string, Record<string, string>> = {
  LecternDown: { 'up{job="lectern"}': '1 0x60' },
  LecternOverloaded: {
    'lectern_event_loop_delay_seconds_bucket{le="0.1"}': '0+1x60',
    'lectern_event_loop_delay_seconds_bucket{le="0.5"}': '0+10x60',
    'lectern_event_loop_delay_seconds_bucket{le="+Inf"}': '0+10x60',
  },
  LecternServerFaults: { 'lectern_messages_total{result="internal"}': '0+1x60' },
  LecternStorageUnavailable: { 'lectern_messages_total{result="unavailable"}': '0+1x60' },
  LecternRedisDown: { lectern_redis_up: '1 0x60' },
  LecternRedisSlow: {
    'lectern_redis_seconds_bucket{le="0.05"}': '0+1x60',
    'lectern_redis_seconds_bucket{le="0.5"}': '0+10x60',
    'lectern_redis_seconds_bucket{le="+Inf"}': '0+10x60',
  },
  LecternNodesDisagree: { 'lectern_nodes{instance="a"}': '2x60', 'lectern_nodes{instance="b"}': '1x60' },
  LecternVersionsDiffer: {
    'lectern_build_info{version="1"}': '1x120',
    'lectern_build_info{version="2"}': '1x120',
  },
  LecternBudgetNearlyUsed: {
    'lectern_budget_used{budget="log_bytes"}': '90x60',
    'lectern_budget_limit{budget="log_bytes"}': '100x60',
  },
  LecternClientsDropped: { 'lectern_connections_closed_total{code="4001"}': '0+600x60' },
  LecternResumesWithGap: {
    'lectern_resumes_total{result="gap"}': '0+2x60',
    'lectern_resumes_total{result="recovered"}': '0+10x60',
  },
  LecternFailedLogins: { 'lectern_failed_logins_total{reason="password"}': '0+600x60' },
  LecternLogLinesDropped: { lectern_log_lines_dropped_total: '0+1x60' },
  LecternWebhooksDelayed: { lectern_webhooks_oldest_seconds: '0+60x60' },
  LecternWebhooksGivenUp: { 'lectern_webhooks_requests_total{result="dead"}': '0+1x60' },
  LecternWebhooksDisabled: { lectern_webhooks_disabled: '1x60' },
};

/** Data of a server without problems, for which no alert fires. */
const healthy: Record<string, string> = {
  'up{job="lectern"}': '1x120',
  'lectern_event_loop_delay_seconds_bucket{le="0.1"}': '0+10x120',
  'lectern_event_loop_delay_seconds_bucket{le="+Inf"}': '0+10x120',
  'lectern_messages_total{result="ok"}': '0+1000x120',
  'lectern_messages_total{result="rate-limited"}': '0+10x120',
  lectern_redis_up: '1x120',
  'lectern_nodes{instance="a"}': '2x120',
  'lectern_nodes{instance="b"}': '2x120',
  'lectern_build_info{version="1"}': '1x120',
  'lectern_budget_used{budget="log_bytes"}': '10x120',
  'lectern_budget_limit{budget="log_bytes"}': '100x120',
  'lectern_shared_budget_used{budget="database_bytes"}': '10x120',
  'lectern_shared_budget_limit{budget="database_bytes"}': '100x120',
  'lectern_connections_closed_total{code="1001"}': '0+600x120',
  'lectern_resumes_total{result="gap"}': '0x120',
  'lectern_resumes_total{result="recovered"}': '0+10x120',
  'lectern_failed_logins_total{reason="token-expired"}': '0+1x120',
  lectern_log_lines_dropped_total: '0x120',
  lectern_webhooks_oldest_seconds: '2x120',
  'lectern_webhooks_requests_total{result="failed"}': '0+1x120',
  'lectern_webhooks_requests_total{result="dead"}': '5x120',
  lectern_webhooks_lost: '3x120',
  lectern_webhooks_disabled: '0x120',
};

t.test('each alert fires on its sample data, and none without a problem', async (t) => {
  const names = alerts.map(({ alert }) => alert);
  t.same(Object.keys(samples).sort(), [...names].sort(), 'each alert has sample data');
  /** Expects the state of some alerts after a time. The data gives each one a series of its own. */
  const scenario = (data: Record<string, string>, time: string, firing: string | undefined) => ({
    interval: '1m',
    input_series: Object.entries(data).map(([series, values]) => ({ series, values })),
    promql_expr_test: names
      .filter((name) => firing === undefined || name === firing)
      .map((alertname) => ({
        expr: `count(ALERTS{alertname="${alertname}",alertstate="firing"}) > 0 or vector(0)`,
        eval_time: time,
        exp_samples: [{ labels: '{}', value: firing === undefined ? 0 : 1 }],
      })),
  });
  const tests = [
    ...Object.entries(samples).map(([name, data]) =>
      scenario(data, name === 'LecternVersionsDiffer' ? '90m' : '45m', name),
    ),
    scenario(healthy, '90m', undefined),
  ];
  const file = join(t.testdir({}), 'tests.yaml');
  writeFileSync(file, JSON.stringify({ rule_files: [alertsFile], evaluation_interval: '1m', tests }));
  t.equal(promtoolRules('test', file), '');
});

t.test('the panels of the dashboard have different IDs and do not overlap', async (t) => {
  const { panels } = dashboard;
  t.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
  );
  t.equal(new Set(cells).size, cells.length);
});
