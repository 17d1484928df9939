import { type Command, Option } from 'commander';
import { addServerOptions, duration, names } from './options.js';
import type { TokenFlags } from './token.js';

const HOUR = 3600;

/** `lectern token` */
export function addTokenCommand(program: Command): void {
  const command = program
    .command('token')
    .summary('create a token that a user logs in with')
    .description(
      'Creates a token and prints it, and nothing else, on standard output. The token is signed with the ' +
        "server's tokenSecret: from LECTERN_TOKEN_SECRET, from the file given by --config, or from --token-secret. " +
        "Exit status: 0 if the token was created, 2 if it can't be.",
    )
    .requiredOption('--user <id>', "the user's ID, 1 to 64 characters")
    .option('--name <text>', 'the name others see (default: the ID)')
    .option('--photo <url>', 'URL of a photo')
    .option('--language <tag>', "the user's language, for example ko")
    .addOption(new Option('--role <role>', "the user's role in rooms").choices(['presenter', 'viewer']))
    .option('--room <id>', 'the room that the user joins on login')
    .option('--rooms <ids>', "other rooms that the user can join, separated by commas; '*' for all", names)
    .option(
      '--classes <uuids>',
      "classes that the user can take part in, separated by commas; '*' for all",
      names,
    )
    .option('--create', 'allow the user to create rooms and classes')
    .option('--admin', 'make the user an administrator of the server, who can open its page /admin')
    .addOption(
      new Option('--ttl <time>', 'lifetime of the token, for example 90s, 15m, 1h or 7d')
        .argParser(duration)
        .default(HOUR, '1h'),
    )
    .option('--once', 'valid for one login only')
    .addOption(
      new Option(
        '--owt <url>',
        'URL of the server; prints the token in the form that OWT clients expect',
      ).conflicts('link'),
    )
    .option('--link <url>', 'page such as https://example.org/classes; prints a link that logs in there');
  addServerOptions(command, ['tokenSecret', 'tokenAudience', 'tokenIssuer']);
  command.action(async (flags: TokenFlags) => {
    const { token } = await import('./token.js');
    process.exitCode = await token(flags);
  });
}
