/** What an environment's variables may say, each read once. Every mistake is told in one sentence that names the variable. */
import { readFileSync } from "node:fs";
import { isOrigin } from "@mtoken/protocol";
import { StartError } from "./operator-error.ts";

/** A mistake of the operator's: its message is the one sentence to print. */
export class ConfigError extends StartError {
  override readonly name = "ConfigError";
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function readText(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim();
  return text === "" ? undefined : text;
}

export function readOrigin(environment: Environment, name: string, fallback: string): string {
  const text = readText(environment, name) ?? fallback;
  if (!isOrigin(text)) {
    throw new ConfigError(
      `${name} must be an origin like https://key.example.com (scheme and host in lower case, no path, no slash at the end), and "${text}" is not.`,
    );
  }
  return text;
}

export function readOrigins(environment: Environment, name: string): string[] {
  const text = readText(environment, name);
  if (text === undefined) return [];
  const origins = text.split(",").map((part) => part.trim());
  const wrong = origins.find((origin) => !isOrigin(origin));
  if (wrong === undefined) return origins;
  throw new ConfigError(
    `${name} must list origins like https://push.example.com, separated by commas, and "${wrong}" is none.`,
  );
}

export function readPem(name: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(`${name} names ${path}, which can't be read.`, { cause: error });
  }
  if (text.includes("-----BEGIN ")) return text;
  throw new ConfigError(`${name} names ${path}, which is not a PEM file.`);
}

export function readInteger(
  environment: Environment,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = readText(environment, name);
  if (text === undefined) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, and "${text}" is not.`);
}

export function readChoice<T extends string>(
  environment: Environment,
  name: string,
  choices: readonly T[],
  fallback: T,
): T {
  const text = readText(environment, name);
  if (text === undefined) return fallback;
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw new ConfigError(`${name} must be one of ${choices.join(", ")}, and "${text}" is not.`);
}
