import { type Draft, textSetting, wholeSetting } from './setting.ts';

/** Bounds of what HTTP lets in. */
export const http: Readonly<Record<string, Draft>> = {
  bodyBytesMax: wholeSetting(
    { min: 1024, max: 64 * 1024 * 1024 },
    { says: 'The largest body that is read, in bytes.', byDefault: 1024 * 1024 },
  ),
  connectionsMax: wholeSetting(
    { min: 1, max: 1_000_000 },
    { says: 'Most connections at once.', byDefault: 4096 },
  ),
  eventReadersMax: wholeSetting(
    { min: 0, max: 100_000 },
    { says: 'Most readers of the stream of events at once.', byDefault: 2000 },
  ),
  graceMs: wholeSetting(
    { min: 0, max: 600_000 },
    {
      says: 'How long requests that are being answered may take when the program ends, in milliseconds.',
      byDefault: 10_000,
    },
  ),
};

/** Who signs the ledger, and how often. */
export const sign: Readonly<Record<string, Draft>> = {
  keyFile: textSetting('the path of a file', {
    says: 'The key that signs checkpoints of the ledger (`berth ledger keygen`), readable by its owner only; nothing is signed where it is not set.',
    flag: '--sign-key',
  }),
  witnessFile: textSetting('the path of a file', {
    says: 'Where signed checkpoints are added; at the start the ledger has to begin as each of them says. It belongs on another machine than the ledger.',
    flag: '--witness',
  }),
  everyFacts: wholeSetting(
    { min: 1, max: 1_000_000_000 },
    { says: 'Facts between two signed checkpoints.', byDefault: 10_000 },
  ),
  everyMinutes: wholeSetting(
    { min: 1, max: 10_080 },
    { says: 'The longest that new facts wait to be signed, in minutes.', byDefault: 10 },
  ),
};

/** Bounds of the engine. */
export const engine: Readonly<Record<string, Draft>> = {
  waitingMax: wholeSetting(
    { min: 1, max: 10_000_000 },
    { says: 'Most requests that wait to be decided; one more is refused.', byDefault: 20_000 },
  ),
  batchMax: wholeSetting(
    { min: 1, max: 10_000 },
    { says: 'Most requests that are decided and made durable together.', byDefault: 1024 },
  ),
  cycleMs: wholeSetting(
    { min: 10, max: 60_000 },
    { says: 'Least time between two plans, in milliseconds.', byDefault: 100 },
  ),
  checkpointEvery: wholeSetting(
    { min: 1000, max: 1_000_000_000 },
    { says: 'Facts between two checkpoints.', byDefault: 250_000 },
  ),
};
