/** Takes one file: chosen, or dropped on it. */
import { useState } from "react";
import { messages } from "../../language/catalogue.ts";
import { Icon } from "../../parts/icon.tsx";

export function FileField({ isBusy, onChoose }: { isBusy: boolean; onChoose(file: File): void }) {
  const [isOver, setOver] = useState(false);
  const words = messages.imports;
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file !== undefined && !isBusy) onChoose(file);
  };
  return (
    <label
      className={isOver ? "file-field over" : "file-field"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <Icon name="save" />
      <strong>{words.choose}</strong>
      <input
        type="file"
        accept=".csv,text/csv,text/plain"
        disabled={isBusy}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // The same file, changed meanwhile, is chosen again.
          currentTarget.value = "";
        }}
      />
    </label>
  );
}
