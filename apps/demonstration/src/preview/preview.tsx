/**
 * One fixed state of a page, by name: `preview.html?state=NAME`; without a name, the list of them. For the eyes of
 * who works on it, and for the gallery; never built.
 */
import { ProtocolError, toProblem } from "@mtoken/protocol";
import { render } from "preact";
import type { PreviewState } from "./preview-states.ts";
import { previewStates } from "./preview-states.ts";

const pages = {
  welcome: () => import("../welcome/main.tsx"),
  portal: () => import("../portal/main.tsx"),
  mailbox: () => import("../mailbox/main.tsx"),
};

const wanted = new URLSearchParams(location.search).get("state");
if (wanted === null) showList();
else await showState(previewStates[wanted]);

async function showState(state: PreviewState | undefined): Promise<void> {
  if (state === undefined) throw new Error("There is no such state");
  const { answers, page, search = "" } = state;
  window.fetch = async (input, init) => {
    const path = String(input);
    if (path === "/api/payments" && init?.method === "POST") return refuseAccount();
    if (!(path in answers)) throw new TypeError("not answered");
    return Response.json(answers[path]);
  };
  window.open = () => null;
  history.replaceState(null, "", search === "" ? location.pathname : search);
  await pages[page]();
}

function refuseAccount(): Response {
  const problem = toProblem(new ProtocolError("content_refused", { details: { path: "payee.account" } }));
  return Response.json(problem, { status: problem.status });
}

/** The gallery presses what stands in data-press, a selector on each line. */
function showList(): void {
  const root = document.getElementById("root");
  if (root === null) return;
  const states = Object.entries(previewStates);
  render(
    <ul>
      {states.map(([name, { press }]) => (
        <li key={name}>
          <a href={`?state=${name}`} data-press={press?.join("\n")}>
            {name}
          </a>
        </li>
      ))}
    </ul>,
    root,
  );
}
