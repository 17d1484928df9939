import { classroomAppState } from '../classroom-app.js';
import { showToast } from '../components/toasts.js';
import { codeOf, refusalText } from '../refusal.js';

/**
 * Performs an action that the user requested, and shows why if it was refused. Resolves to whether it was done.
 * Without a connection the action is not attempted, since it would be performed at an unexpected time.
 */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  if (classroomAppState.value.name !== 'open') {
    showToast(refusalText('disconnected'));
    return false;
  }
  try {
    await act();
    return true;
  } catch (error) {
    showToast(refusalText(codeOf(error)));
    return false;
  }
}
