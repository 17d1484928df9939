/** The page for administrators of the server. */
export { AdminPage as Page } from '../admin/admin-page.js';
export { loadAdminWords } from '../admin/words.js';
