/** The parts that all pages are made of. Styles come beside them, as `@mtoken/look/tokens.css` and `/base.css`. */
export * from "./button.tsx";
export * from "./grouped.tsx";
export * from "./icon.tsx";
export * from "./language-picker.tsx";
export * from "./mark.tsx";
export * from "./notice.tsx";
export * from "./seal.tsx";
export * from "./unbroken.tsx";
export * from "./wordmark.tsx";
export * from "./words/time-text.ts";
