import t from 'tap';
import { Metrics } from '../../../server/http/metrics.js';

t.test('the metrics name each budget with its use, its limit and its refusals', async (t) => {
  const metrics = new Metrics();
  t.teardown(() => metrics.close());
  let bytes = 100;
  const logs = metrics.budgets.add('room_log_bytes', { used: () => bytes, limit: 1000 });
  metrics.budgets.add('logins');
  metrics.budgets.add('database_bytes', { used: () => 7, limit: 9, shared: true });
  metrics.open({ connections: () => 0, rooms: () => 0, queues: () => [] });
  const lines = async () =>
    (await metrics.registry.metrics()).split('\n').filter((line) => /^lectern_(shared_)?budget_/.test(line));
  t.same(await lines(), [
    'lectern_budget_refusals_total{budget="room_log_bytes"} 0',
    'lectern_budget_refusals_total{budget="logins"} 0',
    'lectern_budget_refusals_total{budget="database_bytes"} 0',
    'lectern_budget_used{budget="room_log_bytes"} 100',
    'lectern_budget_limit{budget="room_log_bytes"} 1000',
    'lectern_shared_budget_used{budget="database_bytes"} 7',
    'lectern_shared_budget_limit{budget="database_bytes"} 9',
  ]);
  bytes = 990;
  logs.refused();
  logs.refused();
  const later = await lines();
  t.ok(later.includes('lectern_budget_used{budget="room_log_bytes"} 990'));
  t.ok(later.includes('lectern_budget_refusals_total{budget="room_log_bytes"} 2'));
  t.same(await lines(), later, 'a scrape changes nothing');
  t.throws(() => metrics.budgets.add('logins'), { message: /"logins" exists/ });
});
