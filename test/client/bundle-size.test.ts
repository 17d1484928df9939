import t from 'tap';
import { bundleSize, clientBundles, importing } from '../helpers/bundle-size.js';

for (const { names, most } of clientBundles) {
  t.test(`a page that uses ${names.join(', ')} stays small`, async (t) => {
    const { initial, lazy } = await bundleSize(importing(names, 'lectern-client'));
    t.ok(initial.minified <= most.minified, `${initial.minified} of ${most.minified} bytes minified`);
    t.ok(initial.gzip <= most.gzip, `${initial.gzip} of ${most.gzip} bytes by gzip`);
    const hasVoices = names.includes('Manager');
    t.equal(
      lazy.minified > 90_000,
      hasVoices,
      hasVoices ? 'simple-peer is apart' : 'nothing is left for later',
    );
  });
}
