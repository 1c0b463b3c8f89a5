/**
 * Every stage, fixed, to look at, in each language, finished or not: `preview.html?state=NAME&language=TAG`, or the same
 * behind a `#`, which changes both without loading anew. It is no part of the page: the build takes index.html alone. The
 * gallery follows the list of links.
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

async function show(root: HTMLElement): Promise<void> {
  const { hash, search } = location;
  const wanted = new URLSearchParams(hash === "" ? search : hash.slice(1));
  const language = wanted.get("language") ?? sourceLanguage;
  await loadLanguage(isLanguage(language) ? language : sourceLanguage);
  const name = wanted.get("state") ?? "";
  const stage = previewStages[name === enlarged ? "waiting" : name];
  render(stage === undefined ? <List /> : <App key={hash} stage={stage} send={() => undefined} />, root);
  if (name === enlarged) {
    document.querySelector<HTMLElement>(".other-ways button")?.click();
    while (document.querySelector("dialog[open]") === null) await new Promise(requestAnimationFrame);
  }
  document.documentElement.dataset["shown"] = hash;
}

const root = document.getElementById("root");
if (root !== null) {
  addEventListener("hashchange", () => show(root));
  await show(root);
}
