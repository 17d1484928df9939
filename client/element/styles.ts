/** Colors are custom properties, and every part has a name for `::part()`. */
export const styles = `
:host { display: block; font: inherit; }
:host([hidden]), [hidden] { display: none !important; }
* { box-sizing: border-box; font: inherit; }
[part='room'] { display: grid; gap: 0.75rem; }
p, ul, ol { margin: 0; padding: 0; list-style: none; }
p:empty, ol:empty { display: none; }
form, [part='controls'] { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: end; }
label { display: grid; gap: 0.25rem; flex: 1 1 12rem; }
input { padding: 0.5rem; min-width: 0; width: 100%; }
button { padding: 0.5rem 0.75rem; min-height: 2.75rem; cursor: pointer; }
button[aria-pressed='true'] { background: var(--lectern-speaking, #1a7f37); color: #fff; }
[part='mute'][aria-pressed='true'] { background: var(--lectern-muted, #b3261e); }
[part='people'] { display: flex; flex-wrap: wrap; gap: 0.5rem; }
[part~='person'] { padding: 0.5rem 0.75rem; border: 2px solid var(--lectern-line, #8a8f98); border-radius: 0.5rem; overflow-wrap: anywhere; }
[part~='speaking'] { border-color: var(--lectern-speaking, #1a7f37); }
[part~='picture'] { display: block; width: 16rem; max-width: 100%; margin-bottom: 0.25rem; border-radius: 0.25rem; background: #000; }
[part~='screen-picture'] { width: 48rem; }
[part~='own'] { transform: scaleX(-1); }
[part='alert'] { color: var(--lectern-alert, #b3261e); }
[part='messages'] { max-height: 12rem; overflow-y: auto; overflow-wrap: anywhere; }
`;
