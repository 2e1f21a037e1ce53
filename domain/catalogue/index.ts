export {
  type AnyDecider,
  type AnyState,
  type BerthCommand,
  type BerthRejection,
  deciders,
} from './aggregates.ts';
