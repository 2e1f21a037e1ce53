/** A duration in its two largest units: `3h12m`, `45s`, `320ms`. @unit ms */
export const spanText = (ms: number): string => {
  if (ms < 0) return `-${spanText(-ms)}`;
  if (ms < 1000) return ms === 0 ? '0s' : `${ms}ms`;
  const seconds = Math.trunc(ms / 1000);
  if (seconds < 10) return tenthsText(ms);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return pair(seconds, 60, ['m', 's']);
  if (seconds < 86_400) return pair(Math.trunc(seconds / 60), 60, ['h', 'm']);
  return pair(Math.trunc(seconds / 3600), 24, ['d', 'h']);
};

const tenthsText = (ms: number): string => {
  const tenth = Math.trunc((ms % 1000) / 100);
  return `${Math.trunc(ms / 1000)}${tenth === 0 ? '' : `.${tenth}`}s`;
};

const pair = (small: number, perLarge: number, units: readonly [string, string]): string => {
  const rest = small % perLarge;
  return `${Math.trunc(small / perLarge)}${units[0]}${rest === 0 ? '' : `${rest}${units[1]}`}`;
};
