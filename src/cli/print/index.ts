/** How the CLI turns views into text; nothing here writes to a stream. */
export { type Described, printDescription, type Printed } from './describe.ts';
export { type ColorSigns, wantsColor } from './color-signs.ts';
export { type Paint, paintWith, type Tone } from './paint.ts';
export { type Format, formats, isFormat, type Listing, printAs, printData } from './print-as.ts';
export { type Column, printTable, type TableOptions } from './table.ts';
export {
  boundText,
  bytesText,
  countText,
  durationText,
  instantText,
  mibText,
  milliText,
  nothing,
  permilleText,
  textOr,
} from './units.ts';
