import { useId } from 'preact/hooks';

interface Props<T extends string> {
  label: string;
  /** Whether the label is shown too. */
  labelled?: boolean;
  value: T;
  options: readonly { value: T; word: string; lang?: string }[];
  onChange: (value: T) => void;
}

/** A choice between a few options that are all visible. */
export function SegmentedControl<T extends string>({
  label,
  labelled = false,
  value,
  options,
  onChange,
}: Props<T>) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend class={labelled ? undefined : 'visually-hidden'}>{label}</legend>
      <div>
        {options.map((each) => (
          <label key={each.value} lang={each.lang}>
            <input
              type="radio"
              class="visually-hidden"
              name={name}
              checked={each.value === value}
              onChange={() => onChange(each.value)}
            />
            <span>{each.word}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
