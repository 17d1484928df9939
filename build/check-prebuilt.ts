import { existsSync } from 'node:fs';

/** Warns who packs the server if the package will lack the native sender for Linux on x64. */
const prebuilt = new URL('../server/socket/prebuilds/linux-x64/send.glibc.node', import.meta.url);

if (!existsSync(prebuilt)) {
  console.warn(
    'warning: the package contains no native sender, so installed servers send through Node, which takes more CPU ' +
      'time. Pack on Linux x64 (glibc) with a C compiler to include it.',
  );
}
