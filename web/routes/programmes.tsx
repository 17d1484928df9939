/** The page to open a programme. */
export { ProgrammesPage as Page } from '../programme/programmes-page.js';
