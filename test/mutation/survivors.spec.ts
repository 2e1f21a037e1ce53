import { describe, expect, it } from 'vitest';
import { intervalOf, type Report, scoreOf, scoresOf, survivorsOf } from './survivors.ts';

const at = (line: number) => ({ start: { line, column: 3 }, end: { line, column: 8 } });
const report: Report = {
  files: {
    'domain/allocation/order/race.ts': {
      mutants: [{ id: '5', status: 'NoCoverage', mutatorName: 'D', location: at(5) }],
    },
    'domain/allocation/share/share.ts': {
      mutants: [
        { id: '1', status: 'Killed', mutatorName: 'A', location: at(1) },
        { id: '2', status: 'Timeout', mutatorName: 'A', location: at(2) },
        {
          id: '3',
          status: 'Survived',
          mutatorName: 'B',
          replacement: 'a <=\n  b',
          location: at(3),
        },
        { id: '4', status: 'Ignored', mutatorName: 'C', location: at(4) },
      ],
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

  it('counts of a sample those alone that were drawn, and says how far the score may be off', () => {
    expect(scoresOf(report, new Set(['1', '3'])).split('\n')[1]).toMatch(
      /^ 50\.0 % {2}1 of 2, {2}\d\d\.\d to {2}\d\d\.\d % of 3 {2}domain\/allocation\/share$/,
    );
    expect(scoreOf(report, new Set(['1']))).toBe(1);
  });

  it('names those that nobody noticed, with what was changed', () => {
    expect(survivorsOf(report)).toEqual([
      'domain/allocation/order/race.ts:5:3-5:8 D ',
      'domain/allocation/share/share.ts:3:3-3:8 B a <= b',
    ]);
    expect(survivorsOf(report, new Set(['5']))).toHaveLength(1);
  });

  it('is sure of the score when all were tried, and the less sure the fewer were', () => {
    expect(intervalOf({ found: 8, tried: 10, all: 10 })).toEqual([0.8, 0.8]);
    // The figures of the published example, of a population without end.
    const [least, most] = intervalOf({ found: 8, tried: 10, all: Number.POSITIVE_INFINITY });
    expect(least).toBeCloseTo(0.4902, 3);
    expect(most).toBeCloseTo(0.9433, 3);
    expect(intervalOf({ found: 0, tried: 0, all: 3 })).toEqual([0, 1]);
  });
});
