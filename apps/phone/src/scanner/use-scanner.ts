/** The scanner of a screen: opens its source at once, reads it while the page is in front, and lets go of it after. */
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { chooseText } from "./choose-text.ts";
import { pictureOf } from "./picture.ts";
import type { Reader } from "./reader.ts";
import { openReader } from "./reader.ts";
import { startScanLoop } from "./scan-loop.ts";
import type { VideoProblem, VideoSource, Zoom } from "./video-source.ts";
import { hasTorch, openVideo, stopVideo, switchTorch, zoomOf, zoomTo } from "./video-source.ts";

type ScannerStatus = "starting" | "running" | VideoProblem;

/** What came of a picture from a file, when it held no code. */
type FileProblem = "no-code" | "several" | "too-large" | "no-picture";

export interface Scanner {
  video: RefObject<HTMLVideoElement | null>;
  status: ScannerStatus;
  source: VideoSource;
  /** Null where there is none. */
  torch: boolean | null;
  /** Null where there is none. */
  zoom: Zoom | null;
  fileProblem: FileProblem | null;
  open(source: VideoSource): void;
  toggleTorch(): void;
  zoomTo(value: number): void;
  readFile(file: Blob): void;
}

interface Running {
  stream: MediaStream;
  stop(): void;
}

export function useScanner(onText: (text: string) => void): Scanner {
  const video = useRef<HTMLVideoElement>(null);
  const reader = useRef<Reader | null>(null);
  const running = useRef<Running | null>(null);
  const told = useRef(onText);
  told.current = onText;
  // A source that was asked for again is a new one.
  const [wish, setWish] = useState<{ source: VideoSource }>({ source: "camera" });
  const [status, setStatus] = useState<ScannerStatus>("starting");
  const [torch, setTorch] = useState<boolean | null>(null);
  const [zoom, setZoom] = useState<Zoom | null>(null);
  const [fileProblem, setFileProblem] = useState<FileProblem | null>(null);
  const awake = useAwake(wish.source);

  useEffect(() => {
    const opened = openReader();
    reader.current = opened;
    return () => opened.close();
  }, []);

  useEffect(() => {
    if (!awake) return;
    let left = false;
    setStatus("starting");
    void openVideo(wish.source).then(async (stream) => {
      if (typeof stream === "string") return void (left || setStatus(stream));
      if (left) return stopVideo(stream);
      running.current = await show(stream, { video: video.current, reader: reader.current, told });
      if (left) return running.current.stop();
      // The user ends sharing the screen by the browser's own button; a camera is unplugged, or taken by a call.
      for (const track of stream.getTracks()) track.addEventListener("ended", () => setStatus("lost"));
      setTorch(hasTorch(stream) ? false : null);
      setZoom(zoomOf(stream));
      setStatus("running");
    });
    return () => {
      left = true;
      running.current?.stop();
      running.current = null;
    };
  }, [wish, awake]);

  useGivenPictures((file) => void readFile(file));

  async function readFile(file: Blob): Promise<void> {
    const picture = await pictureOf(file);
    if (typeof picture === "string") return setFileProblem(picture);
    const chosen = chooseText((await reader.current?.read(picture)) ?? [], location.origin);
    setFileProblem(typeof chosen === "string" ? chosen : null);
    if (typeof chosen !== "string") told.current(chosen.text);
  }

  return {
    video,
    status,
    source: wish.source,
    torch,
    zoom,
    fileProblem,
    open: (source) => setWish({ source }),
    toggleTorch() {
      const stream = running.current?.stream;
      if (stream !== undefined) void switchTorch(stream, torch !== true).then(setTorch);
    },
    zoomTo(value) {
      const stream = running.current?.stream;
      if (zoom === null || stream === undefined) return;
      // The slider is where the finger is; the camera follows.
      setZoom({ ...zoom, value });
      void zoomTo(stream, value);
    },
    readFile: (file) => void readFile(file),
  };
}

/** A picture that is pasted or dropped anywhere on the page: at a desk, a screenshot is nearer than a file. */
function useGivenPictures(onPicture: (file: Blob) => void): void {
  const told = useRef(onPicture);
  told.current = onPicture;
  useEffect(() => {
    const take = (event: Event, given: DataTransfer | null): void => {
      const [file] = [...(given?.files ?? [])];
      if (file === undefined) return;
      event.preventDefault();
      told.current(file);
    };
    const paste = (event: ClipboardEvent): void => take(event, event.clipboardData);
    const drop = (event: DragEvent): void => take(event, event.dataTransfer);
    // Without this the browser would leave the app for the file.
    const over = (event: DragEvent): void => event.preventDefault();
    document.addEventListener("paste", paste);
    document.addEventListener("drop", drop);
    document.addEventListener("dragover", over);
    return () => {
      document.removeEventListener("paste", paste);
      document.removeEventListener("drop", drop);
      document.removeEventListener("dragover", over);
    };
  }, []);
}

async function show(
  stream: MediaStream,
  parts: { video: HTMLVideoElement | null; reader: Reader | null; told: RefObject<(text: string) => void> },
): Promise<Running> {
  const { video, reader, told } = parts;
  if (video === null || reader === null) return { stream, stop: () => stopVideo(stream) };
  video.srcObject = stream;
  // A video that may not play shows its first frame all the same.
  await video.play().catch(() => undefined);
  const loop = startScanLoop({ video, reader, onText: (text) => told.current?.(text) });
  return {
    stream,
    stop() {
      loop.stop();
      stopVideo(stream);
      video.srcObject = null;
    },
  };
}

/**
 * Whether to hold the source: a camera is let go while the page is out of sight. The screen is shared just because
 * another window is in front.
 */
function useAwake(source: VideoSource): boolean {
  const [visible, setVisible] = useState(document.visibilityState === "visible");
  useEffect(() => {
    const look = (): void => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return visible || source === "screen";
}
