/** Starts the page: takes the visit from the address, and shows its stage from then on. */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "./styles/sign-in.css";
import mark from "@mtoken/look/mark.svg";
import { isInteractionId, readReturnCode } from "@mtoken/protocol";
import { render } from "preact";
import { useEffect, useReducer, useState } from "preact/hooks";
import { App } from "./app.tsx";
import { onLanguageChange, showOwn, speakChosenLanguage } from "./language/load-language.ts";
import type { Store } from "./running/store.ts";
import { openVisit } from "./running/store.ts";

function Page({ store }: { store: Store }) {
  const [stage, setStage] = useState(store.stage);
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const show = (): void => setStage(store.stage);
    // Something may have happened between the first drawing and now.
    show();
    return store.subscribe(show);
  }, [store]);
  useEffect(() => onLanguageChange(() => draw(undefined)), []);
  return <App stage={stage} send={store.send} />;
}

async function start(root: HTMLElement): Promise<void> {
  const spoken = speakChosenLanguage();
  const interaction = location.pathname.split("/").at(-1);
  const store = openVisit(isInteractionId(interaction) ? interaction : undefined, takeReturnCode());
  showIcon();
  // The way back from the portal may bring a picture of the page from before; what is true now, the server says.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  // The words come beside the page's own work, and nothing is drawn without them.
  await spoken;
  render(<Page store={store} />, root);
}

/** Without words the page can't say why: its own HTML does. */
function showCannotLoad(): void {
  showOwn(document.getElementById("cannot-load"));
}

/** What the app led back with. The address bar, the history and whatever looks at them must not keep it. */
function takeReturnCode(): string | undefined {
  const code = readReturnCode(location.hash);
  if (location.hash !== "") history.replaceState(null, "", location.pathname);
  return code;
}

function showIcon(): void {
  const link = document.createElement("link");
  link.rel = "icon";
  link.type = "image/svg+xml";
  link.href = mark;
  document.head.append(link);
}

const root = document.getElementById("root");
if (root !== null) start(root).catch(showCannotLoad);
