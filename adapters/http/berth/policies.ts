import { defaultPolicy } from '../../../domain/allocation/index.ts';
import { policyShape } from '../../../domain/foundation/policy-shape.ts';
import type { PolicyRow } from '../../../projections/org-units/index.ts';
import type { LiveBrain } from '../../ports/live-brain.ts';
import { fieldsOf, fixedText, instant, number, text } from './field.ts';
import type { Resource } from './resource.ts';
import { atMs, revision, row, text as textShape } from './row-shape.ts';

/** What the rules of a ledger are called; there is one set of them. */
const mainId = 'main';

/** The rules of the program, for ledgers that have adopted none. */
const ownRow: PolicyRow = {
  id: mainId,
  name: defaultPolicy.version,
  createdAtMs: 0,
  revision: 0,
  policy: defaultPolicy,
};

const policyRowShape = row<PolicyRow>('PolicyRow', ownRow, {
  id: textShape,
  name: { ...textShape, description: 'the version that decisions name' },
  createdAtMs: { ...atMs, description: 'since when they are in force; 0: nobody chose any' },
  revision,
  policy: policyShape,
});

const inForce = ({ views }: LiveBrain): PolicyRow => views.units.policies.get(mainId) ?? ownRow;

/** The rules that the kernel decides by. */
export const policies: Resource<PolicyRow> = {
  path: 'policies',
  kind: 'policy',
  one: 'Policy',
  many: 'Policies',
  summary: 'The rules that the kernel decides by',
  shape: policyRowShape,
  exampleId: mainId,
  views: ['units'],
  rows: (brain) => ({ rows: [inForce(brain)] }),
  find: (brain, id) => (id === mainId ? inForce(brain) : undefined),
  told: (one) => one,
  tagOf: (one) => one.revision,
  table: {
    noun: 'policy',
    idOf: ({ id }) => id,
    usual: { sortBy: 'id', sortOrder: 'asc' },
    searched: [({ id }) => id, ({ name }) => name],
    fields: fieldsOf<PolicyRow>([
      ['id', fixedText(({ id }) => id)],
      ['name', text(({ name }) => name)],
      ['createdAtMs', instant(({ createdAtMs }) => createdAtMs)],
      ['revision', number((one) => one.revision)],
    ]),
  },
};
