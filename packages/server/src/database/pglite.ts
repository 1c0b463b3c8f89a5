/**
 * PGlite made durable. As it comes it never calls fsync: it is started with `-F`, its NODEFS has no fsync, and
 * fdatasync does nothing. Here it is started without `-F`, with the one WAL method that reaches NODEFS, and NODEFS is
 * given the missing call. This leans on PGlite's inside, so its version is pinned exactly and a test counts the calls.
 */
import { closeSync, fsyncSync, openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { valueParsers } from "./value-parsers.ts";

/** The part of Emscripten's NODEFS that is patched; PGlite's types leave it open. */
interface NodeFileSystem {
  stream_ops: { fsync?: (stream: NodeStream) => number };
  realPath(node: unknown): string;
}
interface NodeStream {
  /** Node's own descriptor; a directory has none. */
  nfd?: number;
  node: unknown;
}

export interface OpenPgliteOptions {
  /** A dump of a data directory to start from (tests clone a migrated template with it). */
  loadDataDir?: Blob;
}

/** Opens the database in `directory`, or one in memory when there is none. */
export async function openPglite(
  directory: string | undefined,
  options: OpenPgliteOptions = {},
): Promise<PGlite> {
  if (directory !== undefined) await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  const pglite = new PGlite({
    ...(directory !== undefined && { dataDir: directory }),
    ...options,
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
      ...["-c", "fsync=on", "-c", "wal_sync_method=fsync"],
      ...["-c", "timezone=UTC"],
    ],
    parsers: valueParsers,
  });
  await pglite.waitReady;
  if (directory !== undefined) patchFsync(pglite);
  return pglite;
}

function patchFsync(pglite: PGlite): void {
  const files = nodeFileSystem(pglite.Module);
  files.stream_ops.fsync = (stream) => {
    if (stream.nfd !== undefined) fsyncSync(stream.nfd);
    else syncDirectory(files.realPath(stream.node));
    return 0;
  };
}

/** PostgreSQL also syncs directories, so that a new or renamed file survives. */
function syncDirectory(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function nodeFileSystem(module: object): NodeFileSystem {
  const files: unknown = "NODEFS" in module ? module.NODEFS : undefined;
  if (isNodeFileSystem(files)) return files;
  throw new Error("This version of PGlite has no NODEFS to patch, and would lose data without saying so.");
}

function isNodeFileSystem(value: unknown): value is NodeFileSystem {
  if (typeof value !== "object" || value === null) return false;
  return "stream_ops" in value && typeof value.stream_ops === "object" && "realPath" in value;
}
