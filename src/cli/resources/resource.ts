import type { Terminal } from '../terminal.ts';
import { describe } from './describe-one.ts';
import type { DescribeArguments, Kind, ListArguments } from './kind.ts';
import { list } from './list-all.ts';

export { detailsOf } from './record.ts';

/** The two questions that can be asked about a noun; each answers an exit code. */
export interface Resource {
  readonly list: (terminal: Terminal, args: ListArguments) => Promise<number>;
  readonly describe: (terminal: Terminal, args: DescribeArguments) => Promise<number>;
}

/** Makes the two commands of a noun. */
export const resourceOf = <Row>(kind: Kind<Row>): Resource => ({
  list: (terminal, args) => list(kind, terminal, args),
  describe: (terminal, args) => describe(kind, terminal, args),
});
