/** What a scanner says of itself, by the states' names; the others look through the camera that is there. */
import type { Scanner } from "../scanner/use-scanner.ts";

function scanner(members: Partial<Scanner>): Scanner {
  return {
    ...{
      video: { current: null },
      status: "running",
      source: "camera",
      torch: null,
      zoom: null,
      fileProblem: null,
    },
    ...{ open: () => undefined, toggleTorch: () => undefined },
    ...{ zoomTo: () => undefined, readFile: () => undefined },
    ...members,
  };
}

export const previewScanners: Readonly<Record<string, Scanner>> = {
  "scan-invitation-denied": scanner({ status: "denied" }),
  "opening-invitation-scanned": scanner({}),
  "scan-request-starting": scanner({ status: "starting" }),
  "scan-request-denied": scanner({ status: "denied" }),
  "scan-request-none": scanner({ status: "none" }),
  "scan-request-busy": scanner({ status: "busy" }),
  "scan-request-lost": scanner({ status: "lost" }),
  "scan-request-failed": scanner({ status: "failed" }),
  "scan-request-torch-off": scanner({ torch: false }),
  "scan-request-torch-on": scanner({ torch: true }),
  "scan-request-zoom": scanner({ torch: false, zoom: { min: 1, max: 8, step: 0.1, value: 2.5 } }),
  "scan-request-screen-starting": scanner({ source: "screen", status: "starting" }),
  "scan-request-screen-ended": scanner({ source: "screen", status: "lost" }),
  "scan-request-no-code": scanner({ fileProblem: "no-code" }),
  "scan-request-several": scanner({ fileProblem: "several" }),
  "scan-request-too-large": scanner({ fileProblem: "too-large" }),
  "scan-request-no-picture": scanner({ fileProblem: "no-picture" }),
  "claiming-scanned": scanner({}),
};
