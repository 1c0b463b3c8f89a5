/**
 * `npm run check`: lint, format and the direction of imports; types; texts and translations; dead code. Prints one line for each, what it
 * found where it found something, and fails when one of them does. Names choose: `npm run check types`.
 */
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { checkPage } from "@mtoken/language/build";
import { pagesWithCatalogues } from "./pages-with-catalogues.ts";

interface Outcome {
  ok: boolean;
  output: string;
}

const root = dirname(import.meta.dirname);

const checks: Record<string, () => Promise<Outcome>> = {
  lint: () => run("biome", ["ci", "--colors=off", "--max-diagnostics=200"]),
  types: checkTypes,
  texts: checkTexts,
  unused: () => run("knip", ["--no-progress"]),
};

const chosen = process.argv.slice(2);
for (const name of chosen) if (!(name in checks)) throw new TypeError(`There is no check called ${name}`);

for (const [name, check] of Object.entries(checks)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const started = performance.now();
  const { ok, output } = await check();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${ok ? "ok    " : "FAILED"}  ${name.padEnd(6)}  ${seconds} s`);
  if (!ok) {
    console.log(output);
    process.exitCode = 1;
  }
}

/**
 * Each project on its own and from nothing, since `tsc --build` overlooks a change in another package's sources.
 * What several projects find in the same file is told once.
 */
async function checkTypes(): Promise<Outcome> {
  const projects = globSync(
    ["tsconfig.json", "{packages,apps}/*/tsconfig*.json", "{tests,bench}/tsconfig.json"],
    {
      cwd: root,
    },
  );
  const outcomes: Outcome[] = [];
  const workers = Array.from({ length: availableParallelism() }, async () => {
    for (let project = projects.pop(); project !== undefined; project = projects.pop()) {
      outcomes.push(await run("tsc", ["--project", project, "--pretty", "false"]));
    }
  });
  await Promise.all(workers);
  const lines = new Set(outcomes.flatMap(({ output }) => output.split("\n")));
  return { ok: outcomes.every(({ ok }) => ok), output: [...lines].join("\n") };
}

async function checkTexts(): Promise<Outcome> {
  const problems = pagesWithCatalogues.flatMap((page) =>
    checkPage(join(root, page)).map((problem) => `${page}/${problem}`),
  );
  return { ok: problems.length === 0, output: problems.join("\n") };
}

function run(program: string, words: string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let output = "";
    const child = spawn(join(root, "node_modules", ".bin", program), words, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (part) => (output += part));
    child.stderr.on("data", (part) => (output += part));
    child.on("error", reject);
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}
