import { createRef } from 'preact';

/** The chat's text box, for the shortcut that focuses it. */
export const chatBox = createRef<HTMLTextAreaElement>();
