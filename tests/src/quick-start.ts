/**
 * What has Node take most WebAssembly as it comes: of a second and a half in which a process opens PGlite, V8 optimises code that it
 * hardly runs for half. A budget, and not never: Argon2id runs through the same few lines often enough to be worth it, and takes
 * twice as long without.
 */
export const quickStart = ["--wasm-tiering-budget=2000000000"];
