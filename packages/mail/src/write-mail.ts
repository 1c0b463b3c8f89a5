/**
 * A mail as plain text and as HTML that say the same. The HTML takes nothing from elsewhere, no picture, no font and nothing that
 * would tell that it was read; it sets no colour but leaves that to the mail program, so that it is readable in the dark.
 */
import { directionOf, type Language } from "@mtoken/language/node";

/** What is sent, besides from whom and to whom. */
export interface Mail {
  subject: string;
  text: string;
  html: string;
}

export interface MailParts {
  language: Language;
  subject: string;
  title: string;
  /** Facts by their labels. */
  facts: readonly (readonly [label: string, fact: string])[];
  paragraphs: readonly string[];
  /** Undefined where its reader could open none. */
  link: { label: string; url: string } | undefined;
  footer: readonly string[];
}

export function writeMail(parts: MailParts): Mail {
  return { subject: oneLine(parts.subject), text: writeText(parts), html: writeHtml(parts) };
}

/** Whatever a name holds, a header stays one line: it is never ended, and never looks like another. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

function writeText({ title, facts, paragraphs, link, footer }: MailParts): string {
  const blocks = [
    oneLine(title),
    facts.map(([label, fact]) => `${label}: ${oneLine(fact)}`).join("\n"),
    ...paragraphs,
    link === undefined ? "" : `${link.label}:\n${link.url}`,
    `-- \n${footer.join("\n")}`,
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

const font = "font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif";
const button =
  "display:inline-block;padding:10px 18px;border:2px solid currentColor;border-radius:8px;font-weight:600;text-decoration:none;color:inherit";

function writeHtml({ language, subject, title, facts, paragraphs, link, footer }: MailParts): string {
  const rows = facts.map(
    ([label, fact]) =>
      `<tr><th scope="row" style="text-align:start;font-weight:400;padding-inline-end:16px">${escapeHtml(label)}</th><td>${escapeHtml(fact)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
<style>:root { color-scheme: light dark; }</style>
</head>
<body dir="${directionOf(language)}" style="margin:0;padding:24px;${font}">
<div style="max-width:560px">
<h1 style="font-size:20px;line-height:1.3;margin:0 0 16px">${escapeHtml(title)}</h1>
${rows.length === 0 ? "" : `<table style="border-collapse:collapse;margin:0 0 16px;${font}">${rows.join("")}</table>\n`}${paragraphs.map((text) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>\n`).join("")}${link === undefined ? "" : htmlOfLink(link)}<hr style="border:0;border-top:1px solid currentColor;opacity:.3;margin:24px 0 16px">
<p style="margin:0;font-size:14px">${footer.map(escapeHtml).join("<br>")}</p>
</div>
</body>
</html>
`;
}

function htmlOfLink(link: { label: string; url: string }): string {
  const url = escapeHtml(link.url);
  return `<p style="margin:24px 0"><a href="${url}" style="${button}">${escapeHtml(link.label)}</a></p>
<p style="margin:0 0 16px;font-size:14px;overflow-wrap:anywhere" dir="ltr">${url}</p>
`;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** For the content of elements and for quoted attributes. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? "");
}
