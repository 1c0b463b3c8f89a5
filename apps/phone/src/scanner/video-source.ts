/**
 * Where the scanner's frames come from: the camera at the back, or, on a desktop, the computer's own screen, since
 * nobody can hold a webcam at the display it sits on. Of a phone the app asks for the camera, for
 * notifications once the user turns them on, and for nothing else (M8).
 */

export type VideoSource = "camera" | "screen";

/**
 * Why there is no video. `denied`: by the user or a policy; `none`: there is no camera; `busy`: another app has it; `lost`: it was
 * there, and is not any more.
 */
export type VideoProblem = "denied" | "none" | "busy" | "lost" | "failed";

/** Whether this browser can show the app what is on the screen. Phones can't. */
export function canScanScreen(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/** Opens a source. What comes back runs until its tracks are stopped. */
export async function openVideo(source: VideoSource): Promise<MediaStream | VideoProblem> {
  if (navigator.mediaDevices === undefined) return "none";
  try {
    return await (source === "camera" ? openCamera() : openScreen());
  } catch (error) {
    return problemOf(error);
  }
}

function openCamera(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
  });
}

function openScreen(): Promise<MediaStream> {
  return navigator.mediaDevices.getDisplayMedia({
    audio: false,
    video: { frameRate: { ideal: 5, max: 10 } },
  });
}

function problemOf(error: unknown): VideoProblem {
  if (!(error instanceof DOMException)) return "failed";
  switch (error.name) {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    case "NotReadableError":
    case "AbortError":
      return "busy";
    default:
      return "failed";
  }
}

export function stopVideo(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** As far as the types of the browser know them, capabilities have no torch. */
type TorchCapabilities = MediaTrackCapabilities & { torch?: boolean };

export function hasTorch(stream: MediaStream): boolean {
  const [track] = stream.getVideoTracks();
  const capabilities: TorchCapabilities | undefined = track?.getCapabilities?.();
  return capabilities?.torch === true;
}

/** How near a camera can bring what it sees, in steps of its own. */
export interface Zoom {
  min: number;
  max: number;
  step: number;
  value: number;
}

type Zoomed<T> = T & { zoom?: { min: number; max: number; step?: number } };

/** Null where the camera can't, or the browser does not say so without asking the user for more than the camera. */
export function zoomOf(stream: MediaStream): Zoom | null {
  const [track] = stream.getVideoTracks();
  const capabilities: Zoomed<MediaTrackCapabilities> | undefined = track?.getCapabilities?.();
  const settings: (MediaTrackSettings & { zoom?: number }) | undefined = track?.getSettings();
  const zoom = capabilities?.zoom;
  if (zoom === undefined || !(zoom.max > zoom.min)) return null;
  // Some cameras tell steps so large, or none at all, that a slider would not move.
  const step = Math.min(zoom.step || Number.POSITIVE_INFINITY, (zoom.max - zoom.min) / 20);
  return { min: zoom.min, max: zoom.max, step, value: settings?.zoom ?? zoom.min };
}

export async function zoomTo(stream: MediaStream, value: number): Promise<void> {
  const [track] = stream.getVideoTracks();
  await track
    ?.applyConstraints({ advanced: [{ zoom: value } as MediaTrackConstraintSet] })
    .catch(() => undefined);
}

/** Switches the torch; whether it is on then. */
export async function switchTorch(stream: MediaStream, on: boolean): Promise<boolean> {
  const [track] = stream.getVideoTracks();
  try {
    await track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
    return on;
  } catch {
    return !on;
  }
}
