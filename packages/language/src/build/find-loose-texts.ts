/**
 * Texts that stand in the code of a page instead of its catalogue: in attributes that people see or hear, as
 * punctuation between what comes from the catalogue, or glued to it. Texts between tags are the linter's
 * (noJsxLiterals).
 */
import type { JSXAttribute, Node, Program } from "oxc-parser";
import { Visitor } from "oxc-parser";

/** Attributes that are read out or shown, those of our own parts included. */
const shown =
  /^(aria-(label|description|roledescription|placeholder|valuetext)|title|placeholder|alt|hint|text|lead)$|^label$|Label$/;

export function findLooseTexts(program: Program): string[] {
  const problems: string[] = [];
  new Visitor({
    JSXAttribute(node) {
      problems.push(...inAttribute(node));
    },
    JSXText({ value }) {
      if (value.trim() !== "")
        problems.push(`“${value.trim()}” stands between tags, where each language has its own`);
    },
    JSXElement({ children }) {
      for (const child of children) problems.push(...inBraces(child));
    },
    AssignmentExpression({ left, right }) {
      if (left.type !== "MemberExpression" || left.property.type !== "Identifier") return;
      if (
        !["title", "textContent", "innerText", "ariaLabel", "alt", "placeholder"].includes(left.property.name)
      )
        return;
      const text = literalIn(right);
      if (text !== undefined && /\p{L}/u.test(text)) problems.push(`“${text}” is a text in the code`);
    },
  }).visit(program);
  return problems;
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
