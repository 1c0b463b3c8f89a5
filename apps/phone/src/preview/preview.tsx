/**
 * Every screen in a fixed state and in each language, finished or not: `preview.html?state=NAME&language=TAG`, or the same
 * behind a `#`, which changes both without loading anew. It is no part of the app: the build takes index.html alone. The
 * gallery follows the list of links.
 */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "../styles/phone.css";
import { isLanguage, sourceLanguage } from "@mtoken/language";
import { render } from "preact";
import { App } from "../app.tsx";
import type { WayToInstall } from "../install/way-to-install.ts";
import { loadLanguage } from "../language/load-language.ts";
import { InstallContext } from "../parts/install-hint.tsx";
import { ConnectionContext } from "../parts/offline-notice.tsx";
import { previewStates } from "./preview-states.ts";

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

function wayIn(name: string): WayToInstall {
  if (name.endsWith("install-ios")) return "ios";
  return name.endsWith("install") ? "prompt" : "none";
}

async function show(root: HTMLElement): Promise<void> {
  const wanted = new URLSearchParams(location.hash === "" ? location.search : location.hash.slice(1));
  const language = wanted.get("language") ?? sourceLanguage;
  const name = wanted.get("state") ?? "";
  await loadLanguage(isLanguage(language) ? language : sourceLanguage);
  const state = previewStates[name];
  render(
    <ConnectionContext value={{ isOffline: name.endsWith("no-connection"), check: async () => undefined }}>
      <InstallContext value={{ way: wayIn(name), install: async () => undefined }}>
        {state === undefined ? <List /> : <App key={location.hash} state={state} send={() => undefined} />}
      </InstallContext>
    </ConnectionContext>,
    root,
  );
  document.documentElement.dataset["shown"] = location.hash;
}

const root = document.getElementById("root");
if (root !== null) {
  addEventListener("hashchange", () => show(root));
  await show(root);
}
