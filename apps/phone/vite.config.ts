import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: { target: "es2024", modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
});
