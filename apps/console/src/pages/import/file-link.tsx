/** A file that the page made, to be saved: it has an address for as long as it is shown. */
import { type ReactNode, useEffect, useState } from "react";
import { Icon } from "../../parts/icon.tsx";

export function FileLink({ text, name, children }: { text: string; name: string; children: ReactNode }) {
  const [link, setLink] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    setLink(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return (
    <a className="button plain small-button" href={link} download={name}>
      <Icon name="save" />
      {children}
    </a>
  );
}
