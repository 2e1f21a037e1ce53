export {
  Problem,
  type ProblemError,
  type ProblemSaid,
  problemType,
  shown,
} from './problem-document.ts';
export { problemOfFault } from './problem-of-fault.ts';
export { problemOfRefusal } from './problem-of-refusal.ts';
