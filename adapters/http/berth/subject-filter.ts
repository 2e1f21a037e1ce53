import { Type } from 'typebox';
import { factByType } from '../../../domain/catalogue/events.ts';

const kinds = 'ledger|policy|cluster|node-pool|node|department|project|queue|workload';

/** Lets through the facts about one kind of subject, or about one subject. */
export const subjectFilter = {
  subject: Type.Optional(
    Type.String({
      pattern: `^(${kinds})(/[a-z0-9][a-z0-9._:@-]{0,252})?$`,
      description: `a kind (${kinds.replaceAll('|', ', ')}) or one subject, such as workload/train-1`,
      examples: ['workload'],
    }),
  ),
};

/** Lets through the facts of some types; repeated. */
export const typeFilter = {
  type: Type.Optional(
    Type.Array(Type.Enum([...factByType.keys()]), {
      maxItems: 50,
      description: 'types of facts; repeated',
    }),
  ),
};
