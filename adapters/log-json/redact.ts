/** Keys whose values nobody may read in a log. */
const secretKey =
  /(^|[-_.])(token|tokens|secret|password|passwd|authorization|cookie|credentials?|api[-_]?key|private[-_]?key)$/i;
const secretCamel =
  /(Token|Tokens|Secret|Password|Authorization|Cookie|Credentials?|ApiKey|PrivateKey)$/;

const blank = '[redacted]';

/** Deeper and wider things than a log needs are cut. */
const depthMax = 6;
const entriesMax = 64;
const textLengthMax = 8_192;

/**
 * A value as a log may show it: secrets blanked, texts cut, errors as message and stack, and nothing endless.
 *
 * @cost O(what is shown); bounded by depth, entries and lengths
 */
export const redacted = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactedText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
  }
  if (depth >= depthMax) return '[deep]';
  if (value instanceof Error) return redactedError(value);
  if (Array.isArray(value)) {
    return value.slice(0, entriesMax).map((item) => redacted(item, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, entriesMax)
      .map(([key, held]) => [key, isSecret(key) ? blank : redacted(held, depth + 1)]),
  );
};

const isSecret = (key: string): boolean => secretKey.test(key) || secretCamel.test(key);

const redactedError = ({ name, message, stack }: Error) => ({
  name,
  message: redactedText(message),
  ...(stack === undefined ? {} : { stack: redactedText(stack) }),
});

/** A text without bearer tokens and without the passwords of addresses. */
export const redactedText = (text: string): string => {
  const cut = text.length > textLengthMax ? `${text.slice(0, textLengthMax)}…` : text;
  return cut
    .replaceAll(/\b(bearer|basic)[ \t]+[^\s"',;]+/gi, `$1 ${blank}`)
    .replaceAll(/:\/\/[^/?#\s@]{1,256}@/g, `://${blank}@`);
};

/** Signs that are legal in JSON and yet end lines or turn text around in some readers. */
const treacherous = /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** A line in which such signs are written as escapes; for JSON it says the same. */
export const withoutTreachery = (line: string): string =>
  line.replaceAll(
    treacherous,
    (sign) => `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
