/**
 * The build of the console. Its base is the root, since the console answers under `/c/…`; nothing is inlined, since the content
 * security policy takes no `data:` and no inline script or style.
 */
import { join } from "node:path";
import { catalogues, cataloguesApart } from "@mtoken/language/build";
import { noticesFolder } from "@mtoken/notices/folder";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/",
  build: {
    target: "es2024",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      // How long each plugin took is no news to whoever builds.
      checks: { bundlerTimings: false },
      // "use client", at the head of each of Mantine's files, is for servers that draw pages.
      onLog(level, log, tell) {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") tell(level, log);
      },
    },
  },
  plugins: [
    catalogues(import.meta.dirname, { notices: noticesFolder }),
    cataloguesApart(join(import.meta.dirname, "src/help")),
  ],
});
