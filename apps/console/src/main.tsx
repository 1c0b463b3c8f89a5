/** Starts the console: its language first, since nothing is drawn without words. */
import "./styles/console.css";
import mark from "@mtoken/look/mark.svg";
import { StrictMode, useEffect, useReducer } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { onLanguageChange, showOwn, speakChosenLanguage } from "./language/load-language.ts";

/** Draws everything anew in a language that was chosen. */
function Spoken() {
  const [count, draw] = useReducer((before: number) => before + 1, 0);
  useEffect(() => onLanguageChange(draw), []);
  return <App key={count} />;
}

async function start(root: HTMLElement): Promise<void> {
  showIcon();
  if (location.pathname === "/") history.replaceState(null, "", "/c/");
  await speakChosenLanguage();
  createRoot(root).render(
    <StrictMode>
      <Spoken />
    </StrictMode>,
  );
}

/** Without words the page can't say why: its own HTML does. */
function showCannotLoad(): void {
  showOwn(document.getElementById("cannot-load"));
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
