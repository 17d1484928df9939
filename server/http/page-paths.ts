/** The paths of the pages, with the name of each page's HTML file, which build/html.ts writes. */
export const pagePaths = {
  '/': 'home',
  '/room/:id': 'room',
  '/classes': 'classes',
  '/classes/:uuid': 'class',
  '/classes/:uuid/lectures/:id': 'lecture',
  '/programmes': 'programmes',
  '/programmes/:uid': 'programme',
  '/programmes/:uid/rooms/:id': 'programme-room',
  '/admin': 'admin',
} as const;

export type PageName = (typeof pagePaths)[keyof typeof pagePaths];
