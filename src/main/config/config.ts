import type { InputFault } from '../../../adapters/ports/scenario.ts';
import { type Either, isLeft, right } from '../../../domain/foundation/fp.ts';
import { type Address, addressOf, isLoopback } from './address.ts';
import { optionalIn, refusedAs, textOf, wholeOf } from './chosen.ts';
import type { Effective } from './effective.ts';
import { type LedgerPlace, ledgerPlaceOf } from './ledger-place.ts';
import type { Objection } from './refusal.ts';
import { type Signing, signingOf } from './signing.ts';
import { type SiteShape, siteShapeOf } from './site-shape.ts';

/** Everything that is set, as the program uses it. */
export interface Config {
  readonly listen: Address;
  readonly tokenFile: string | undefined;
  readonly ledger: LedgerPlace;
  /** What may be secret in submissions is sealed. */
  readonly isProtecting: boolean;
  /** A file of rules, or `default`. */
  readonly policy: string | undefined;
  readonly cluster: 'sim' | 'none';
  readonly isQuiet: boolean;
  readonly sim: SiteShape & {
    readonly seed: number;
    /** @unit percent of the usual */
    readonly load: number;
  };
  readonly log: {
    readonly format: 'text' | 'json';
    readonly level: 'debug' | 'info' | 'warn' | 'error';
  };
  /** `undefined` where nobody signs the ledger. */
  readonly sign: Signing | undefined;
  readonly http: {
    readonly bodyBytesMax: number;
    readonly connectionsMax: number;
    readonly eventReadersMax: number;
    readonly graceMs: number;
  };
  readonly engine: {
    readonly waitingMax: number;
    readonly batchMax: number;
    readonly cycleMs: number;
    readonly checkpointEvery: number;
  };
}

/** Makes a configuration of what was chosen; what no shape can judge is judged here. */
export const configOf = (effective: Effective): Either<InputFault, Config> => {
  const listen = judged(effective, 'listen', addressOf);
  if (isLeft(listen)) return listen;
  const ledger = judged(effective, 'ledger', ledgerPlaceOf);
  if (isLeft(ledger)) return ledger;
  const shape = judged(effective, 'sim.nodes', siteShapeOf);
  if (isLeft(shape)) return shape;
  const tokenFile = optionalIn(effective, 'tokenFile');
  if (!isLoopback(listen.right.host) && tokenFile === undefined) {
    return refusedAs(effective, 'listen', {
      problem: `other machines can reach ${listen.right.host}, and no tokens are known`,
      remedy: 'name a file of tokens with --token-file, or listen on 127.0.0.1',
    });
  }
  const isProtecting = effective.get('protect')?.value === true;
  if (isProtecting && ledger.right.kind !== 'file') {
    return refusedAs(effective, 'protect', {
      problem: 'there is no place for keys beside a ledger that is no file',
      remedy: 'keep the ledger in a file, or leave protect out',
    });
  }
  const sign = signingOf(effective);
  if (isLeft(sign)) return sign;
  return right({
    listen: listen.right,
    tokenFile,
    ledger: ledger.right,
    isProtecting,
    policy: optionalIn(effective, 'policy'),
    cluster: textOf(effective, 'cluster') === 'none' ? 'none' : 'sim',
    isQuiet: effective.get('quiet')?.value === true,
    sign: sign.right,
    ...sectionsOf(effective, shape.right),
  });
};

const sectionsOf = (
  effective: Effective,
  shape: SiteShape,
): Pick<Config, 'sim' | 'log' | 'http' | 'engine'> => {
  const whole = (key: string): number => wholeOf(effective, key);
  return {
    sim: { ...shape, seed: whole('sim.seed'), load: whole('sim.load') },
    log: {
      format: textOf(effective, 'log.format') === 'json' ? 'json' : 'text',
      level: levelOf(textOf(effective, 'log.level')),
    },
    http: {
      bodyBytesMax: whole('http.bodyBytesMax'),
      connectionsMax: whole('http.connectionsMax'),
      eventReadersMax: whole('http.eventReadersMax'),
      graceMs: whole('http.graceMs'),
    },
    engine: {
      waitingMax: whole('engine.waitingMax'),
      batchMax: whole('engine.batchMax'),
      cycleMs: whole('engine.cycleMs'),
      checkpointEvery: whole('engine.checkpointEvery'),
    },
  };
};

const levels = ['debug', 'info', 'warn', 'error'] as const;
const levelOf = (text: string) => levels.find((level) => level === text) ?? 'info';

const judged = <Value>(
  effective: Effective,
  key: string,
  read: (text: string) => Either<Objection, Value>,
): Either<InputFault, Value> => {
  const outcome = read(textOf(effective, key));
  return isLeft(outcome) ? refusedAs(effective, key, outcome.left) : outcome;
};
