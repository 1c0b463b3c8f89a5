/** The ways to a code without the camera: the computer's own screen, a picture, or what this screen adds. */
import { Button } from "@mtoken/look";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { messages } from "../language/catalogue.ts";
import type { Scanner } from "../scanner/use-scanner.ts";
import { canScanScreen } from "../scanner/video-source.ts";

export function ScanWays({ scanner, children }: { scanner: Scanner; children: ComponentChildren }) {
  const words = messages.scan;
  const file = useRef<HTMLInputElement>(null);
  return (
    <div class="ways">
      {canScanScreen() && scanner.source === "camera" && (
        <Button wide icon="screen" onPress={() => scanner.open("screen")}>
          {words.screen}
        </Button>
      )}
      {scanner.source === "screen" && (
        <Button wide icon="camera" onPress={() => scanner.open("camera")}>
          {words.camera}
        </Button>
      )}
      {children}
      <Button wide icon="picture" onPress={() => file.current?.click()}>
        {words.file}
      </Button>
      <input
        ref={file}
        class="visually-hidden"
        type="file"
        accept="image/*"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          const [chosen] = currentTarget.files ?? [];
          if (chosen !== undefined) scanner.readFile(chosen);
          currentTarget.value = "";
        }}
      />
    </div>
  );
}
