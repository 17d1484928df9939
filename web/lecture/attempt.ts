import { classroomAppState } from '../classroom-app.js';
import { showToast } from '../components/toasts.js';
import { codeOf, refusalText } from '../refusal.js';

/**
 * Does what somebody pressed, and says why where it was refused; whether it was done. Without a connection it is not
 * tried: it would happen at a time that nobody expects.
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
