import { render } from "preact";

const root = document.getElementById("root");
if (root !== null) render(<h1>mtoken demonstration</h1>, root);
