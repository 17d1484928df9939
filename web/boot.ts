/**
 * Runs before the page is first shown, as a classic script that blocks the browser: it sets the chosen theme and
 * language before anything is drawn, and preloads the texts of that language and the code of the route. The script's
 * element names these files. It cannot import anything.
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
// The chosen language, otherwise the first of the browser's languages that has texts here, otherwise English.
const wanted = [kept('language'), ...navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase())];
root.lang = wanted.find((language) => language in texts) ?? 'en';

// A route that first asks for a name needs its code only after the user has given one.
const route = door === 'yes' && kept('name') === '' ? '' : code;
for (const file of [texts[root.lang] ?? '', ...route.split(' ')].filter(Boolean)) {
  const preload = document.createElement('link');
  preload.rel = 'modulepreload';
  preload.href = file;
  head.append(preload);
}

/** Shows that the page cannot be loaded, instead of a loading indicator that never ends. */
function sayFailed(): void {
  const message = document.querySelector<HTMLTemplateElement>('#load-failed');
  if (message) document.getElementById('page')?.replaceChildren(message.content.cloneNode(true));
}

// Captured, since a script element's error event does not bubble. Scripts of other sites are not modules.
addEventListener(
  'error',
  ({ target }) => target instanceof HTMLScriptElement && target.type === 'module' && sayFailed(),
  true,
);
document.addEventListener('loadfailed', sayFailed);
