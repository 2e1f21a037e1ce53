export { bodyOf, decode, type DecodeFault } from './decode.ts';
