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
  header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; margin: 0 -2rem; padding: 0.75rem 2rem; background: #555; }
  header input { padding: 0.5rem 0.75rem; border: 0; border-radius: 8px; font: inherit; min-width: 16rem; }
  section { scroll-margin-top: 4rem; }
  .group { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 2rem 1.5rem; margin-top: 2rem; }
  .group > h3 { flex: 100%; margin: 0 0 -1.25rem; font-size: 1.25rem; }
  .group > div { max-width: 100%; }
  [hidden] { display: none !important; }
  .row { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1rem; }
  img { display: block; max-width: min(640px, 90vw); max-height: 560px; border-radius: 4px; }
  h2 { flex: 100%; margin: 1.5rem 0 -1rem; border-top: 1px solid; padding-top: 1rem; }
  table { margin-top: 1.5rem; border-spacing: 1.5rem 0.25rem; text-align: right; }
  caption, th:first-child { text-align: left; font-weight: 500; }
  h4 { margin: 0 0 0.5rem; font-weight: 500; }
`;

/** Shows the states whose names have all the words that are typed. */
const script = `
  const field = document.querySelector("input");
  const states = [...document.querySelectorAll("[data-name]")];
  function find() {
    const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const state of states) {
      state.hidden = !words.every((word) => state.dataset.name.includes(word));
      if (!state.hidden) count += 1;
    }
    for (const part of document.querySelectorAll(".group, section")) {
      part.hidden = part.querySelector("[data-name]:not([hidden])") === null;
    }
    document.querySelector("output").textContent = count + " of " + states.length;
  }
  field.addEventListener("input", find);
  find();
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
<header><label>Find <input type="search" placeholder="unlock, payment, wrong…" autofocus></label><output></output><nav>${links.join("\n")}</nav></header>
${judged.length > 0 ? describeScores(judged) : ""}
${sections.map(describeSection).join("\n")}
<script>${script}</script>
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
  const groups = Map.groupBy(states, ({ name }) => groupOf(name, states));
  const described = [...groups].map(
    ([name, members]) =>
      `<div class="group"><h3>${escaped(name)}</h3>${members.map(describeState).join("\n")}</div>`,
  );
  return `<section id="part-${index}"><h2>${escaped(title)}</h2>\n${described.join("\n")}</section>`;
}

/** A state belongs to the shortest name that it begins with: `unlock-wrong` to `unlock`. */
function groupOf(name: string, states: readonly Pictured[]): string {
  const heads = states.filter((state) => name === state.name || name.startsWith(`${state.name}-`));
  return heads.map((state) => state.name).sort((a, b) => a.length - b.length)[0] ?? name;
}

function describeState({ name, pictures }: Pictured): string {
  const images = pictures.map((path) => {
    const source = escaped(path);
    return `<a href="${source}"><img src="${source}" alt="${source}" loading="lazy"></a>`;
  });
  return `<div data-name="${escaped(name)}"><h4>${escaped(name)}</h4><div class="row">${images.join("")}</div></div>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
