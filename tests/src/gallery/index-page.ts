/** The gallery's page: every picture under the name of what it shows. */
import type { Judged } from "./lighthouse.ts";
import type { Pictured } from "./take-pictures.ts";

export interface Section {
  title: string;
  states: readonly Pictured[];
}

const style = `
  body { margin: 2rem; background: #777; color: #fff; font: 16px/1.4 system-ui, sans-serif; }
  nav a { color: inherit; margin-right: 1rem; }
  section { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 2.5rem 1.5rem; }
  section > div { max-width: 100%; }
  .row { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1rem; }
  img { display: block; max-width: min(640px, 90vw); max-height: 560px; border-radius: 4px; }
  h2 { flex: 100%; margin: 1.5rem 0 -1rem; border-top: 1px solid; padding-top: 1rem; }
  table { margin-top: 1.5rem; border-spacing: 1.5rem 0.25rem; text-align: right; }
  caption, th:first-child { text-align: left; font-weight: 500; }
  h3 { margin: 0 0 0.5rem; font-weight: 500; }
`;

export function indexPage(sections: readonly Section[], judged: readonly Judged[]): string {
  const links = sections.map(({ title }, index) => `<a href="#part-${index}">${escaped(title)}</a>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Every screen of mtoken</title>
<style>${style}</style>
<h1>Every screen of mtoken</h1>
<nav>${links.join("\n")}</nav>
${judged.length > 0 ? describeScores(judged) : ""}
${sections.map(describeSection).join("\n")}
</html>
`;
}

function describeScores(judged: readonly Judged[]): string {
  const [first] = judged;
  const titles = first?.scores.map(({ title }) => `<th>${escaped(title)}</th>`) ?? [];
  const rows = judged.map(({ page, scores }) => {
    const cells = scores.map(({ score }) => `<td>${score}</td>`);
    return `<tr><th>${escaped(page)}</th>${cells.join("")}</tr>`;
  });
  return `<table><caption>Lighthouse</caption><tr><th></th>${titles.join("")}</tr>${rows.join("\n")}</table>`;
}

function describeSection({ title, states }: Section, index: number): string {
  return `<section id="part-${index}"><h2>${escaped(title)}</h2>\n${states.map(describeState).join("\n")}</section>`;
}

function describeState({ name, pictures }: Pictured): string {
  const images = pictures.map((path) => {
    const source = escaped(path);
    return `<a href="${source}"><img src="${source}" alt="${source}" loading="lazy"></a>`;
  });
  return `<div><h3>${escaped(name)}</h3><div class="row">${images.join("")}</div></div>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
