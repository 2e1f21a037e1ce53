export { type ForecastGround, foretell } from './foretell.ts';
