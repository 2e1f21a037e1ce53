import { present } from './present.ts';
import { ask, completed, grant, promised, site, started, training } from './site.ts';
import type { Story } from './tell.ts';

/** Of the first program: a workload that runs to its end. */
const first: Story = {
  revision: '01876c055917645298ec76f89cbba3761b7149ce^',
  scenario: site,
  steps: () => [{ job: training('first', 'red', 2) }, started('first'), completed('first')],
};

/** Of the program that could adopt rules, and knew no terms of queues yet. */
const third: Story = {
  revision: 'e3c73099d5a97160a6441b4f6ff30782866db2fa^',
  scenario: site,
  steps: (own) => [
    ask('policy/main', { type: 'AdoptPolicy', policy: { ...own, version: 'third' } }),
    grant('red', promised(2)),
    { job: training('alone', 'red', 2) },
    started('alone'),
    completed('alone'),
  ],
};

/** The stories of all golden ledgers, by the names of their files. `kernel-0.1.0` has none: its program left. */
export const stories: Readonly<Record<string, Story>> = {
  'schemas-1': first,
  'schemas-3': third,
  'kernel-0.2.0': present,
};
