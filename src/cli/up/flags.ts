import type { ConfigSources } from '../../main/config/index.ts';
import type { Terminal } from '../terminal.ts';

/** The flags of `berth up` and `berth config show`, as commander names them. */
export interface UpFlags {
  readonly config?: string;
  readonly ledger?: string;
  readonly listen?: string;
  readonly tokenFile?: string;
  readonly protect?: boolean;
  readonly policy?: string;
  readonly cluster?: string;
  readonly nodes?: string;
  readonly seed?: string;
  readonly signKey?: string;
  readonly witness?: string;
  readonly logFormat?: string;
  readonly logLevel?: string;
  readonly quiet?: boolean;
}

/** Where a configuration comes from, for a command line on a terminal. */
export const sourcesOf = (terminal: Terminal, flags: UpFlags): ConfigSources => ({
  file: flags.config,
  environment: terminal.env,
  flags: {
    ledger: flags.ledger,
    listen: flags.listen,
    tokenFile: flags.tokenFile,
    protect: flags.protect,
    policy: flags.policy,
    cluster: flags.cluster,
    quiet: flags.quiet,
    'sim.nodes': flags.nodes,
    'sim.seed': flags.seed,
    'sign.keyFile': flags.signKey,
    'sign.witnessFile': flags.witness,
    'log.format': flags.logFormat,
    'log.level': flags.logLevel,
  },
});
