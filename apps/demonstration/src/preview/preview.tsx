/** One fixed state of a page, by name: `preview.html?state=NAME`. For the eyes of who works on it; never built. */
import { ProtocolError, toProblem } from "@mtoken/protocol";
import { previewStates } from "./preview-states.ts";

const state = previewStates[new URLSearchParams(location.search).get("state") ?? "welcome-start"];
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

await (page === "welcome" ? import("../welcome/main.tsx") : import("../portal/main.tsx"));

function refuseAccount(): Response {
  const problem = toProblem(new ProtocolError("content_refused", { details: { path: "payee.account" } }));
  return Response.json(problem, { status: problem.status });
}
