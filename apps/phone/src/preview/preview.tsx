/**
 * Every screen in a fixed state and in each language, finished or not: `preview.html?state=NAME&language=TAG`, or the same
 * behind a `#`, which changes both without loading anew; `showState` does so for tests, which look at each state in each
 * language, `changeState` puts one in the place of another without drawing it anew, and `untold` names the states that do not say what they are there to say. It is no part of the app: the build takes index.html alone. The gallery follows the list of links.
 */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "../styles/phone.css";
import { isLanguage, sourceLanguage } from "@mtoken/language";
import { render } from "preact";
import { App } from "../app.tsx";
import type { WayToInstall } from "../install/way-to-install.ts";
import { loadLanguage } from "../language/load-language.ts";
import { DeskContext } from "../parts/desk-phone.tsx";
import { InstallContext } from "../parts/install-hint.tsx";
import { ConnectionContext } from "../parts/offline-notice.tsx";
import { useScanner } from "../scanner/use-scanner.ts";
import { ScannerContext } from "../screens/scan.tsx";
import { problemText } from "../words/problem-text.ts";
import { previewScanners } from "./preview-scanners.ts";
import { previewStates } from "./preview-states.ts";
import { problemsTold } from "./problem-states.ts";
import { typedTexts } from "./request-states.ts";
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

/** Fills the one field of the screen that is shown. */
async function fill(text: string | undefined): Promise<void> {
  if (text === undefined) return;
  const find = () =>
    document.querySelector<HTMLInputElement | HTMLTextAreaElement>("main :is(input, textarea)");
  while (find() === null) await new Promise(requestAnimationFrame);
  const field = find();
  if (field === null) return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Until the camera that is there runs, or has said why not. */
async function cameraAnswered(): Promise<void> {
  const open = ".loading, .viewfinder.waiting:not(:has([role=alert]))";
  while (document.querySelector(open) !== null) await new Promise(requestAnimationFrame);
}

/** What is drawn; drawn anew, but where it is the same in another language: there its texts change in place, as in the app. */
let shown = { name: "", language: "", turn: 0 };

async function show(
  root: HTMLElement,
  name: string,
  language: string = sourceLanguage,
  inPlace = false,
): Promise<void> {
  await loadLanguage(isLanguage(language) ? language : sourceLanguage);
  const stays = inPlace || (name === shown.name && language !== shown.language);
  shown = { name, language, turn: shown.turn + (stays ? 0 : 1) };
  const state = previewStates[name];
  const scanner = previewScanners[name];
  render(
    <ConnectionContext value={{ isOffline: name.endsWith("no-connection"), check: async () => undefined }}>
      <InstallContext
        value={{
          ...{ way: wayIn(name), install: async () => undefined },
          usedBefore: name.endsWith("used-before"),
        }}
      >
        <ScannerContext value={scanner === undefined ? useScanner : () => scanner}>
          <DeskContext value="+31 20 555 01 23">
            {state === undefined ? <List /> : <App key={shown.turn} state={state} send={() => undefined} />}
          </DeskContext>
        </ScannerContext>
      </InstallContext>
    </ConnectionContext>,
    root,
  );
  if (!stays) await type(typedMpins[name] ?? []);
  if (!stays) await fill(typedTexts[name]);
  if (scanner === undefined) await cameraAnswered();
  document.documentElement.dataset["shown"] = name;
}

/** Those of the states that tell of a problem whose screen does not say it. */
async function untold(root: HTMLElement): Promise<string[]> {
  const silent: string[] = [];
  for (const [name, problem] of problemsTold) {
    await show(root, name, sourceLanguage);
    if (!root.innerText.includes(problemText(problem))) silent.push(name);
  }
  return silent;
}

function showAddressed(root: HTMLElement): Promise<void> {
  const { hash, search } = location;
  const wanted = new URLSearchParams(hash === "" ? search : hash.slice(1));
  return show(root, wanted.get("state") ?? "", wanted.get("language") ?? sourceLanguage);
}

const root = document.getElementById("root");
if (root !== null) {
  addEventListener("hashchange", () => showAddressed(root));
  Object.assign(window, { showState: show.bind(null, root), untold: untold.bind(null, root) });
  Object.assign(window, { changeState: (name: string) => show(root, name, sourceLanguage, true) });
  await showAddressed(root);
}
