/** The way to a programme. */
export { ProgrammesPage as Page } from '../programme/programmes-page.js';
