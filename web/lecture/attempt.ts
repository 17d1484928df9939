import { tell } from '../components/toasts.js';
import { codeOf, refusalText } from '../refusal.js';
import { schoolState } from '../school.js';

/**
 * Does what somebody pressed, and says why where it was refused; whether it was done. Without a connection it is not
 * tried: it would happen at a time that nobody expects.
 */
export async function attempt(act: () => Promise<unknown>): Promise<boolean> {
  if (schoolState.value.name !== 'open') {
    tell(refusalText('disconnected'));
    return false;
  }
  try {
    await act();
    return true;
  } catch (error) {
    tell(refusalText(codeOf(error)));
    return false;
  }
}
