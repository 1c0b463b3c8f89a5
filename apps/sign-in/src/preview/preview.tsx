/**
 * Every stage, fixed, to look at: `preview.html?state=NAME`. It is no part of the page: the build takes index.html
 * alone. The gallery follows the list of links, and presses what stands in data-press.
 */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "../styles/sign-in.css";
import { render } from "preact";
import { App } from "../app.tsx";
import { messages } from "../messages.ts";
import { previewStages } from "./preview-stages.ts";

const wanted = new URLSearchParams(location.search).get("state") ?? "";
const stage = previewStages[wanted];
const root = document.getElementById("root");

function List() {
  return (
    <ul>
      {Object.keys(previewStages).map((name) => (
        <li key={name}>
          <a href={`?state=${name}`}>{name}</a>
        </li>
      ))}
      <li>
        <a href="?state=waiting" data-press={`role=button[name="${messages.code.enlarge}"]`}>
          enlarged
        </a>
      </li>
    </ul>
  );
}

if (root !== null)
  render(stage === undefined ? <List /> : <App stage={stage} send={() => undefined} />, root);
