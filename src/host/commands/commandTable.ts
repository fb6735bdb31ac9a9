import { commands, type LogOutputChannel } from 'vscode';
import { Owner } from '../disposal';
import { commandIds, type CommandId } from '../ids';
import { reportFailure } from '../messages';

export type CommandHandler = (...args: readonly unknown[]) => unknown;
/** A command without a handler does not compile. */
export type CommandTable = Readonly<Record<CommandId, CommandHandler>>;

export class Commands extends Owner {
  constructor(table: CommandTable, channel: LogOutputChannel) {
    super();
    for (const id of commandIds) {
      this.own(
        commands.registerCommand(id, async (...args: unknown[]) => {
          try {
            await table[id](...args);
          } catch (error) {
            reportFailure(error, channel);
          }
        }),
      );
    }
  }
}

export async function runCommand(id: CommandId, ...args: readonly unknown[]): Promise<void> {
  await commands.executeCommand(id, ...args);
}
