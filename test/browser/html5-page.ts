import { Html5Player } from '#client/playback/players/html5.js';
import type { PlayerStatus } from '#client/playback/players/player.js';

/** A video of the page with its player, which the tests control. */
class Stage {
  readonly video = document.createElement('video');
  readonly player = new Html5Player(this.video);
  readonly statuses: PlayerStatus[] = [];

  constructor() {
    this.video.preload = 'auto';
    this.player.on('status', (status) => this.statuses.push(status));
    document.body.append(this.video);
  }

  /** Resolves when the player has reported that status. */
  reaches(wanted: PlayerStatus): Promise<void> {
    return new Promise((resolve) => {
      const check = (status: PlayerStatus) => status === wanted && resolve();
      this.player.on('status', check);
      const told = this.statuses.at(-1);
      if (told === undefined || told === this.player.status) check(this.player.status);
    });
  }

  load(url: string): Promise<void> {
    this.video.src = url;
    return this.reaches('paused');
  }
}

export type { Stage };

declare global {
  var stage: Stage;
}

globalThis.stage = new Stage();
