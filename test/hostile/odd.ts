import fc from 'fast-check';

/** JSON as text: what a body may be that no value of the language is. */
type JsonText = string;

const deep = (open: string, close: string, depth: number): JsonText =>
  `${open.repeat(depth)}1${close.repeat(depth)}`;

const lines = (text: string): readonly string[] => text.trim().split('\n');

/** Values that few schemas mean, as JSON: numbers at the edges, long and strange texts, nests, keys of the prototype. */
export const oddJson: readonly JsonText[] = [
  ...'null true "" "x" {} [] [[]] [null] {"a":{}} 0 1 -1 1.5 -0 1e3 1e999 -1e999 1e-7'.split(' '),
  ...'9007199254740991 9007199254740992 -9007199254740992 2147483648 01 0x10 NaN Infinity'.split(
    ' ',
  ),
  ...lines(String.raw`
123456789012345678901234567890
"\u0000"
"\ud800"
"\udc00\ud800"
"\u202e"
"\ufeff"
"👩‍👩‍👧"
"é\u0301"
"../../etc/passwd"
"%2e%2e%2f"
"a/b"
"~1~0"
"$ref"
"<script>"
"1"
"true"
"null"
"[object Object]"
"__proto__"
"constructor"
"toString"
{"__proto__":{"isAdmin":true}}
{"constructor":{"prototype":{"a":1}}}
{"toString":1}
{"valueOf":1,"toString":null}
{"a":1,"a":2}
{"length":1e9}
{"$ref":"#"}
{"then":"x"}
{"toJSON":1}
`),
  deep('[', ']', 40),
  deep('[', ']', 100),
  deep('{"a":', '}', 70),
  JSON.stringify('x'.repeat(300)),
  JSON.stringify('y'.repeat(100_000)),
  JSON.stringify(Array.from({ length: 5_000 }, () => 0)),
];

/** Texts that few parameters mean; as UTF-8 in addresses, as they are in headers. */
export const oddTexts: readonly string[] = [
  '',
  ' ',
  ...'-1 1e99 0x10 1.5 NaN 9007199254740993 99999999999999999999 true null'.split(' '),
  ...'.. . ../.. a/b / % %2e \\ * " \' <script> $x x,y "1" W/"1" "0" "99999999"'.split(' '),
  ...'a==b name== name=@ == phase==nothing name=^(a+)+$ __proto__==x constructor.name'.split(' '),
  ...'__proto__ constructor toString hasOwnProperty asc desc 2026-13-45 0001-01-01'.split(' '),
  ...'+275760-09-13 vision node-1 fuzz-1 default training'.split(' '),
  'name==a,'.repeat(60),
  'a'.repeat(600),
  ','.repeat(200),
];

/** Texts that only an address can carry. */
export const oddAddressTexts: readonly string[] = [
  ...oddTexts,
  '\u0000',
  '\ud7ff',
  '👩‍👩‍👧',
  '\u202e',
  'é'.repeat(100),
  '\r\nx-injected: 1',
  '\ufeff',
  'a\tb',
];

/** Where in a value something is, as the keys that lead there. */
type Place = readonly (string | number)[];

const placesOf = (value: unknown, place: Place = []): Place[] => {
  if (typeof value !== 'object' || value === null) return [place];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [place, ...entries.flatMap(([key, member]) => placesOf(member, [...place, key]))];
};

/** What is done to one place of a value. */
type Harm =
  | { readonly do: 'replace'; readonly at: number; readonly by: JsonText }
  | { readonly do: 'remove'; readonly at: number }
  | { readonly do: 'add'; readonly at: number; readonly key: string; readonly by: JsonText }
  | { readonly do: 'repeat'; readonly at: number };

const at = fc.nat(10_000);
const by = fc.constantFrom(...oddJson);
const key = fc.constantFrom(
  'unknown',
  '__proto__',
  'constructor',
  '',
  'a/b',
  '~',
  '0',
  'x'.repeat(300),
  '\ud800',
);

/** What can be done to a value, whatever it is. */
export const harm: fc.Arbitrary<Harm> = fc.oneof(
  fc.record({ do: fc.constant('replace'), at, by }),
  fc.record({ do: fc.constant('remove'), at }),
  fc.record({ do: fc.constant('add'), at, key, by }),
  fc.record({ do: fc.constant('repeat'), at }),
);

/** The value as JSON with something done to it. */
export const harmed = (value: unknown, done: Harm): JsonText => {
  const places = placesOf(value);
  const place = places[done.at % places.length] ?? [];
  return written(value, place, done) ?? '';
};

/** Writes JSON; at the place something else is written. */
const written = (value: unknown, place: Place | undefined, done: Harm): JsonText | undefined => {
  if (place?.length === 0) {
    if (done.do === 'replace') return done.by;
    if (done.do === 'remove') return undefined;
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const [next, ...rest] = place ?? [];
  const members = (Array.isArray(value) ? [...value.entries()] : Object.entries(value)).flatMap(
    ([name, member]) => {
      const text = written(member, name === next ? rest : undefined, done);
      if (text === undefined) return [];
      return [Array.isArray(value) ? text : `${JSON.stringify(String(name))}:${text}`];
    },
  );
  if (place?.length === 0) members.push(...added(value, members, done));
  return Array.isArray(value) ? `[${members.join(',')}]` : `{${members.join(',')}}`;
};

const added = (value: object, members: readonly JsonText[], done: Harm): readonly JsonText[] => {
  if (done.do === 'repeat') return members.slice(0, 1);
  if (done.do !== 'add') return [];
  return [Array.isArray(value) ? done.by : `${JSON.stringify(done.key)}:${done.by}`];
};
