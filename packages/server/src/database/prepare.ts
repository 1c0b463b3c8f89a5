/**
 * Statements that are built once. Kysely puts a statement together from nodes and writes its text anew at each call, which
 * for most costs more than to send it. Here that happens at the first call, with a name in the place of each value;
 * from then on values take the names' places, and nothing else of the statement depends on them.
 *
 * What it can't serve stays with Kysely: a statement whose text depends on its values, such as a list of varying length.
 */
import {
  type CompiledQuery,
  DummyDriver,
  type Expression,
  Kysely,
  type OperationNode,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  ValueNode,
} from "kysely";
import type { Queries } from "./database.ts";
import type { Tables } from "./tables.ts";

/** The names of a statement's values, each of its value's type: a column refuses one of another type. */
export type Given<Values extends object> = {
  readonly [Name in keyof Values]-?: Expression<Values[Name]>;
};

/** A query of Kysely's, or one that is written as SQL. */
interface Buildable<Row> {
  compile(builder: Kysely<Tables>): CompiledQuery<Row>;
}

/** Has no connection: here statements are built, and nowhere run. */
const builder = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (kysely) => new PostgresIntrospector(kysely),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/**
 *     const deviceById = prepare((queries, { id }: Given<{ id: DeviceId }>) =>
 *       queries.selectFrom("devices").select("status").where("id", "=", id),
 *     );
 *     await deviceById({ id }).first(queries);
 */
export function prepare<Values extends object, Row>(
  build: (queries: Kysely<Tables>, given: Given<Values>) => Buildable<Row>,
): (values: Values) => Statement<Row> {
  let template: Template<Row> | undefined;
  return (values) => {
    template ??= compile(build);
    return new Statement(template, values);
  };
}

/** A prepared statement and the values for one run: it goes wherever a query of Kysely's goes (send.ts). */
export class Statement<Row> {
  readonly #template: Template<Row>;
  readonly #values: object;

  constructor(template: Template<Row>, values: object) {
    this.#template = template;
    this.#values = values;
  }

  compile(): CompiledQuery<Row> {
    const { query, parameters } = this.#template;
    return { ...query, parameters: parameters.map((of) => filled(of, this.#values)) };
  }

  async all(queries: Queries): Promise<Row[]> {
    return (await queries.executeQuery(this.compile())).rows;
  }

  async first(queries: Queries): Promise<Row | undefined> {
    return (await this.all(queries))[0];
  }

  /** How many rows it changed. */
  async affected(queries: Queries): Promise<bigint> {
    return (await queries.executeQuery(this.compile())).numAffectedRows ?? 0n;
  }
}

/** A parameter is either a value that is the same at each call, or the place of one that is given. */
interface Template<Row> {
  query: CompiledQuery<Row>;
  parameters: readonly unknown[];
}

class Placeholder implements Expression<never> {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  get expressionType(): undefined {
    return undefined;
  }

  toOperationNode(): OperationNode {
    return ValueNode.create(this);
  }
}

function compile<Values extends object, Row>(
  build: (queries: Kysely<Tables>, given: Given<Values>) => Buildable<Row>,
): Template<Row> {
  const named = new Set<string>();
  const given = new Proxy(
    {},
    {
      get(_target, name) {
        named.add(String(name));
        return new Placeholder(String(name));
      },
    },
  );
  // Every name there is, is in it.
  const query = build(builder, given as Given<Values>).compile(builder);
  for (const parameter of query.parameters)
    if (parameter instanceof Placeholder) named.delete(parameter.name);
  if (named.size > 0) throw new TypeError(`A statement does not use what it is given: ${[...named].join()}.`);
  return { query, parameters: query.parameters };
}

function filled(parameter: unknown, values: object): unknown {
  if (!(parameter instanceof Placeholder)) return parameter;
  const value = Reflect.get(values, parameter.name);
  if (value === undefined) throw new TypeError(`A statement lacks a value: ${parameter.name}.`);
  return value;
}
