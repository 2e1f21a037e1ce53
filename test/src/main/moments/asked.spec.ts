import { describe, expect, it } from 'vitest';
import { memoryLedger } from '../../../../adapters/event-log-memory/index.ts';
import { momentOf, untilOf } from '../../../../src/main/moments/asked.ts';
import { played, rightOf, smallScenario } from '../../app/stage.ts';

describe('a moment as somebody names it', () => {
  it('is a revision, an instant, or so long before the last fact', () => {
    const known: [string, object][] = [
      ['1041', { kind: 'revision', revision: 1041 }],
      [' 7 ', { kind: 'revision', revision: 7 }],
      ['1767621780000ms', { kind: 'instant', atMs: 1_767_621_780_000 }],
      ['0ms', { kind: 'instant', atMs: 0 }],
      ['2026-01-05T14:03:00Z', { kind: 'instant', atMs: 1_767_621_780_000 }],
      ['2026-01-05t14:03z', { kind: 'instant', atMs: 1_767_621_780_000 }],
      ['2026-01-05 15:03:00.000+01:00', { kind: 'instant', atMs: 1_767_621_780_000 }],
      ['2026-01-05', { kind: 'instant', atMs: 1_767_571_200_000 }],
      ['-2h', { kind: 'before', ms: 7_200_000 }],
      ['-90s', { kind: 'before', ms: 90_000 }],
      ['-0ms', { kind: 'before', ms: 0 }],
      ['-7d', { kind: 'before', ms: 604_800_000 }],
    ];
    for (const [text, moment] of known) expect(rightOf(momentOf(text)), text).toEqual(moment);
  });

  it('is refused where it is none of these, with how to name one', () => {
    const none =
      '| |now|-1|1.5|1e3|+2h|2h|-2w|-2.5h|1041s|0x10|-|2026-01-05T14:03:00|2026-02-30|2026-02-30T00:00Z|2026-13-01|' +
      '2026-1-5|2026-01-05T24:00Z|2026-01-05T14:60Z|2026-01-05T14:03:00+25:00|9999999999999999';
    for (const text of none.split('|')) {
      const found = momentOf(text);
      expect(found, text).toMatchObject({ left: { _tag: 'MomentUnreadable', asked: text } });
    }
  });

  it('has to be one that the ledger has', async () => {
    const { log } = await played(smallScenario(2, 8));
    const { revision: head } = rightOf(await log.head()());
    const later = rightOf(await untilOf(log, { kind: 'instant', atMs: 1e12 }));
    expect(later).toEqual({ revision: head, latestMs: 1e12 });
    for (const revision of [0, head + 1]) {
      const left = { _tag: 'MomentUnknown', asked: revision, head };
      expect(await untilOf(log, { kind: 'revision', revision })).toEqual({ _tag: 'Left', left });
    }
    const early = await untilOf(log, { kind: 'instant', atMs: -1 });
    expect(early).toEqual({
      _tag: 'Left',
      left: { _tag: 'MomentTooEarly', askedMs: -1, firstMs: 0 },
    });
    const nothing = rightOf(await memoryLedger().open()());
    for (const asked of [
      { kind: 'instant', atMs: 5 },
      { kind: 'before', ms: 0 },
    ] as const) {
      const left = { _tag: 'MomentTooEarly', firstMs: undefined };
      expect(await untilOf(nothing, asked)).toMatchObject({ left });
    }
  });
});
