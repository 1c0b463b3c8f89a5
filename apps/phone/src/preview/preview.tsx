/**
 * Every screen in a fixed state, to look at: `preview.html?state=NAME`. It is no part of the app: the build takes
 * index.html alone. The gallery follows the list of links.
 */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "../styles/phone.css";
import { render } from "preact";
import { App } from "../app.tsx";
import { previewStates } from "./preview-states.ts";

const wanted = new URLSearchParams(location.search).get("state") ?? "";
const state = previewStates[wanted];
const root = document.getElementById("root");

function List() {
  return (
    <ul>
      {Object.keys(previewStates).map((name) => (
        <li key={name}>
          <a href={`?state=${name}`}>{name}</a>
        </li>
      ))}
    </ul>
  );
}

if (root !== null)
  render(state === undefined ? <List /> : <App state={state} send={() => undefined} />, root);
