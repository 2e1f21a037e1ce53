import type { InstantMs } from '../../domain/foundation/instant.ts';
import { shown } from './refusal.ts';
import { type Page, refuseAt } from './scenario-file-page.ts';
import { utcSecondsOf } from './utc-seconds.ts';

const pattern = /^(?=.)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const dayMs = 86_400_000;
const unitsMs = [dayMs, 3_600_000, 60_000, 1000, 1] as const;
const daysMax = 3653;

/** Reads a duration such as `90s` or `1h30m`. @unit ms @throws InputRefusal */
export const durationMsAt = (page: Page, pointer: string, text: string): number => {
  const parts = pattern.exec(text)?.slice(1);
  const ms = unitsMs.reduce((sum, unit, place) => sum + Number(parts?.[place] ?? 0) * unit, 0);
  if (parts === undefined) {
    const remedy = 'write numbers with d, h, m, s or ms, largest first: 90s, 15m, 8h, 1h30m';
    return refuseAt(page, pointer, { problem: `${shown(text)} is no duration`, remedy });
  }
  if (ms <= daysMax * dayMs) return ms;
  return refuseAt(page, pointer, {
    problem: `${shown(text)} is too long: more than ten years`,
    remedy: `write at most ${daysMax}d, or ${daysMax * 24}h`,
  });
};

/** A Monday, 2026-01-05T00:00:00Z: when a scenario starts that does not say. */
export const startMsByDefault: InstantMs = 1_767_571_200_000;

const iso = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)Z$/;
/** The end of the year 9999. */
const instantMsMax = 253_402_300_799_999;

/** Reads when a scenario starts. @throws InputRefusal */
export const instantMsAt = (page: Page, pointer: string, value: string | number): InstantMs => {
  const parts = typeof value === 'string' ? iso.exec(value) : null;
  const seconds = parts === null ? undefined : utcSecondsOf(`${parts[1]} ${parts[2]}`);
  if (seconds !== undefined) return seconds * 1000;
  if (typeof value === 'number' && value >= 0 && value <= instantMsMax) return value;
  return refuseAt(page, pointer, {
    problem: `${shown(String(value))} is no instant between 1970 and 9999`,
    remedy: 'write it as "2026-01-05T08:00:00Z" (UTC), or as milliseconds since 1970',
  });
};
