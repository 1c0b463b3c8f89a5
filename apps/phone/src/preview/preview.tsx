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
import { useScanner } from "../scanner/use-scanner.ts";
import { ScannerContext } from "../screens/scan.tsx";
import { previewScanners } from "./preview-scanners.ts";
import { previewStates } from "./preview-states.ts";
import { typedMpins } from "./start-states.ts";

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
  if (name.endsWith("install-menu")) return "menu";
  return name.endsWith("install") ? "prompt" : "none";
}

/** Types mPINs on the key pad that is shown, each on what the one before has brought. */
async function type(mpins: readonly string[]): Promise<void> {
  for (const mpin of mpins) {
    do await new Promise(requestAnimationFrame);
    while (document.querySelector(".key-pad") === null);
    for (const key of [...mpin, "Enter"]) document.dispatchEvent(new KeyboardEvent("keydown", { key }));
  }
  if (mpins.length > 0) await new Promise(requestAnimationFrame);
}

/** Until the camera that is there runs, or has said why not. */
async function cameraAnswered(): Promise<void> {
  const open = ".loading, .viewfinder.waiting:not(:has([role=alert]))";
  while (document.querySelector(open) !== null) await new Promise(requestAnimationFrame);
}

async function show(root: HTMLElement): Promise<void> {
  const { hash, search } = location;
  const wanted = new URLSearchParams(hash === "" ? search : hash.slice(1));
  const language = wanted.get("language") ?? sourceLanguage;
  const name = wanted.get("state") ?? "";
  await loadLanguage(isLanguage(language) ? language : sourceLanguage);
  const state = previewStates[name];
  const scanner = previewScanners[name];
  render(
    <ConnectionContext value={{ isOffline: name.endsWith("no-connection"), check: async () => undefined }}>
      <InstallContext value={{ way: wayIn(name), install: async () => undefined }}>
        <ScannerContext value={scanner === undefined ? useScanner : () => scanner}>
          {state === undefined ? <List /> : <App key={hash} state={state} send={() => undefined} />}
        </ScannerContext>
      </InstallContext>
    </ConnectionContext>,
    root,
  );
  await type(typedMpins[name] ?? []);
  if (scanner === undefined) await cameraAnswered();
  document.documentElement.dataset["shown"] = hash;
}

const root = document.getElementById("root");
if (root !== null) {
  addEventListener("hashchange", () => show(root));
  await show(root);
}
