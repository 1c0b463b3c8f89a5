#!/usr/bin/env node
import { Command } from "commander";

await new Command("mtoken").version("0.1.0").parseAsync();
