/** The build of the demonstration's three pages. Nothing is inlined: the content security policy takes no `data:`. */
import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  build: {
    target: "es2024",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // How long each plugin took is no news to whoever builds.
    rolldownOptions: {
      checks: { bundlerTimings: false },
      input: ["index.html", "portal.html", "mailbox.html"],
    },
  },
});
