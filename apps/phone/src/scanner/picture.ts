/** Pictures for the reader: from a running video, or from a file that the user chose. */

/** Larger pictures cost time and hold no more of a code than this, on their longer side. */
const widest = 2560;
/** What is larger is no photograph of a screen, and could take all the memory that the page has. */
const largestFile = 50_000_000;

export interface Grabber {
  /** The present frame, or undefined while there is none. */
  grab(video: HTMLVideoElement): ImageData | undefined;
}

/** One canvas for all frames of a video. */
export function openGrabber(): Grabber {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return {
    grab(video) {
      const { videoWidth: width, videoHeight: height } = video;
      if (context === null || width === 0 || height === 0) return undefined;
      return draw(context, { picture: video, width, height });
    },
  };
}

/** The picture in a file, or why there is none: it is too large, or no picture that this browser can show. */
export async function pictureOf(file: Blob): Promise<ImageData | "too-large" | "no-picture"> {
  if (file.size > largestFile) return "too-large";
  try {
    return (await drawFile(file)) ?? "no-picture";
  } catch {
    return "no-picture";
  }
}

async function drawFile(file: Blob): Promise<ImageData | undefined> {
  const bitmap = await createImageBitmap(file);
  const context = document.createElement("canvas").getContext("2d");
  const { width, height } = bitmap;
  const picture = context === null ? undefined : draw(context, { picture: bitmap, width, height });
  bitmap.close();
  return picture;
}

function draw(
  context: CanvasRenderingContext2D,
  source: { picture: CanvasImageSource; width: number; height: number },
): ImageData {
  const scale = Math.min(1, widest / Math.max(source.width, source.height));
  const { canvas } = context;
  canvas.width = Math.round(source.width * scale);
  canvas.height = Math.round(source.height * scale);
  context.drawImage(source.picture, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
