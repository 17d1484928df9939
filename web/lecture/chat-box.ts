import { createRef } from 'preact';

/** Where one writes in the chat, for the key that goes there. */
export const chatBox = createRef<HTMLTextAreaElement>();
