/**
 * The build of the phone app. Its base is the root, since the same page also answers under `/a` and `/S/…`; nothing
 * is inlined, since the content security policy takes no `data:` and no inline script or style.
 */
import { catalogues, localizedManifest } from "@mtoken/language/build";
import { noticesFolder } from "@mtoken/notices/folder";
import type { Plugin } from "vite";
import { defineConfig } from "vite";
import { serviceWorker } from "./src/build/service-worker-plugin.ts";

export default defineConfig({
  base: "/",
  build: {
    target: "es2024",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // How long each plugin took is no news to whoever builds.
    rolldownOptions: { checks: { bundlerTimings: false } },
    // The decoder's WebAssembly is larger than what Vite warns of, and comes after the first load.
    chunkSizeWarningLimit: 1000,
  },
  plugins: [
    catalogues(import.meta.dirname, { notices: noticesFolder }),
    withFirstPictureByScript(),
    localizedManifest(import.meta.dirname, { description: "welcome.lead", shortcuts: ["home.scan"] }),
    serviceWorker({ isLanguage: (file) => /^language-/.test(file) }),
  ],
  worker: {
    format: "es",
    plugins: () => [withoutForeignAddresses()],
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
});

/** The decoder would fetch its WebAssembly from a public CDN if it were not told otherwise. It is, and this makes sure. */
function withoutForeignAddresses(): Plugin {
  const address = /https:\/\/fastly\.jsdelivr\.net\/[^`"']*/g;
  return {
    name: "mtoken:without-foreign-addresses",
    transform(code, id) {
      if (!id.includes("zxing-wasm") || !address.test(code)) return null;
      return { code: code.replace(address, "/"), map: null };
    },
  };
}

/**
 * The page is empty until its script runs: nothing is painted before that, so that the ground has the appearance that the
 * user chose from the first picture on. Vite writes the script's element anew, and leaves the attribute out.
 */
function withFirstPictureByScript(): Plugin {
  return {
    name: "mtoken:with-first-picture-by-script",
    transformIndexHtml: {
      order: "post",
      handler: (page) => page.replace('<script type="module"', '<script type="module" blocking="render"'),
    },
  };
}
