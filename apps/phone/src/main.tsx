/** Starts the app, in its newest version: takes what the address asks for, and shows the state from then on. */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "./styles/phone.css";
import { render } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import { App } from "./app.tsx";
import { takeEntry } from "./entry/read-entry.ts";
import { Installing } from "./install/installing.ts";
import { onLanguageChange, showOwn, speakChosenLanguage } from "./language/load-language.ts";
import { prepareInside } from "./load-inside.tsx";
import { DeskContext } from "./parts/desk-phone.tsx";
import { InstallContext } from "./parts/install-hint.tsx";
import { ConnectionContext } from "./parts/offline-notice.tsx";
import { noteWay } from "./parts/way.ts";
import { applyAppearance } from "./running/appearance.ts";
import { atFirstTouch } from "./running/at-first-touch.ts";
import { fetchConfiguration } from "./running/configuration.ts";
import { Connection, pageSurroundings } from "./running/connection.ts";
import { effectRunner } from "./running/first-effects.ts";
import { readPreferences } from "./running/preferences.ts";
import type { Store } from "./running/store.ts";
import { createStore } from "./running/store.ts";
import type { UserEvent } from "./state/app-event.ts";

const installing = new Installing();
const { usedBefore } = installing;
const install = (): Promise<void> => installing.install();
const connection = new Connection(fetchConfiguration, pageSurroundings());
const check = (): Promise<unknown> => connection.check();

function Phone({ store }: { store: Store }) {
  const [state, setState] = useState(store.state);
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const [isOffline, setIsOffline] = useState(connection.isOffline);
  const [desk, setDesk] = useState(connection.last?.deskPhone);
  const [way, setWay] = useState(installing.way);
  useEffect(() => installing.subscribe(() => setWay(installing.way)), []);
  useEffect(() => {
    const show = (): void => {
      setIsOffline(connection.isOffline);
      setDesk(connection.last?.deskPhone);
    };
    show();
    return connection.subscribe(show);
  }, []);
  useEffect(() => {
    const show = (): void => setState(store.state);
    // Something may have happened between the first drawing and now.
    show();
    atFirstTouch(prepareInside);
    void import("./update/keep-offline.ts").then(({ keepOffline }) => keepOffline());
    return store.subscribe(show);
  }, [store]);
  const send = (event: UserEvent): void => {
    noteWay(event);
    store.send(event);
  };
  useEffect(() => onLanguageChange(() => draw(undefined)), []);
  return (
    <ConnectionContext value={{ isOffline, check }}>
      <InstallContext value={{ way, install, usedBefore }}>
        <DeskContext value={desk}>
          <App state={state} send={send} />
        </DeskContext>
      </InstallContext>
    </ConnectionContext>
  );
}

async function begin(root: HTMLElement): Promise<void> {
  const spoken = speakChosenLanguage();
  const store = createStore(effectRunner(takeEntry(window), connection));
  // The words come beside the app's own work, and nothing is drawn without them.
  await spoken;
  render(<Phone store={store} />, root);
}

/** Without words the app can't say why: the page itself does. */
function showCannotLoad(): void {
  showOwn(document.getElementById("cannot-load"));
}

applyAppearance(readPreferences().appearance);

const root = document.getElementById("root");
if (root !== null) begin(root).catch(showCannotLoad);
