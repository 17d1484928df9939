import t, { type Test } from 'tap';
import type { LogLimits } from '../../../server/backplane/backplane.js';
import { LocalBackplane } from '../../../server/backplane/local-backplane.js';
import { announcementContract } from '../../contracts/announcements.js';
import { backplaneContract, type Subject } from '../../contracts/backplane.js';
import { logBudgetContract } from '../../contracts/log-budget.js';

async function make(t: Test, limits?: LogLimits): Promise<Subject> {
  let now = 0;
  const backplane = new LocalBackplane(() => now, limits);
  t.teardown(() => backplane.close());
  return {
    backplane,
    advance: async (ms) => {
      now += ms;
    },
  };
}

backplaneContract(t, make);
announcementContract(t, make);
logBudgetContract(t, make);
