/** What a run of the bench gives, as JSON: times in milliseconds, sizes in kilobytes, everything per sign-in where it says so. */
import * as v from "valibot";

const figure = v.pipe(v.number(), v.finite(), v.minValue(0));

const spreadSchema = v.strictObject({ count: figure, median: figure, p99: figure });
/** How long something took: the middle of all, and what one in a hundred is slower than. */
export type Spread = v.InferOutput<typeof spreadSchema>;

const primitiveSchema = v.strictObject({
  name: v.string(),
  /** How many of them a sign-in can't do without. */
  perSignIn: figure,
  /** CPU of one. */
  milliseconds: figure,
});
/** One kind of work that no server of this protocol can save. */
export type Primitive = v.InferOutput<typeof primitiveSchema>;

const databaseResultSchema = v.strictObject({
  engine: v.picklist(["pglite", "postgresql"]),
  signIns: figure,
  /** By the clock on the wall, with whatever else the machine had to do. */
  perSecond: figure,
  perSecondAndCore: figure,
  /** CPU of one sign-in: the server's process with all its threads, and PostgreSQL's processes. */
  cpu: v.strictObject({ server: figure, database: figure, total: figure }),
  /** The server's part by kind of thread, as Linux names them: `WorkerThread` are SRP's, `libuv-worker` sign. */
  threads: v.record(v.string(), figure),
  limit: v.strictObject({
    perSecondAndCore: figure,
    milliseconds: figure,
    primitives: v.array(primitiveSchema),
  }),
  /** The primitives' CPU as a part of the CPU that a sign-in took. */
  ratio: figure,
  /** Complete sign-ins, that many side by side. */
  latency: v.strictObject({ ...spreadSchema.entries, sideBySide: figure }),
  /** From the scan to the portal that knows its user, one at a time. */
  scanToSignedIn: spreadSchema,
  steps: v.array(v.strictObject({ name: v.string(), ...spreadSchema.entries })),
  /** `transactions` are commits, those of single statements included; `roundTrips` are statements with BEGIN and COMMIT. */
  perSignIn: v.strictObject({
    requests: figure,
    statements: figure,
    roundTrips: figure,
    transactions: figure,
  }),
  waitingPages: v.strictObject({
    /** Open at the same time. */
    pages: figure,
    /** Growth of the whole process, which did nothing else before. */
    kilobytesEach: figure,
    /** Growth of the JavaScript heap and its buffers alone. */
    heapKilobytesEach: figure,
  }),
});
/** What was measured on one database. */
export type DatabaseResult = v.InferOutput<typeof databaseResultSchema>;

/** Sign-ins with a password, where that is well made. CPU in milliseconds of one, as above. */
const peerSchema = v.strictObject({
  name: v.string(),
  version: v.string(),
  signIns: figure,
  perSecond: figure,
  perSecondAndCore: figure,
  cpu: v.strictObject({ server: figure, database: figure, total: figure }),
});

/** The phone app in a real Chromium on this machine. Bytes as they come over the wire. */
const phoneSchema = v.strictObject({
  /** All that a visit loads from an empty cache by itself: the lock, whose key pad takes digits. */
  firstLoadBytes: figure,
  /** The same with what the first touch brings, until the home screen. */
  homeBytes: figure,
  /** The same but for Argon2id's thread, whose script has its WebAssembly in it. */
  homeWithoutWasmBytes: figure,
  /** What the service worker fetches by itself to start offline with, headers not included. */
  putAsideBytes: figure,
  /** From the caches, by the page's own clock. */
  startMilliseconds: figure,
  startSlowedMilliseconds: figure,
  /** From the mPIN's last key to the home screen, four times slower: the page by the browser's own throttle, Argon2's worker by arithmetic. */
  unlockMilliseconds: figure,
  /** The same where the page is slower from the first digit on, and all of them come at once. */
  unlockThroughoutMilliseconds: figure,
  /** From the mPIN's last key to the word that a payment is signed, four times slower. */
  signMilliseconds: figure,
  /** Unlocking as fast as this machine is. */
  unlockUnslowedMilliseconds: figure,
  /** From the press to the home screen by an authenticator that asks for nothing, four times slower: with messages 1 and 2. */
  passkeySlowedMilliseconds: figure,
  /** From the camera's first picture, with a code in it, to its text. */
  readMilliseconds: figure,
  readSlowedMilliseconds: figure,
  /** While the camera is looked through. */
  framesPerSecond: figure,
  frameMilliseconds: figure,
  framesPerSecondSlowed: figure,
});
export type PhoneResult = v.InferOutput<typeof phoneSchema>;

const benchResultSchema = v.strictObject({
  format: v.literal("mtoken-bench-1"),
  at: v.pipe(v.string(), v.isoTimestamp()),
  quick: v.boolean(),
  machine: v.strictObject({
    cores: figure,
    cpu: v.string(),
    memoryGigabytes: figure,
    system: v.string(),
    node: v.string(),
    openssl: v.string(),
    postgresql: v.nullable(v.string()),
    /** Processes that wanted a core in the minute before: other work makes every figure worse but the ratios. */
    loadBefore: figure,
  }),
  srpBits: figure,
  rsaBits: figure,
  /** From the launch of the demonstration on an empty folder to its ready line. */
  demonstrationMilliseconds: figure,
  phone: phoneSchema,
  databases: v.pipe(v.array(databaseResultSchema), v.minLength(1)),
  /** On the same PostgreSQL; null where there is none. */
  peer: v.nullable(peerSchema),
});
/** A whole run: what `npm run bench -- --json` prints. */
export type BenchResult = v.InferOutput<typeof benchResultSchema>;

/** Reads what the program that drives the phone's browser printed. */
export function readPhoneResult(json: string): PhoneResult {
  return v.parse(phoneSchema, JSON.parse(json));
}

/** Reads what was printed; throws when it has another form. */
export function readBenchResult(json: string): BenchResult {
  return v.parse(benchResultSchema, JSON.parse(json));
}
