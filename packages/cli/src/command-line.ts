/** Who acts, for the record. */
export const commandLine = { kind: "command-line" } as const;
