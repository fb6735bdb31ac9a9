import { LibraryError } from '../library/model';
import { parseCommandLine, UsageError, type Command } from './commandLine';
import { exitCodes, type CliContext, type ExitCode } from './context';
import { printable } from './formatting';
import { helpText } from './help';
import { list } from './list';
import { probe } from './probe';
import { ProgressBar } from './progressBar';
import { scan } from './scan';
import { thumbnail } from './thumbnail';

/** Runs one command line in this process; answers with the exit code. */
export async function main(args: readonly string[]): Promise<ExitCode> {
  const interrupted = new AbortController();
  const interrupt = () => {
    if (interrupted.signal.aborted) process.exit(exitCodes.interrupted);
    interrupted.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  // The reader of our output may have seen enough (`| head`).
  process.stdout.on('error', () => process.exit(exitCodes.done));

  const progressBar = new ProgressBar(process.stderr);
  const context: CliContext = {
    progressBar,
    print: (text) => void process.stdout.write(text),
    say: (sentence) => {
      progressBar.clear();
      process.stderr.write(`${printable(sentence)}\n`);
    },
    signal: interrupted.signal,
  };
  try {
    return await run(parseCommandLine(args), context);
  } catch (error) {
    return explain(error, context);
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function run(command: Command, context: CliContext): Promise<ExitCode> {
  switch (command.name) {
    case 'help':
      context.print(helpText(command.topic));
      return exitCodes.done;
    case 'scan':
      return scan(command, context);
    case 'list':
      return list(command, context);
    case 'probe':
      return probe(command, context);
    case 'thumbnail':
      return thumbnail(command, context);
  }
}

function explain(error: unknown, context: CliContext): ExitCode {
  if (context.signal.aborted) return exitCodes.interrupted;
  if (error instanceof UsageError) {
    context.say(error.message);
    context.say('“media-library --help” says how it is used.');
    return exitCodes.usage;
  }
  context.say(error instanceof LibraryError ? error.message : `This should not happen: ${String(error)}`);
  return exitCodes.someFailed;
}
