import { alone, placed, planned, type PlantedPlan, seat } from './bench.ts';

const three = Array.from({ length: 3 }, (_, pod) => seat('node-0', [], pod));

const verdict = { _tag: 'QueueNotFound', queueId: 'poor' } as const;

/** Plans that are wrong about who waits and with how many pods. */
export const wrongGangs: readonly PlantedPlan[] = [
  [
    'gangsAreWhole',
    'gang is a gang of 2 pods and 1 of them are placed, of 1 in all',
    alone('gang', seat('node-0', [])),
  ],
  [
    'gangsAreWhole',
    'gang is a gang of 2 pods and 2 of them are placed, of 3 in all',
    alone('gang', ...three),
  ],
  [
    'gangsAreWhole',
    'a pod of gang is placed twice',
    alone('gang', seat('node-0', []), seat('node-0', [])),
  ],
  [
    'gangsAreWhole',
    'single is placed twice in one plan',
    planned({
      placements: [placed('single', seat('node-0', [1]))],
      nominations: [placed('single', seat('node-0', [0]))],
    }),
  ],
  [
    'gangsAreWhole',
    'greedy is placed and does not wait (bound)',
    alone('greedy', seat('node-0', [1])),
  ],
  ['gangsAreWhole', 'nobody is placed and is not there', alone('nobody', seat('node-0', [1]))],
  [
    'gangsAreWhole',
    'single is placed for its attempt 2 and waits for its attempt 1',
    planned({ placements: [{ ...placed('single', seat('node-0', [1])), attempt: 2 }] }),
  ],
  [
    'verdictsAreSingle',
    'single is told twice in one plan why it waits',
    planned({
      verdicts: [
        { workloadId: 'single', verdict },
        { workloadId: 'single', verdict },
      ],
    }),
  ],
  [
    'verdictsAreSingle',
    'greedy is told QueueNotFound and does not wait (bound)',
    planned({ verdicts: [{ workloadId: 'greedy', verdict }] }),
  ],
  [
    'verdictsAreSingle',
    'single is told QueueNotFound and does not wait (waiting)',
    planned({
      placements: [placed('single', seat('node-0', [1]))],
      verdicts: [{ workloadId: 'single', verdict }],
    }),
  ],
];
