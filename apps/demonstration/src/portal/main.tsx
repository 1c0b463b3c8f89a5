/** The example bank's portal. */
import "@mtoken/look/tokens.css";
import "@mtoken/look/base.css";
import "../styles/demonstration.css";
import "../styles/portal.css";
import { render } from "preact";
import { Portal } from "./portal.tsx";
import { takeNotice } from "./take-notice.ts";

const root = document.getElementById("root");
if (root !== null) render(<Portal arrived={takeNotice(window)} />, root);
