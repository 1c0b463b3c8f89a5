/**
 * Texts that stand in the code of a page instead of its catalogue: in attributes that people see or hear, as
 * punctuation between what comes from the catalogue, or glued to it; and several words wherever else they stand, returned,
 * handed over or kept. One word alone may be the name of something. Texts between tags are the linter's (noJsxLiterals).
 */
import type { JSXAttribute, Node, Program, Span } from "oxc-parser";
import { Visitor } from "oxc-parser";

/** Attributes that are read out or shown, those of our own parts included. */
const shown =
  /^(aria-(label|description|roledescription|placeholder|valuetext)|title|placeholder|alt|hint|text|lead)$|^label$|Label$/;

/** Attributes whose words are not for people. */
const unseen = /^(class|className|d|viewBox|points|transform|rel|sizes|media|allow|autocomplete|style)$/;

/** What shows its arguments to people, whatever they are. */
const telling = new Set(["alert", "confirm", "prompt"]);

const words = /\p{L}[.,:;!?…]? \p{L}/u;

/** A feature of a media query, as `matchMedia` takes it, or the declarations of a style. */
const styling = /^\([a-z-]+: [a-z-]+\)$|^([a-z-]+:\S[^:]*)(;[a-z-]+:\S[^:]*)*$/;

const allowed = new Set([
  // A media query that nothing fulfils.
  "not all",
  // What the service worker says, in English, while it knows no language (docs/translate.md).
  "Something waits for you",
  "Open the app to see it.",
]);

export function findLooseTexts(program: Program): string[] {
  const problems: string[] = [];
  /** What was looked at by a rule of its own, or is for developers. */
  const seen: Span[] = [];
  const loose = (text: string, { start, end }: Span): void => {
    if (
      !words.test(text) ||
      styling.test(text) ||
      allowed.has(text) ||
      seen.some((span) => span.start <= start && end <= span.end)
    )
      return;
    problems.push(`“${text}” is a text in the code`);
  };
  new Visitor({
    ImportDeclaration({ source }) {
      seen.push(source);
    },
    NewExpression(node) {
      if (node.callee.type === "Identifier" && /(Error|Exception)$/.test(node.callee.name)) seen.push(node);
    },
    CallExpression({ callee, arguments: given }) {
      if (callee.type !== "Identifier" || !telling.has(callee.name)) return;
      for (const argument of given) problems.push(...lettersIn(argument, seen));
    },
    Property({ key, value }) {
      if (key.type === "Identifier" && shown.test(key.name)) problems.push(...lettersIn(value, seen));
    },
    Literal(node) {
      if (typeof node.value === "string") loose(node.value, node);
    },
    TemplateElement(node) {
      loose(withoutMarkup(node.value.cooked ?? ""), node);
    },
    JSXAttribute(node) {
      problems.push(...inAttribute(node));
      const name = node.name.type === "JSXIdentifier" ? node.name.name : "";
      if (node.value !== null && (shown.test(name) || unseen.test(name))) seen.push(node.value);
    },
    JSXText({ value }) {
      if (value.trim() !== "")
        problems.push(`“${value.trim()}” stands between tags, where each language has its own`);
    },
    JSXElement({ children }) {
      for (const child of children) {
        problems.push(...inBraces(child));
        if (child.type === "JSXExpressionContainer" && literalIn(child.expression) !== undefined)
          seen.push(child);
      }
    },
    AssignmentExpression({ left, right }) {
      if (left.type !== "MemberExpression" || left.property.type !== "Identifier") return;
      if (
        !["title", "textContent", "innerText", "ariaLabel", "alt", "placeholder"].includes(left.property.name)
      )
        return;
      problems.push(...lettersIn(right, seen));
    },
  }).visit(program);
  return problems;
}

/** A part of HTML may begin or end within a tag, and hold rules of style. */
function withoutMarkup(text: string): string {
  return text
    .replace(/^[^<>]*>/, "")
    .replace(/<[^>]*(>|$)/g, "\n")
    .replace(/\{[^}]*\}/g, "\n");
}

/** What an expression says by itself, if it says anything; nobody looks at it again. */
function lettersIn(node: Node, seen: Span[]): string[] {
  const text = literalIn(node);
  if (text === undefined || !/\p{L}/u.test(text) || allowed.has(text)) return [];
  seen.push(node);
  return [`“${text}” is a text in the code`];
}

function inBraces(node: Node): string[] {
  const text = node.type === "JSXExpressionContainer" ? literalIn(node.expression) : undefined;
  return text !== undefined && /\p{L}|[.,:;!?]/u.test(text) ? [`“${text}” is a text in the code`] : [];
}

function inAttribute({ name, value }: JSXAttribute): string[] {
  if (name.type !== "JSXIdentifier" || value === null || !shown.test(name.name)) return [];
  const text = value.type === "JSXExpressionContainer" ? literalIn(value.expression) : literalIn(value);
  return text !== undefined && /\p{L}/u.test(text) ? [`${name.name}=“${text}” is a text in the code`] : [];
}

/** What an expression says by itself, whichever way it is decided. */
function literalIn(node: Node): string | undefined {
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? node.value : undefined;
    case "TemplateLiteral":
      return node.quasis.map(({ value }) => value.cooked ?? "").join(" ");
    case "ConditionalExpression":
      return literalIn(node.consequent) ?? literalIn(node.alternate);
    case "LogicalExpression":
      return literalIn(node.right);
    default:
      return undefined;
  }
}
