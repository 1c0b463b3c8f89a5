/**
 * PGlite made durable. As it comes it never calls fsync: it is started with `-F`, its NODEFS has no fsync, and
 * fdatasync does nothing. Here it is started without `-F`, with the one WAL method that reaches NODEFS, and NODEFS is
 * given the missing call. This leans on PGlite's inside, so its version is pinned exactly and a test counts the calls.
 */
import { closeSync, existsSync, fsyncSync, openSync } from "node:fs";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { valueParsers } from "./wire-values.ts";

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

/** Opens the database in `directory`, or one in memory when there is none. */
export async function openPglite(directory: string | undefined): Promise<PGlite> {
  if (directory === undefined) return start(undefined);
  if (!existsSync(directory)) await initialise(directory);
  return start(directory);
}

/**
 * Makes a new database beside its place and moves it there when it is whole: a crash in between leaves nothing that
 * looks like a database. What initdb wrote went past the patch (it is a program of its own), so it is flushed here.
 */
async function initialise(directory: string): Promise<void> {
  const unfinished = `${directory}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(dirname(directory), { recursive: true, mode: 0o700 });
  await (await start(unfinished)).close();
  await syncTree(unfinished);
  await rename(unfinished, directory);
  await syncOne(dirname(directory));
}

async function start(directory: string | undefined): Promise<PGlite> {
  const pglite = new PGlite({
    ...(directory !== undefined && { fs: new DurableFiles(directory) }),
    startParams: [
      ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
      ...["-c", "fsync=on", "-c", "wal_sync_method=fsync"],
      ...["-c", "timezone=UTC"],
    ],
    parsers: valueParsers,
  });
  await pglite.waitReady;
  return pglite;
}

/** PGlite's own files, patched before PostgreSQL runs its first line: its recovery after a crash must be durable too. */
class DurableFiles extends NodeFS {
  override async init(...[pglite, options]: Parameters<NodeFS["init"]>): ReturnType<NodeFS["init"]> {
    const { emscriptenOpts } = await super.init(pglite, options);
    const preRun = [emscriptenOpts.preRun ?? []].flat();
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...preRun, patchFsync] } };
  }
}

function patchFsync(module: object): void {
  const files = nodeFileSystem(module);
  files.stream_ops.fsync = (stream) => {
    if (stream.nfd !== undefined) fsyncSync(stream.nfd);
    else syncDirectory(files.realPath(stream.node));
    return 0;
  };
}

/** All at once: the file system then writes its journal once for many. */
async function syncTree(path: string): Promise<void> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const places = entries.filter((entry) => entry.isFile() || entry.isDirectory());
  await Promise.all([path, ...places.map(({ parentPath, name }) => join(parentPath, name))].map(syncOne));
}

async function syncOne(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
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
