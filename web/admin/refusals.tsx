import { useSignal } from '@preact/signals';
import type { ApiRefusal } from 'lectern-protocol/http';
import { EmptyState } from '../components/empty-state.js';
import { Notice } from '../components/notice.js';
import { fromNow } from '../format.js';
import { count } from './format.js';
import { Section } from './section.js';
import { adminWords } from './words.js';

interface Props {
  refusals: ApiRefusal[];
  missing: string[];
  at: Date;
}

/** Number of refusals that are shown at first. */
const SHOWN = 10;

/** Recent refusals of the server: whom it refused, and why. */
export function Refusals({ refusals, missing, at }: Props) {
  const text = adminWords.value;
  const columns = text.refusalColumns;
  const all = useSignal(false);
  const rows = all.value ? refusals : refusals.slice(0, SHOWN);
  return (
    <Section id="refusals" title={text.refusals} text={text.refusalsText}>
      {missing.length > 0 && <Notice what={text.missing(missing.length)} />}
      {refusals.length === 0 ? (
        <EmptyState icon="check" title={text.noRefusals} text={text.noRefusalsText} />
      ) : (
        <div class="table">
          <table aria-labelledby="refusals">
            <thead>
              <tr>
                <th scope="col">{columns.what}</th>
                <th scope="col">{columns.why}</th>
                <th scope="col">{columns.who}</th>
                <th scope="col" class="number">
                  {columns.count}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((each) => (
                <tr key={`${each.what} ${each.type} ${each.code} ${each.network ?? each.user}`}>
                  <th scope="row">
                    {text.what[each.what]}
                    {each.type !== undefined && <code>{each.type}</code>}
                  </th>
                  <td>
                    {text.why[each.code] ?? each.code}
                    <code>{each.code}</code>
                  </td>
                  <td class="who">{each.network ?? each.user ?? text.unknown}</td>
                  <td class="number">
                    {count(each.count)}
                    <small>{fromNow(Math.min(each.last, at.getTime()), at.getTime())}</small>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length < refusals.length && (
        <button
          type="button"
          class="button outline small"
          onClick={() => {
            all.value = true;
          }}
        >
          {text.showAll(refusals.length)}
        </button>
      )}
    </Section>
  );
}
