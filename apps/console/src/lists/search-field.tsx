/** What a list is searched for: it follows the typing a moment later, and Enter at once. */
import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { Icon } from "../parts/icon.tsx";

export interface SearchFieldProps {
  label: string;
  hint?: string;
  value: string;
  /** Whoever comes to the page comes for it. */
  autoFocus?: boolean;
  onSearch(query: string): void;
}

/** As long as a query may be. */
const longest = 140;

export function SearchField({ label, hint, value, autoFocus = false, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const search = useDebouncedCallback(onSearch, 250);
  // The way back in the browser changes the address under it.
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      className="search-field"
      type="search"
      label={label}
      description={hint}
      leftSection={<Icon name="search" />}
      value={typed}
      maxLength={longest}
      autoComplete="off"
      spellCheck={false}
      data-autofocus={autoFocus || undefined}
      autoFocus={autoFocus}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        search(currentTarget.value.trim());
      }}
      onKeyDown={({ key }) => {
        if (key === "Enter") search.flush();
      }}
    />
  );
}
