/**
 * Reads a page's code for its texts: which keys of the catalogue it uses, and texts that it should have taken from
 * there. What can't be told is taken for used: a whole group that is passed on, or one that is read by a computed key.
 */
import type { Node, VariableDeclarator } from "oxc-parser";
import { parseSync, visitorKeys } from "oxc-parser";
import { findLooseTexts } from "./find-loose-texts.ts";

export interface Uses {
  /** Keys and groups; a `*` stands for any name. */
  paths: Set<string>;
  problems: string[];
}

/** What a name stands for, in the function that it is declared in and in those within. */
type Scope = Map<string, string[]>;

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** The uses of `messages` in one file. */
export function findUses(text: string, path: string): Uses {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const uses: Uses = { paths: new Set(), problems: [] };
  const module: Scope = new Map();
  for (const statement of program.body) {
    if (statement.type !== "ImportDeclaration" || statement.importKind === "type") continue;
    for (const specifier of statement.specifiers) {
      if (specifier.type !== "ImportSpecifier" || specifier.imported.type !== "Identifier") continue;
      if (specifier.imported.name === "messages") module.set(specifier.local.name, []);
    }
  }
  visit(program, [module], uses);
  uses.problems.push(...findLooseTexts(program));
  return uses;
}

function visit(node: Node, scopes: Scope[], uses: Uses): void {
  if (isType(node)) return;
  if (node.type === "VariableDeclarator" && visitDeclarator(node, scopes, uses)) return;
  const path = pathOf(node, scopes);
  if (path !== undefined) {
    if (scopes.length === 1) refuse(path, uses);
    uses.paths.add(path.join("."));
    return;
  }
  if (functions.has(node.type)) visitFunction(node, scopes, uses);
  else for (const child of childrenOf(node)) if (!isPassedOn(child, node, scopes)) visit(child, scopes, uses);
}

function isType(node: Node): boolean {
  return node.type === "ImportDeclaration" || (node.type.startsWith("TS") && !("expression" in node));
}

/** Whether nothing more of it is to be visited. */
function visitDeclarator({ id, init }: VariableDeclarator, scopes: Scope[], uses: Uses): boolean {
  const path = init === null ? undefined : pathOf(init, scopes);
  if (path !== undefined && (id.type === "Identifier" || id.type === "ObjectPattern")) {
    if (scopes.length === 1) refuse(path, uses);
    declare(id, path, scopes, uses);
    return true;
  }
  if (!isMessages(id) || scopes.length === 1) return false;
  scopes.at(-1)?.set("messages", []);
  if (init !== null) visit(init, scopes, uses);
  return true;
}

function visitFunction(node: Node, scopes: Scope[], uses: Uses): void {
  const parameters: readonly Node[] = "params" in node && Array.isArray(node.params) ? node.params : [];
  for (const parameter of parameters) visit(parameter, [...scopes, new Map()], uses);
  const inner = [...scopes, catalogueAmong(parameters)];
  for (const child of childrenOf(node)) if (!parameters.includes(child)) visit(child, inner, uses);
}

/** Who is given the whole catalogue uses of it what that code says. */
function isPassedOn(child: Node, node: Node, scopes: Scope[]): boolean {
  return node.type === "CallExpression" && child !== node.callee && pathOf(child, scopes)?.length === 0;
}

/** A function that is given the catalogue, or fetches one, as where several languages are spoken at once, calls it `messages` too. */
function catalogueAmong(parameters: readonly Node[]): Scope {
  const found = parameters.some(
    (parameter) =>
      isMessages(parameter) ||
      (parameter.type === "ObjectPattern" &&
        parameter.properties.some((property) => property.type === "Property" && isMessages(property.value))),
  );
  return new Map(found ? [["messages", []]] : []);
}

function isMessages(node: Node): boolean {
  return node.type === "Identifier" && node.name === "messages";
}

/** A file loads once, before the language is known, and again for no other. */
function refuse(path: readonly string[], { problems }: Uses): void {
  problems.push(
    `${["messages", ...path].join(".")} is read when the file loads: another language would not show`,
  );
}

/** `const words = messages.unlock`, and `const { title } = messages.unlock`, whose names are leaves or groups. */
function declare(pattern: Node, path: string[], scopes: Scope[], uses: Uses): void {
  if (pattern.type === "Identifier") {
    scopes.at(-1)?.set(pattern.name, path);
  } else if (pattern.type === "ObjectPattern") {
    for (const property of pattern.properties) {
      if (property.type === "Property" && property.key.type === "Identifier")
        declare(property.value, [...path, property.key.name], scopes, uses);
      else uses.paths.add(path.join("."));
    }
  } else {
    uses.paths.add(path.join("."));
  }
}

/** The place in the catalogue that an expression reads, if it reads one. */
function pathOf(node: Node, scopes: Scope[]): string[] | undefined {
  if (node.type === "Identifier") return scopes.findLast((scope) => scope.has(node.name))?.get(node.name);
  if (node.type !== "MemberExpression") return undefined;
  const object = pathOf(node.object, scopes);
  if (object === undefined) return undefined;
  if (!node.computed) return [...object, node.property.type === "Identifier" ? node.property.name : "*"];
  const { property } = node;
  return [
    ...object,
    property.type === "Literal" && typeof property.value === "string" ? property.value : "*",
  ];
}

function* childrenOf(node: Node): Generator<Node> {
  for (const name of visitorKeys[node.type] ?? []) {
    const value: unknown = Reflect.get(node, name);
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield child;
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** Whether a key is used by one of the paths: by its own, by a group that holds it, or by a computed one. */
export function isUsed(key: string, paths: ReadonlySet<string>): boolean {
  const steps = key.split(".");
  return [...paths].some((path) => {
    if (path === "") return true;
    const wanted = path.split(".");
    return wanted.length <= steps.length && wanted.every((step, at) => step === "*" || step === steps[at]);
  });
}
