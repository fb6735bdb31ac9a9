#!/usr/bin/env node
import { runtimeComplaint } from './cli/runtime';

/**
 * Entry of the command `media-library`. The check comes before anything else is loaded: on an older Node the database
 * module would crash the process instead of saying why.
 */
const complaint = runtimeComplaint(process.versions);
if (complaint) {
  console.error(complaint);
  process.exitCode = 2;
} else {
  void import('./cli/main').then(async ({ main }) => {
    process.exitCode = await main(process.argv.slice(2));
  });
}
