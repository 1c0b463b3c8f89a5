/** Whether the page is open on a phone or a tablet: by its main pointer, as styles/code.css has it. */
export function isForFingers(): boolean {
  return matchMedia("(pointer: coarse)").matches;
}
