export { type OpenbInput, readOpenb } from './openb.ts';
