import { type Command, Option } from 'commander';
import { addServerOptions, duration, names } from './options.js';
import type { TokenFlags } from './token.js';

const HOUR = 3600;

/** `lectern token` */
export function addTokenCommand(program: Command): void {
  const command = program
    .command('token')
    .summary('make a token with which a user logs in')
    .description(
      "Makes a token and prints it, and nothing else, on the standard output. It is signed with the server's " +
        'tokenSecret: from LECTERN_TOKEN_SECRET, from the file that --config names, or from --token-secret. Ends ' +
        'with 2 where it cannot be made.',
    )
    .requiredOption('--user <id>', "the user's id, 1 to 64 characters")
    .option('--name <text>', 'the name that others see (default: the id)')
    .option('--photo <url>', 'address of a photo')
    .option('--language <tag>', "the user's language, such as ko")
    .addOption(new Option('--role <role>', 'what the user is in rooms').choices(['presenter', 'viewer']))
    .option('--room <id>', 'the room that a login goes into; it may be entered')
    .option('--rooms <ids>', "further rooms that may be entered, separated by commas; '*' for all", names)
    .option('--classes <uuids>', "classes that may be taken part in, separated by commas; '*' for all", names)
    .option('--create', 'may make rooms and classes')
    .addOption(
      new Option('--ttl <time>', 'how long the token holds, such as 90s, 15m, 1h or 7d')
        .argParser(duration)
        .default(HOUR, '1h'),
    )
    .option('--once', 'holds for one login')
    .option('--link <url>', 'a page, such as https://example.org/classes: prints a link that logs in there');
  addServerOptions(command, ['tokenSecret', 'tokenAudience', 'tokenIssuer']);
  command.action(async (flags: TokenFlags) => {
    const { token } = await import('./token.js');
    process.exitCode = await token(flags);
  });
}
