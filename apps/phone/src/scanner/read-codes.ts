/**
 * Reads the QR codes of a picture: by ZXing in WebAssembly, which reads most; by a decoder in JavaScript where
 * WebAssembly could not be started. Runs in the scanner's worker.
 */
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasmAddress from "zxing-wasm/reader/zxing_reader.wasm?url";

type ReadPicture = (picture: ImageData) => Promise<string[]>;

/** A screen may show more than one code; which is ours is for the app to say. */
const mostCodes = 4;

let reader: Promise<ReadPicture> | undefined;

/** The texts of the QR codes in a picture. */
export async function readCodes(picture: ImageData): Promise<string[]> {
  reader ??= chooseReader();
  return (await reader)(picture);
}

/** Begins to load the decoder, before there is a picture. */
export function prepareReader(): void {
  reader ??= chooseReader();
}

async function chooseReader(): Promise<ReadPicture> {
  try {
    await prepareZXingModule({ overrides: { locateFile: () => wasmAddress }, fireImmediately: true });
    return readByZXing;
  } catch {
    const { decodeQR } = await import("qr/decode.js");
    return (picture) => readByScript(decodeQR, picture);
  }
}

async function readByZXing(picture: ImageData): Promise<string[]> {
  const codes = await readBarcodes(picture, {
    formats: ["QRCode"],
    maxNumberOfSymbols: mostCodes,
    tryHarder: true,
  });
  return codes.filter(({ isValid }) => isValid).map(({ text }) => text);
}

async function readByScript(
  decode: (picture: ImageData, options: { timeLimit: number }) => string,
  picture: ImageData,
): Promise<string[]> {
  try {
    return [decode(picture, { timeLimit: 150 })];
  } catch {
    // It throws for a picture without a code.
    return [];
  }
}
