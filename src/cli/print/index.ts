/** How the CLI turns views into text; nothing here writes to a stream. */
export { type Described, printDescription } from './describe.ts';
export { wantsColor } from './color-signs.ts';
export { spanText } from '../../../domain/foundation/span-text.ts';
export { fill } from './json-path.ts';
export { type Tone } from './paint.ts';
export { type Format, formats, isFormat, type Listing, printAs, printData } from './print-as.ts';
export { type Column, printTable, type TableKeep } from './table.ts';
export {
  boundText,
  bytesText,
  countText,
  instantText,
  mibText,
  gpusAskedText,
  milliText,
  permilleText,
  textOr,
} from './units.ts';
