/** A JSON Schema as far as it is looked at. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
}

/** A parameter of an operation. */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

interface Content {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

interface Response {
  readonly $ref?: string;
  readonly content?: Readonly<Record<string, Content>>;
}

/** One operation: what it takes and what it may answer. */
export interface Operation {
  readonly method: string;
  /** With the names of its parameters in braces. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Content | undefined;
  /** For each status the schemas by content type; `undefined` where there is no body. */
  readonly answers: ReadonlyMap<number, Readonly<Record<string, Content>>>;
}

/** What a server says of itself at `/openapi.json`. */
export interface Document {
  readonly operations: readonly Operation[];
  /** The schema that a reference names. */
  readonly resolve: (schema: Schema) => Schema;
  readonly schemas: Readonly<Record<string, Schema>>;
}

interface Written {
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Response>>;
  };
}

interface WrittenOperation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, Response>>;
}

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref;

/** Reads the document of a running server. */
export const documentOf = async (url: string): Promise<Document> => {
  const answer = await fetch(`${url}/openapi.json`);
  const { paths, components }: Written = JSON.parse(await answer.text());
  const { schemas, responses } = components;
  const answersOf = (response: Response): Readonly<Record<string, Content>> =>
    (response.$ref === undefined ? response : responses[nameOf(response.$ref)])?.content ?? {};
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, written]) => ({
      method: method.toUpperCase(),
      path,
      parameters: written.parameters ?? [],
      body: written.requestBody?.content['application/json'],
      answers: new Map(
        Object.entries(written.responses).map(([status, said]) => [
          Number(status),
          answersOf(said),
        ]),
      ),
    })),
  );
  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : resolve(schemas[nameOf(schema.$ref)] ?? {});
  return { operations, resolve, schemas };
};
