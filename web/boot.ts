/**
 * Runs before the page is first shown, as a classic script that the browser waits for: it sets the chosen theme and the
 * language before anything is drawn, and lets the texts of that language and the code of the route load at once.
 * The script's element names these files. It cannot import anything.
 */
function kept(key: string): string {
  try {
    return localStorage.getItem(`lectern.${key}`) ?? '';
  } catch {
    // Storage is forbidden.
    return '';
  }
}

const { documentElement: root, currentScript, head } = document;

const theme = kept('theme');
if (theme !== '') root.dataset.theme = theme;

const { code = '', door, ...texts } = currentScript?.dataset ?? {};
// The chosen language, else the first of the browser's languages that has texts here, else English.
const wanted = [kept('language'), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
root.lang = wanted.find((language) => language in texts) ?? 'en';

// A route with a door needs its code only after somebody has said a name there.
const route = door === 'yes' && kept('name') === '' ? '' : code;
for (const file of [texts[root.lang] ?? '', ...route.split(' ')].filter(Boolean)) {
  const preload = document.createElement('link');
  preload.rel = 'modulepreload';
  preload.href = file;
  head.append(preload);
}

/** Says that the page cannot be shown, instead of showing for ever that it is loading. */
function sayFailed(): void {
  const message = document.querySelector<HTMLTemplateElement>('#load-failed');
  if (message) document.getElementById('page')?.replaceChildren(message.content.cloneNode(true));
}

// Captured, since the error of a script element does not bubble. Other scripts, such as YouTube's, are not modules.
addEventListener(
  'error',
  ({ target }) => target instanceof HTMLScriptElement && target.type === 'module' && sayFailed(),
  true,
);
document.addEventListener('loadfailed', sayFailed);
