/** The name as it is drawn beside the mark, as data for pages of whichever library: strokes of 3.4 on a ground of 128 by 36. */
export const namePaths = [
  "M4 28V17a5 5 0 0 1 10 0V28M14 17a5 5 0 0 1 10 0V28",
  "M35 6V23.5a4.5 4.5 0 0 0 4.5 4.5H41M31 12H41",
  "M46 20a8 8 0 1 0 16 0a8 8 0 1 0-16 0",
  "M70 5V28M80.5 12L70.5 21M74.5 17.6L81 28",
  "M86.5 20.3H102.5A8 8 0 1 0 99.8 26.2",
  "M110 28V12M110 19a7 7 0 0 1 14 0V28",
] as const;
