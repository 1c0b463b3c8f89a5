import { render } from "preact";

const root = document.getElementById("root");
if (root !== null) render(<h1>Sign in</h1>, root);
