import { describe, expect, it } from "vitest";
import { linkedPaths } from "./precache-list.ts";
import { whatAnswers } from "./what-answers.ts";

const origin = "https://app.example.com";

function answered(path: string, asked: { method?: string; mode?: RequestMode } = {}) {
  return whatAnswers({ method: "GET", mode: "cors", url: `${origin}${path}`, ...asked }, origin);
}

describe("what answers a request", () => {
  it.each(["/", "/?x=1", "/a", "/a/#abc.def", "/A#abc.def", "/r#abc.def", "/S/0123ABC", "/s/0123abc"])(
    "is the page itself for %s, and nothing of the address",
    (path) => {
      expect(answered(path, { mode: "navigate" })).toEqual({ kind: "shell" });
    },
  );

  it.each(["/openapi.json", "/health/live", "/abc", "/S", "/sw.js", "/v1/calls"])(
    "is the network for the address %s",
    (path) => {
      expect(answered(path, { mode: "navigate" })).toEqual({ kind: "network" });
    },
  );

  it.each([
    "/configuration.json",
    "/v1/handshakes",
    "/.well-known/mtoken-keys",
    "/",
    "/a",
    "/S/0123ABC",
    "/sw.js",
  ])("is the network for what the app asks of %s", (path) => {
    expect(answered(path)).toEqual({ kind: "network" });
    expect(answered(path, { method: "POST" })).toEqual({ kind: "network" });
  });

  it("is the cache for the app's own files, by their path alone", () => {
    expect(answered("/assets/index-AbCdEf12.js")).toEqual({
      kind: "file",
      path: "/assets/index-AbCdEf12.js",
    });
    expect(answered("/assets/index-AbCdEf12.js?x=1")).toEqual({ kind: "network" });
    expect(answered("/assets/index-AbCdEf12.js", { method: "POST" })).toEqual({ kind: "network" });
  });

  it("is the cache for what the page links to, and for no other icon", () => {
    for (const path of linkedPaths) expect(answered(path)).toEqual({ kind: "file", path });
    for (const path of ["/icons/icon-192.png", "/icons/icon.svg?x=1", "/icons/icon.svg/", "/manifest"])
      expect(answered(path)).toEqual({ kind: "network" });
  });

  it("is the network for any other origin", () => {
    const url = "https://elsewhere.example/assets/index-AbCdEf12.js";
    expect(whatAnswers({ method: "GET", mode: "cors", url }, origin)).toEqual({ kind: "network" });
  });
});
