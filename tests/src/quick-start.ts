/**
 * What has Node take WebAssembly as it comes: of a second and a half in which a process opens PGlite, V8 optimises code that it
 * hardly runs for half.
 */
export const quickStart = ["--liftoff-only"];
