import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { words } from '../i18n/index.js';
import { userName } from '../preferences.js';
import { Field } from './field.js';
import { PageHeading } from './page-heading.js';
import { SchoolHeader } from './school-header.js';

/** Asks, before the first of the classroom's pages, under which name somebody comes. */
export function NameDoor() {
  const { classes: text, entry } = words.value;
  const name = useSignal('');
  const missing = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <SchoolHeader />
      <main class="name-door">
        <PageHeading title={text.doorTitle} />
        <p class="lead">{text.doorLead}</p>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            const clean = name.value.trim();
            missing.value = clean === '';
            if (missing.value) input.current?.focus();
            else userName.value = clean;
          }}
        >
          <Field
            id="name"
            label={entry.name}
            hint={missing.value ? entry.nameMissing : entry.nameHint}
            wrong={missing.value}
          >
            {(described) => (
              <input
                {...described}
                ref={input}
                maxLength={64}
                autoComplete="nickname"
                required
                value={name}
                onInput={(event) => {
                  name.value = event.currentTarget.value;
                  missing.value = false;
                }}
              />
            )}
          </Field>
          <button type="submit" class="button primary">
            {text.doorEnter}
          </button>
        </form>
      </main>
    </>
  );
}
