/** The welcome page: leads a newcomer through the whole job in one desktop browser. */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "../styles/demonstration.css";
import "../styles/welcome.css";
import { render } from "preact";
import { fetchCast } from "../api/cast.ts";
import { usePolled } from "../api/use-polled.ts";
import { Welcome } from "./welcome.tsx";

function Connected() {
  const { value, problem, refresh } = usePolled(fetchCast);
  return <Welcome cast={value} unreachable={problem !== undefined} refresh={refresh} />;
}

const root = document.getElementById("root");
if (root !== null) render(<Connected />, root);
