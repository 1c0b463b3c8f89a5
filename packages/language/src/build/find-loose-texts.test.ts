import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { findLooseTexts } from "./find-loose-texts.ts";

function found(code: string): string[] {
  return findLooseTexts(parseSync("screen.tsx", code).program);
}

test.each([
  'function a() { return "Try it again"; }',
  'const a = (busy) => (busy ? "Please wait" : words.go);',
  "const a = (name) => `Signed in as ${name}`;",
  'const a = { title: "Unlock" };',
  'const a = { deep: [{ of: "The phone is blocked" }] };',
  'alert("Blocked");',
  'send({ type: "failed", why: "Something went wrong, sorry" });',
  'const texts = new Map([["offline", "No connection"]]);',
  'document.title = "Unlock";',
  'function A({ name = "Your phone" }) { return <B name={name} />; }',
  'function A() { return <B why="Not this time" />; }',
  'function A() { return <B>{show("Not this time")}</B>; }',
  'const a = (b) => `<p style="margin:0 0 16px">Dear ${b}, hello to you</p>`;',
  "function A() { return <p>{busy && `Please ${wait}`}</p>; }",
])("a text in the code is found, once: %s", (code) => {
  expect(found(code)).toHaveLength(1);
});

test.each([
  'import { a } from "./of the past.ts";',
  'function a() { return "wrong-mpin"; }',
  'throw new TypeError("Runner: the phone was not opened");',
  'const a = { type: "unlock", screen: "home" };',
  'function A() { return <p class="screen home">{words.title}</p>; }',
  "function A() { return <p class={`line ${kind} wide`}>{words.title}</p>; }",
  'const a = (b) => `<p style="margin:0 0 16px">${b}</p> <p dir="ltr" class="a b">${b}</p>`;',
  'const dark = matchMedia("(prefers-color-scheme: dark)");',
])("what is no text for people is none: %s", (code) => {
  expect(found(code)).toEqual([]);
});
