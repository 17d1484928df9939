import t from 'tap';
import { PlaylistError, parsePlaylist, splitPlaylist } from '#client/playback/playlist.js';

const ID = 'dQw4w9WgXcQ';
const LIST = 'PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf';

t.test('YouTube videos in every form of URL', async (t) => {
  for (const entry of [
    ID,
    `https://www.youtube.com/watch?v=${ID}`,
    `http://youtube.com/watch?v=${ID}&t=42s`,
    `https://m.youtube.com/watch?app=desktop&v=${ID}`,
    `https://www.youtube.com/watch?v=${ID}&list=${LIST}&index=3`,
    `https://youtu.be/${ID}?si=abc`,
    `youtu.be/${ID}`,
    `www.youtube.com/watch?v=${ID}`,
    `https://www.youtube.com/embed/${ID}`,
    `https://www.youtube-nocookie.com/embed/${ID}`,
    `https://www.youtube.com/shorts/${ID}`,
    `https://www.youtube.com/live/${ID}?feature=share`,
  ]) {
    t.strictSame(parsePlaylist(entry), [{ kind: 'youtube', videoId: ID }], entry);
  }
});

t.test('YouTube playlists', async (t) => {
  for (const entry of [
    LIST,
    `https://www.youtube.com/playlist?list=${LIST}`,
    `https://www.youtube.com/embed/videoseries?list=${LIST}`,
  ]) {
    t.strictSame(parsePlaylist(entry), [{ kind: 'youtube-playlist', listId: LIST }], entry);
  }
});

t.test('video files, also of this site', async (t) => {
  for (const url of [
    'https://example.org/lectures/one.mp4',
    'https://example.org/one.webm?token=a',
    '/media/sample.mp4',
    'media/sample.mp4',
    '../one.MP4?again',
  ]) {
    t.strictSame(parsePlaylist(url), [{ kind: 'file', url }], url);
  }
});

t.test('several entries in order, with spaces and empty entries between them', async (t) => {
  t.strictSame(parsePlaylist(` ${ID} , /media/sample.mp4,, ${LIST},`), [
    { kind: 'youtube', videoId: ID },
    { kind: 'file', url: '/media/sample.mp4' },
    { kind: 'youtube-playlist', listId: LIST },
  ]);
});

t.test('a URL can contain commas', async (t) => {
  for (const url of [
    'https://cdn.example/v.mp4?sig=1,2',
    'https://cdn.example/maths,part-1.mp4',
    `https://cdn.example/v.mp4?sig=1,${ID}`,
  ]) {
    t.strictSame(parsePlaylist(url), [{ kind: 'file', url }], url);
    t.strictSame(
      parsePlaylist(`${url},https://youtu.be/${ID}`),
      [
        { kind: 'file', url },
        { kind: 'youtube', videoId: ID },
      ],
      'another URL begins behind a comma',
    );
  }
});

t.test('entries on lines of their own, and IDs without spaces between them', async (t) => {
  const file = 'https://cdn.example/maths,part-1.mp4';
  t.strictSame(parsePlaylist(`${file}\r\nmedia/sample.mp4\n${ID}`), [
    { kind: 'file', url: file },
    { kind: 'file', url: 'media/sample.mp4' },
    { kind: 'youtube', videoId: ID },
  ]);
  t.strictSame(parsePlaylist(`${ID},${LIST},media/a.mp4, media/b.mp4,/media/c.mp4`), [
    { kind: 'youtube', videoId: ID },
    { kind: 'youtube-playlist', listId: LIST },
    { kind: 'file', url: 'media/a.mp4' },
    { kind: 'file', url: 'media/b.mp4' },
    { kind: 'file', url: '/media/c.mp4' },
  ]);
});

t.test('an unreadable entry is named', async (t) => {
  const faults: [text: string, fault: string, entry: string][] = [
    ['', 'empty', ''],
    [' , ', 'empty', ''],
    ['algebra', 'not-a-video', 'algebra'],
    [`${ID}, https://example.org/page.html`, 'not-a-video', 'https://example.org/page.html'],
    ['https://example.org/', 'not-a-video', 'https://example.org/'],
    [
      'https://notyoutube.com/watch?v=dQw4w9WgXcQ',
      'not-a-video',
      'https://notyoutube.com/watch?v=dQw4w9WgXcQ',
    ],
    ['https://www.youtube.com/watch?v=short', 'no-video-id', 'https://www.youtube.com/watch?v=short'],
    ['https://youtu.be/', 'no-video-id', 'https://youtu.be/'],
    ['https://www.youtube.com/@channel', 'no-video-id', 'https://www.youtube.com/@channel'],
    ['javascript:alert(1)', 'not-http', 'javascript:alert(1)'],
    ['file:///etc/one.mp4', 'not-http', 'file:///etc/one.mp4'],
    ['http://', 'not-a-video', 'http://'],
  ];
  for (const [text, fault, entry] of faults) {
    t.throws(() => parsePlaylist(text), { name: 'PlaylistError', fault, entry }, JSON.stringify(text));
    t.throws(() => parsePlaylist(text), PlaylistError);
  }
});

t.test('a playlist is split as it is read', async (t) => {
  t.same(splitPlaylist(` /media/a,b.mp4,https://cdn.example/v.mp4?sig=1,2\n\n${ID},${LIST} `), [
    '/media/a,b.mp4',
    'https://cdn.example/v.mp4?sig=1,2',
    ID,
    LIST,
  ]);
  t.same(splitPlaylist(' \n,'), []);
});
