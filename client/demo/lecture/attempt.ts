import { tell } from '../components/toasts.js';
import { codeOf, refusalText } from '../refusal.js';

/** Waits for what was asked of the server, and says why where it was refused; whether it was done. */
export async function attempt(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    tell(refusalText(codeOf(error)));
    return false;
  }
}
