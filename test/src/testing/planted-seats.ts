import { alone, placed, planned, type PlantedPlan, reclaimed, seat } from './bench.ts';

const three = Array.from({ length: 3 }, (_, pod) => seat('node-0', [], pod));

/** Plans that put pods where they cannot be. */
export const wrongSeats: readonly PlantedPlan[] = [
  [
    'nodesHold',
    'card 0 of node-0 is now given away to 2000 of 1000',
    alone('single', seat('node-0', [0])),
  ],
  [
    'nodesHold',
    'node-0 has 8000 millicores and now its pods ask for 9000',
    alone('thinker', seat('node-0', [])),
  ],
  [
    'nodesHold',
    'node-0 has 17179869184 bytes and now its pods ask for 18253611008',
    alone('hoarder', seat('node-0', [])),
  ],
  ['nodesHold', 'node-0 takes 3 pods and now has 4', alone('crowd', ...three)],
  [
    'nodesHold',
    'card 1 of node-0 is once others have left given away to 2000 of 1000',
    planned({
      nominations: [
        placed('claimant', seat('node-0', [0, 1])),
        placed('single', seat('node-0', [1])),
      ],
      evictions: [reclaimed],
    }),
  ],
  ['seatsAreFit', 'lost is lost', alone('single', seat('lost', [0]))],
  ['seatsAreFit', 'cordoned is cordoned', alone('single', seat('cordoned', [0]))],
  [
    'seatsAreFit',
    'tainted has the taint infra:NoSchedule, which is not tolerated',
    alone('single', seat('tainted', [0])),
  ],
  [
    'seatsAreFit',
    'node-1 has zone=b, and a or c is asked for',
    alone('picky', seat('node-1', [0])),
  ],
  [
    'seatsAreFit',
    'node-0 has zone=(none), and a or c is asked for',
    alone('picky', seat('node-0', [1])),
  ],
  ['seatsAreFit', 'nowhere is not there', alone('single', seat('nowhere', [0]))],
  [
    'seatsAreFit',
    'it gets the cards [] of node-0 and asks for 1',
    alone('single', seat('node-0', [])),
  ],
  [
    'seatsAreFit',
    'it gets the cards [1, 1] of node-0 and asks for 2',
    alone('claimant', seat('node-0', [1, 1])),
  ],
  [
    'seatsAreFit',
    'it gets 500 of each card and asks for 1000',
    alone('single', { ...seat('node-0', [1]), gpuMilli: 500 }),
  ],
  ['seatsAreFit', 'node-0 has 2 cards and none is 2', alone('single', seat('node-0', [2]))],
  ['seatsAreFit', 'card 1 of worn is broken', alone('single', seat('worn', [1]))],
  ['seatsAreFit', 'nobody is placed and is not there', alone('nobody', seat('node-0', [1]))],
];
