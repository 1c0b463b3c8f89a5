/**
 * Set up before each of this package's test files: RSA keys come from a store of keys that earlier files and runs have
 * made, since most of the time of these tests was the search for primes. Within one file no key comes twice, and each
 * is imported as it was asked for; the files of one process are counted anew each. That the platform makes such keys is
 * shown in the protocol package and in `tests/`.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { forgetSigningKeys } from "./test-phone.ts";

type Asked = [algorithm: AlgorithmIdentifier, extractable: boolean, usages: KeyUsage[]];
type GenerateKey = (...words: Asked) => Promise<CryptoKey | CryptoKeyPair>;

const store = join(import.meta.dirname, "../../../../node_modules/.cache/mtoken-test-keys");
const { subtle } = globalThis.crypto;
/** The platform's own, which the store that an earlier file set up hands on. */
const platforms = Symbol.for("mtoken.platforms-generate-key");
const current: GenerateKey & { [platforms]?: GenerateKey } = subtle.generateKey;
const generateKey = current[platforms] ?? current.bind(subtle);
const taken = new Map<number, number>();

// What phones of the last file signed with is handed out again as another key.
forgetSigningKeys();
mkdirSync(store, { recursive: true });
const fromStore: GenerateKey = (...words) =>
  isRsa(words[0]) ? takeKeyPair(words[0], words) : generateKey(...words);
Object.defineProperty(subtle, "generateKey", {
  value: Object.assign(fromStore, { [platforms]: generateKey }),
  configurable: true,
});

function isRsa(algorithm: AlgorithmIdentifier): algorithm is RsaHashedKeyGenParams {
  return typeof algorithm === "object" && "modulusLength" in algorithm;
}

async function takeKeyPair(
  algorithm: RsaHashedKeyGenParams,
  [, extractable, usages]: Asked,
): Promise<CryptoKeyPair> {
  const { modulusLength: bits } = algorithm;
  const index = taken.get(bits) ?? 0;
  taken.set(bits, index + 1);
  const { spki, pkcs8 } = await keptOrNew(`${bits}-${index}`, algorithm);
  const isPublic = (usage: KeyUsage) => ["verify", "encrypt", "wrapKey"].includes(usage);
  const publicUsages = usages.filter(isPublic);
  const privateUsages = usages.filter((usage) => !isPublic(usage));
  const [publicKey, privateKey] = await Promise.all([
    subtle.importKey("spki", spki, algorithm, true, publicUsages),
    subtle.importKey("pkcs8", pkcs8, algorithm, extractable, privateUsages),
  ]);
  return { publicKey, privateKey };
}

interface Encoded {
  spki: Uint8Array<ArrayBuffer>;
  pkcs8: Uint8Array<ArrayBuffer>;
}

async function keptOrNew(name: string, algorithm: RsaHashedKeyGenParams): Promise<Encoded> {
  const path = join(store, name);
  try {
    const { spki, pkcs8 } = JSON.parse(readFileSync(path, "utf8"));
    return {
      spki: Uint8Array.from(Buffer.from(spki, "base64")),
      pkcs8: Uint8Array.from(Buffer.from(pkcs8, "base64")),
    };
  } catch {
    // Nobody has made it yet.
  }
  const made = await generateKey({ ...algorithm, name: "RSA-PSS" }, true, ["sign", "verify"]);
  if (!("publicKey" in made)) throw new TypeError("not a pair of keys");
  const spki = Buffer.from(await subtle.exportKey("spki", made.publicKey));
  const pkcs8 = Buffer.from(await subtle.exportKey("pkcs8", made.privateKey));
  // Another file may be making the same one: whole ones take each other's place, and each is as good.
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(
    unfinished,
    JSON.stringify({ spki: spki.toString("base64"), pkcs8: pkcs8.toString("base64") }),
  );
  renameSync(unfinished, path);
  return { spki: Uint8Array.from(spki), pkcs8: Uint8Array.from(pkcs8) };
}
