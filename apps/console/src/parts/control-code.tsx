/** A control code in its groups of four. A screen reader hears it letter by letter; copying gives it as it stands. */
export function ControlCode({ code }: { code: string }) {
  const groups = code.split("-");
  return (
    <bdi className="code grouped" dir="ltr">
      <span className="visually-hidden">{groups.map((group) => [...group].join(" ")).join(", ")}</span>
      <span aria-hidden="true">{code}</span>
    </bdi>
  );
}
