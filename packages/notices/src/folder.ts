/** Where the texts lie, for the builds of pages that say them. */
import { dirname } from "node:path";

export const noticesFolder: string = dirname(import.meta.dirname);
