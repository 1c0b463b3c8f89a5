/**
 * Every stage, fixed, to look at, in each language, finished or not: `preview.html?state=NAME&language=TAG`, or the same
 * behind a `#`, which changes both without loading anew; `showState` does so for tests, which look at each stage in each
 * language. It is no part of the page: the build takes index.html alone. The gallery follows the list of links.
 */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "../styles/sign-in.css";
import { isLanguage, sourceLanguage } from "@mtoken/language";
import { render } from "preact";
import { App } from "../app.tsx";
import { loadLanguage } from "../language/load-language.ts";
import { previewStages } from "./preview-stages.ts";

/** No stage of a visit, but what a press on a button shows. */
const enlarged = "enlarged";

function List() {
  return (
    <ul>
      {[...Object.keys(previewStages), enlarged].map((name) => (
        <li key={name}>
          <a href={`?state=${name}`}>{name}</a>
        </li>
      ))}
    </ul>
  );
}

/** What is drawn; drawn anew, but where it is the same in another language: there its texts change in place, as on the page. */
let shown = { name: "", language: "", turn: 0 };

async function show(root: HTMLElement, name: string, language: string): Promise<void> {
  await loadLanguage(isLanguage(language) ? language : sourceLanguage);
  const stays = name === shown.name && language !== shown.language;
  shown = { name, language, turn: shown.turn + (stays ? 0 : 1) };
  const stage = previewStages[name === enlarged ? "waiting" : name];
  render(
    stage === undefined ? <List /> : <App key={shown.turn} stage={stage} send={() => undefined} />,
    root,
  );
  if (name === enlarged && !stays) {
    document.querySelector<HTMLElement>(".other-ways button")?.click();
    while (document.querySelector("dialog[open]") === null) await new Promise(requestAnimationFrame);
  }
  document.documentElement.dataset["shown"] = name;
}

function showAddressed(root: HTMLElement): Promise<void> {
  const { hash, search } = location;
  const wanted = new URLSearchParams(hash === "" ? search : hash.slice(1));
  return show(root, wanted.get("state") ?? "", wanted.get("language") ?? sourceLanguage);
}

const root = document.getElementById("root");
if (root !== null) {
  addEventListener("hashchange", () => showAddressed(root));
  Object.assign(window, { showState: show.bind(null, root) });
  await showAddressed(root);
}
