import { describe, expect, it } from 'vitest';
import { type Report, scoresOf, survivorsOf } from './survivors.ts';

const at = (line: number) => ({ start: { line } });
const report: Report = {
  files: {
    'domain/allocation/share/share.ts': {
      mutants: [
        { status: 'Killed', mutatorName: 'A', location: at(1) },
        { status: 'Timeout', mutatorName: 'A', location: at(2) },
        { status: 'Survived', mutatorName: 'B', replacement: 'a <=\n  b', location: at(3) },
        { status: 'Ignored', mutatorName: 'C', location: at(4) },
      ],
    },
    'domain/allocation/order/race.ts': {
      mutants: [{ status: 'NoCoverage', mutatorName: 'D', location: at(5) }],
    },
  },
};

describe('mutation test', () => {
  it('counts those that were found of all that could be, room by room', () => {
    expect(scoresOf(report).split('\n')).toEqual([
      '  0.0 %  0 of 1  domain/allocation/order',
      ' 66.7 %  2 of 3  domain/allocation/share',
      ' 50.0 %  2 of 4  in all',
    ]);
  });

  it('names those that nobody noticed, with what was changed', () => {
    expect(survivorsOf(report).split('\n')).toEqual([
      'domain/allocation/share/share.ts:3 Survived B → a <= b',
      'domain/allocation/order/race.ts:5 NoCoverage D → ',
    ]);
  });
});
