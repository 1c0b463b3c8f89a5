/**
 * `npm run check`: lint and format, the direction of imports, types, and dead code, side by side.
 * Prints one line for each, what it found where it found something, and fails when one of them does.
 */
import { spawn } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { dirname, join } from "node:path";

interface Check {
  name: string;
  command: string;
  words: string[];
}

interface Result {
  ok: boolean;
  output: string;
  seconds: number;
}

const root = dirname(import.meta.dirname);

const checks: Check[] = [
  { name: "lint, format, imports", command: "biome", words: ["ci", "--colors=off", "--max-diagnostics=100"] },
  { name: "types", command: "tsc", words: ["-b", ...typeProjects()] },
  { name: "dead code", command: "knip", words: ["--no-progress"] },
];

const results = checks.map(async (check) => ({ ...check, ...(await run(check)) }));
for (const pending of results) {
  const { name, ok, output, seconds } = await pending;
  console.log(`${ok ? "ok    " : "FAILED"}  ${name} (${seconds.toFixed(1)} s)`);
  if (!ok) console.log(output);
}
if ((await Promise.all(results)).some((result) => !result.ok)) process.exitCode = 1;

function typeProjects(): string[] {
  return globSync(["tsconfig.json", "{packages,apps}/*/tsconfig*.json", "{tests,bench}/tsconfig.json"], {
    cwd: root,
  });
}

function run({ command, words }: Check): Promise<Result> {
  const started = performance.now();
  const program = join(root, "node_modules", ".bin", command);
  if (!existsSync(program)) throw new Error(`${command} is not installed`);

  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(program, words, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", (part) => (output += part));
    child.stderr.on("data", (part) => (output += part));
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ ok: code === 0, output, seconds: (performance.now() - started) / 1000 }),
    );
  });
}
