import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { Icon } from '../components/icon.js';
import { Link } from '../components/link.js';
import { PageHeading } from '../components/page-heading.js';
import { SiteHeader } from '../components/site-header.js';
import { TextField } from '../components/text-field.js';
import { words } from '../i18n/index.js';
import { readProgramme, show } from '../router.js';
import { recent } from './recent.js';

/** The page to open a programme by its id or link, or from the recent ones. */
export function ProgrammesPage() {
  const text = words.value.programme;
  return (
    <>
      <SiteHeader />
      <main class="programmes">
        <PageHeading title={text.title} />
        <p class="lead">{text.lead}</p>
        <OpenForm />
        {recent.value.length > 0 && (
          <section aria-labelledby="recent-programmes">
            <h2 id="recent-programmes">{text.recent}</h2>
            <ul class="recent">
              {recent.value.map((schedule) => (
                <li key={schedule}>
                  <Link to={{ page: 'programme', schedule }}>
                    <Icon name="television" size={18} />
                    <span>{schedule}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )}
      </main>
    </>
  );
}

function OpenForm() {
  const text = words.value.programme;
  const written = useSignal('');
  const fault = useSignal<'idMissing' | 'idWrong' | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  return (
    <form
      class="panel"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const named = readProgramme(written.value);
        if (named) return show(named);
        fault.value = written.value.trim() === '' ? 'idMissing' : 'idWrong';
        input.current?.focus();
      }}
    >
      <TextField
        id="programme"
        label={text.id}
        hint={fault.value ? text[fault.value] : text.idHint}
        wrong={fault.value !== undefined}
        value={written}
        input={input}
        onEdit={() => {
          fault.value = undefined;
        }}
        maxLength={400}
        autoCapitalize="none"
        spellcheck={false}
        required
      />
      <button type="submit" class="button primary">
        {text.open}
      </button>
      <p class="hint">{text.newId}</p>
    </form>
  );
}
