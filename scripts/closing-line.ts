/**
 * The last line of .ci/run: how many tests passed and failed, read from vitest's JSON report.
 * Ends with an error when a test failed, a file could not be run, or no test ran at all.
 *
 *     node scripts/closing-line.ts REPORT.json
 */
import { readFileSync } from "node:fs";

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
}

const [path] = process.argv.slice(2);
if (path === undefined) throw new TypeError("Name vitest's JSON report");
const report: Report = JSON.parse(readFileSync(path, "utf8"));

// A file that fails before its first test counts as one failure, or nothing would tell of it.
const brokenFiles = report.testResults.filter(
  (file) => file.status === "failed" && file.assertionResults.length === 0,
);
const passed = report.numPassedTests;
const failed = report.numFailedTests + brokenFiles.length;
const skipped = report.numPendingTests + report.numTodoTests;

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
if (failed > 0 || passed === 0) process.exitCode = 1;
