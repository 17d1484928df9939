import type { ApiLiveLecture } from 'lectern-protocol/http';
import { EmptyState } from '../components/empty-state.js';
import { Link } from '../components/link.js';
import { count } from './format.js';
import { Section } from './section.js';
import { adminWords } from './words.js';

/** The lectures that are live. */
export function Lectures({ lectures }: { lectures: ApiLiveLecture[] }) {
  const text = adminWords.value;
  const columns = text.lectureColumns;
  return (
    <Section id="lectures" title={text.lectures}>
      {lectures.length === 0 ? (
        <EmptyState icon="board" title={text.noLectures} text={text.noLecturesText} />
      ) : (
        <div class="table">
          <table aria-labelledby="lectures">
            <thead>
              <tr>
                <th scope="col">{columns.lecture}</th>
                <th scope="col">{columns.class}</th>
                <th scope="col" class="number">
                  {columns.people}
                </th>
              </tr>
            </thead>
            <tbody>
              {lectures.map(({ id, name, class: classUuid, title, clients }) => (
                <tr key={id}>
                  <th scope="row">
                    <Link to={{ page: 'lecture', classUuid, lectureId: id }}>{name}</Link>
                  </th>
                  <td>{title}</td>
                  <td class="number">{count(clients)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
