import { Command, Option } from 'commander';
import { count, fingerprint, seconds } from './options.js';
import type { RoomFlags, SettingsFlags } from './room.js';

const keyHelp = "the server's apiKey; others on this computer can see flags, so rather set LECTERN_API_KEY";

/** A command with what each of them takes. */
const command = (name: string, summary: string): Command =>
  new Command(name)
    .summary(summary)
    .option('--url <url>', 'address of the server', 'http://localhost:8080')
    .option('--api-key <key>', keyHelp)
    .option(
      '--fingerprint <sha256>',
      'take the certificate that has this fingerprint, and no other',
      fingerprint,
    )
    .option('-t, --timeout <seconds>', 'time that an answer may take', seconds, 10)
    .option('--json', 'print JSON instead of text');

const addSettings = (to: Command): Command =>
  to
    .option('--title <text>', 'what the room is called, for people')
    .option('--public', 'in the list that everybody can ask for')
    .addOption(new Option('--private', 'not in it').conflicts('public'))
    .option('--password <text>', 'wanted of whoever enters; - reads it from the standard input')
    .option('--max <number>', 'how many clients may be in the room at a time', count)
    .addOption(new Option('--speech <who>', 'who may speak').choices(['everyone', 'presenters']));

/** `lectern room` */
export function addRoomCommand(program: Command): void {
  const room = program
    .command('room')
    .summary('make rooms with settings, and change them')
    .description(
      'Gives rooms settings, through the HTTP API of a running server: a title, whether they are listed, a ' +
        'password, a limit, and who may speak. Rooms without settings are open to whoever has their link. Ends with ' +
        '1 where the server refuses, 2 where it cannot be asked.',
    );
  const create = addSettings(command('create', 'give a room settings'))
    .description('Gives a room settings, and prints them with its link.')
    .argument('[id]', "the room's id; without it the server makes one up")
    .option('--owner <id>', 'the user who may change and delete it')
    .action(async (id: string | undefined, flags: RoomFlags & SettingsFlags & { owner?: string }) => {
      const { createRoom } = await import('./room.js');
      process.exitCode = await createRoom(id, flags);
    });
  const list = command('list', 'list the rooms with settings')
    .description('Lists the rooms with settings, the newest last; without an API key the public ones.')
    .action(async (flags: RoomFlags) => {
      const { listRooms } = await import('./room.js');
      process.exitCode = await listRooms(flags);
    });
  const show = command('show', "show a room's settings")
    .argument('<id>')
    .action(async (id: string, flags: RoomFlags) => {
      const { showRoom } = await import('./room.js');
      process.exitCode = await showRoom(id, flags);
    });
  const update = addSettings(command('update', "change a room's settings"))
    .description('Changes what is given. Who is in the room stays there.')
    .argument('<id>')
    .option('--no-password', 'no password any more')
    .option('--no-max', 'no limit any more')
    .action(async (id: string, flags: RoomFlags & SettingsFlags) => {
      const { updateRoom } = await import('./room.js');
      process.exitCode = await updateRoom(id, flags);
    });
  const remove = command('delete', "take a room's settings away")
    .description("Takes a room's settings away, and drops everybody who is in it.")
    .argument('<id>')
    .action(async (id: string, flags: RoomFlags) => {
      const { deleteRoom } = await import('./room.js');
      process.exitCode = await deleteRoom(id, flags);
    });
  for (const each of [create, list, show, update, remove])
    room.addCommand(each.copyInheritedSettings(program));
}
