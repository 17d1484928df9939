import { signal } from '@preact/signals';
import type { Class, Member, Signaler } from 'lectern-client';
import type { Refused, ServerData } from 'lectern-protocol';
import { connected, userId, whenOpen } from '../classroom-app.js';
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
export async function createClass(given: Pick<Class, 'title' | 'subtitle'>): Promise<Class> {
  const { data } = await (await connected()).request('CreateClass', given);
  keep(data.class);
  return data.class;
}

/** Changes the title and subtitle of a class; instructor only. Rejects with a RequestError. */
export async function updateClass(
  classUuid: string,
  given: Pick<Class, 'title' | 'subtitle'>,
): Promise<void> {
  const { data } = await (await connected()).request('UpdateClass', { classUuid, ...given });
  classChanged(data);
}

/** Shows the changed title and subtitle of a class. */
export function classChanged({
  classUuid,
  title,
  subtitle,
}: Exclude<ServerData['UpdateClass'], Refused>): void {
  myClasses.value = myClasses
    .peek()
    ?.map((each) => (each.uuid === classUuid ? { ...each, title, subtitle } : each));
}

/** Deletes a class; instructor only. Rejects with a RequestError. */
export async function deleteClass(classUuid: string): Promise<void> {
  await (await connected()).request('DeleteClass', { classUuid });
  classGone(classUuid);
}

/** Ends the user's membership in a class. Rejects with a RequestError. */
export async function leaveClass(classUuid: string): Promise<void> {
  await (await connected()).request('LeaveClass', { classUuid });
  classGone(classUuid);
}

/** Shows the changed role of the user in a class. */
export function roleChanged(classUuid: string, memberType: Member['memberType']): void {
  myClasses.value = myClasses
    .peek()
    ?.map((each) => (each.uuid === classUuid ? { ...each, memberType } : each));
}

/** Loads the classes, and follows changes of the user's memberships. Returns a function that stops this. */
export function followClasses(): () => void {
  let stops: (() => void)[] = [];
  const stopListening = (): void => {
    for (const stop of stops.splice(0)) stop();
  };
  const stop = whenOpen((signaler) => {
    stopListening();
    const isOwn = (data: { userId: string }): boolean => data.userId === userId.peek();
    stops = [
      signaler.on('LeaveClass', ({ data }) => {
        if (data.status === 200 && isOwn(data)) classGone(data.classUuid);
      }),
      signaler.on('RemoveMember', ({ data }) => {
        if (data.status === 200 && isOwn(data)) classGone(data.classUuid);
      }),
      signaler.on('SetMemberType', ({ data }) => {
        if (data.status === 200 && isOwn(data)) roleChanged(data.classUuid, data.memberType);
      }),
    ];
    void loadClasses(signaler);
  });
  return () => {
    stop();
    stopListening();
  };
}

/** Removes a class from the list. */
export function classGone(classUuid: string): void {
  myClasses.value = myClasses.peek()?.filter(({ uuid }) => uuid !== classUuid);
}

/** Enrolls the user. Rejects with a RequestError; its code is `conflict` if the user is already enrolled. */
export async function enroll(classUuid: string): Promise<Class> {
  const { data } = await (await connected()).request('EnrollClass', { classUuid });
  keep(data.class);
  return data.class;
}
