/**
 * The build of the sign-in page. Its base is the root, since the page answers under `/i/…`; nothing is inlined, since
 * the content security policy takes no `data:` and no inline script or style.
 */
import { catalogues } from "@mtoken/language/build";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  build: {
    target: "es2024",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // How long each plugin took is no news to whoever builds.
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  plugins: [catalogues(import.meta.dirname)],
});
