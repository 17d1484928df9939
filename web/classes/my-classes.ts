import { signal } from '@preact/signals';
import type { Class, Signaler } from 'lectern-client';
import { connected } from '../classroom-app.js';
import { codeOf, type FailureCode } from '../refusal.js';

/** The classes that the user teaches or attends; undefined before they are loaded. */
export const myClasses = signal<readonly Class[] | undefined>(undefined);
/** Why the classes could not be loaded. */
export const myClassesTrouble = signal<FailureCode | undefined>(undefined);

const PAGE_SIZE = 200;

export async function loadClasses(signaler: Signaler): Promise<void> {
  try {
    const classes: Class[] = [];
    let page: { before?: number } = {};
    for (;;) {
      const { data } = await signaler.request('GetClasses', { ...page, limit: PAGE_SIZE });
      classes.unshift(...data.classes);
      if (data.before === undefined) break;
      page = { before: data.before };
    }
    myClasses.value = classes;
    myClassesTrouble.value = undefined;
  } catch (error) {
    const code = codeOf(error);
    // Requests that were lost with the connection are repeated when it is open again.
    if (code !== 'disconnected') myClassesTrouble.value = code;
  }
}

const keep = (known: Class): void => {
  const others = (myClasses.peek() ?? []).filter(({ uuid }) => uuid !== known.uuid);
  myClasses.value = [...others, known];
};

/** Rejects with a RequestError. */
export async function createClass(title: string, subtitle: string): Promise<Class> {
  const { data } = await (await connected()).request('CreateClass', { title, subtitle });
  keep(data.class);
  return data.class;
}

/** Enrolls the user. Rejects with a RequestError; its code is `conflict` if the user is already enrolled. */
export async function enroll(classUuid: string): Promise<Class> {
  const { data } = await (await connected()).request('EnrollClass', { classUuid });
  keep(data.class);
  return data.class;
}
