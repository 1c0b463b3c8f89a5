/**
 * A code in groups, as people read and type it. A screen reader hears it letter by letter, group by group; copying gives
 * the text as it stands.
 */
export interface GroupedProps {
  text: string;
  separator?: string;
}

export function Grouped({ text, separator = "-" }: GroupedProps) {
  const groups = text.split(separator);
  return (
    <bdi class="code grouped" dir="ltr">
      <span class="visually-hidden">{groups.map((group) => [...group].join(" ")).join(", ")}</span>
      <span aria-hidden="true">{text}</span>
    </bdi>
  );
}
