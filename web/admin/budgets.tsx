import type { ApiAnsweringNode, ApiBudget, ApiNode } from 'lectern-protocol/http';
import { Bar } from './bar.js';
import { bytes, count } from './format.js';
import { Section } from './section.js';
import { adminWords } from './words.js';

/** A budget of all nodes. */
interface Total {
  name: string;
  /** The node that has used the largest share; undefined for a rate. */
  fullest: { host: string; used: number; limit: number; shared: boolean } | undefined;
  refused: number;
}

const shareOf = ({ used, limit }: { used: number; limit: number }): number => (limit > 0 ? used / limit : 0);

function totalOf(name: string, all: [ApiAnsweringNode, ApiBudget][]): Total {
  const amounts = all.flatMap(([{ host, pid }, { used, limit, shared = false }]) =>
    used === undefined || limit === undefined ? [] : [{ host: `${host} · ${pid}`, used, limit, shared }],
  );
  const [fullest] = amounts.sort((a, b) => shareOf(b) - shareOf(a));
  return { name, fullest, refused: all.reduce((sum, [, { refused }]) => sum + refused, 0) };
}

function totalsOf(nodes: ApiNode[]): Total[] {
  const byName = new Map<string, [ApiAnsweringNode, ApiBudget][]>();
  for (const node of nodes) {
    if (!node.answers) continue;
    for (const budget of node.budgets) {
      byName.set(budget.name, [...(byName.get(budget.name) ?? []), [node, budget]]);
    }
  }
  return [...byName].map(([name, all]) => totalOf(name, all));
}

/** The budgets of the nodes: the amounts in use, and the numbers of refusals. */
export function Budgets({ nodes }: { nodes: ApiNode[] }) {
  const text = adminWords.value;
  const totals = totalsOf(nodes);
  const rates = totals.filter(({ fullest }) => !fullest);
  const several = nodes.length > 1;
  return (
    <Section id="budgets" title={text.budgets} text={text.budgetsText}>
      <ul class="budgets">
        {totals.map((total) => total.fullest && <Used key={total.name} {...total} several={several} />)}
      </ul>
      <h3>{text.rates}</h3>
      <p class="quiet">{text.rateText}</p>
      <ul class="rates">
        {rates.map(({ name, refused }) => (
          <li key={name}>
            <span>{nameOf(name)}</span>
            <span class="amount" data-refused={refused > 0}>
              {text.refusedTimes(refused)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const nameOf = (name: string): string => adminWords.value.budgetNames[name] ?? name;

function Used({ name, fullest, refused, several }: Total & { several: boolean }) {
  const text = adminWords.value;
  if (!fullest) return null;
  const { used, limit, host, shared } = fullest;
  const format = name.endsWith('_bytes') ? bytes : count;
  return (
    <li>
      <Bar label={nameOf(name)} text={text.ofLimit(format(used), format(limit))} used={used} limit={limit}>
        {(refused > 0 || (several && !shared)) && (
          <p class="hint">
            {several && !shared && <span>{text.fullest(host)}</span>}
            {refused > 0 && <span data-refused="true">{text.refusedTimes(refused)}</span>}
          </p>
        )}
      </Bar>
    </li>
  );
}
