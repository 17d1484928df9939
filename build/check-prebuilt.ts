import { existsSync } from 'node:fs';

/** Prints a warning if the package of the server lacks the native sender for Linux on x64. */
const prebuilt = new URL('../server/socket/prebuilds/linux-x64/send.glibc.node', import.meta.url);

if (!existsSync(prebuilt)) {
  console.warn(
    'warning: the package contains no native sender, so installed servers send through Node, which takes more CPU ' +
      'time. Pack on Linux x64 (glibc) with a C compiler to include it.',
  );
}
