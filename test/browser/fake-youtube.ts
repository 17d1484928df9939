/** The part of YouTube's script that the page uses. */
export const fakeYouTube = `
  globalThis.YT = {
    ready: (callback) => callback(),
    Player: class {
      #listeners = {};
      #state = 5;
      #from = 0;
      #since = 0;
      constructor(place) {
        place.textContent = 'a video of YouTube';
        setTimeout(() => this.#tell('onReady'));
      }
      #tell(event, data) {
        for (const listener of this.#listeners[event] ?? []) listener({ data });
      }
      #go(state) {
        this.#from = this.getCurrentTime();
        this.#since = performance.now();
        this.#state = state;
        this.#tell('onStateChange', state);
      }
      addEventListener(event, listener) { (this.#listeners[event] ??= []).push(listener); }
      removeEventListener() {}
      playVideo() { this.#go(1); }
      pauseVideo() { this.#go(2); }
      seekTo(seconds) { this.#from = seconds; this.#since = performance.now(); }
      setPlaybackRate() {}
      getAvailablePlaybackRates() { return [1]; }
      getPlayerState() { return this.#state; }
      getCurrentTime() {
        return this.#from + (this.#state === 1 ? (performance.now() - this.#since) / 1000 : 0);
      }
      getDuration() { return 120; }
      setVolume() {}
      mute() { globalThis.fakeMuted = true; }
      unMute() { globalThis.fakeMuted = false; }
      destroy() {}
    },
  };`;
