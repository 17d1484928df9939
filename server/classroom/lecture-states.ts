import type { Hands, Member, Playback } from 'lectern-protocol';
import { type Backplane, updateValue } from '../backplane/backplane.js';
import { beginning } from '../playback/timeline.js';

/** The shared state of a lecture's room that is not stored in the database. */
interface LectureState {
  playback: Playback;
  /** Raised hands in the order in which they were raised. */
  hands: Hands;
  /** Users with the right to speak while only the instructor has it by default. */
  granted: string[];
}

/** The raised hands after a change, and whether it has changed them. */
interface HandsChange {
  hands: Hands;
  changed: boolean;
}

const key = (lectureId: number): string => `lecture/${lectureId}`;

/** The shared state of lectures. Changes use compare-and-set, so that concurrent changes are not lost. */
export class LectureStates {
  /** @param clock the server's monotonic clock in ms */
  constructor(
    private readonly backplane: Backplane,
    private readonly clock: () => number,
  ) {}

  /** @param videoIdx the video of a lecture that does not have a state yet */
  async get(lectureId: number, videoIdx = 0): Promise<LectureState> {
    return (await this.backplane.get<LectureState>(key(lectureId)))?.value ?? this.fresh(videoIdx);
  }

  async changePlayback(
    lecture: { id: number; videoIdx: number },
    change: (playback: Playback, now: number) => Playback,
  ): Promise<Playback> {
    const state = await this.update(lecture, (state) => ({
      ...state,
      playback: change(state.playback, this.clock()),
    }));
    return state.playback;
  }

  raiseHand(lecture: { id: number; videoIdx: number }, member: Member): Promise<HandsChange> {
    return this.changeHands(lecture, (hands) =>
      hands.some(({ userId }) => userId === member.userId) ? hands : [...hands, member],
    );
  }

  /** @param userId the user whose hand is lowered; undefined lowers all hands */
  lowerHand(lecture: { id: number; videoIdx: number }, userId: string | undefined): Promise<HandsChange> {
    return this.changeHands(lecture, (hands) => {
      const left = withoutHand(hands, userId);
      return left.length === hands.length ? hands : left;
    });
  }

  private async changeHands(
    lecture: { id: number; videoIdx: number },
    change: (hands: Hands) => Hands,
  ): Promise<HandsChange> {
    let changed = false;
    const { hands } = await this.update(lecture, (state) => {
      const hands = change(state.hands);
      changed = hands !== state.hands;
      return changed ? { ...state, hands } : state;
    });
    return { hands, changed };
  }

  /** Gives a user the right to speak and lowers the user's hand. */
  grant(lecture: { id: number; videoIdx: number }, userId: string): Promise<LectureState> {
    return this.update(lecture, (state) => ({
      ...state,
      hands: withoutHand(state.hands, userId),
      granted: [...state.granted.filter((each) => each !== userId), userId],
    }));
  }

  revoke(lecture: { id: number; videoIdx: number }, userId: string): Promise<LectureState> {
    return this.update(lecture, (state) => ({
      ...state,
      granted: state.granted.filter((each) => each !== userId),
    }));
  }

  private update(
    { id, videoIdx }: { id: number; videoIdx: number },
    change: (state: LectureState) => LectureState,
  ): Promise<LectureState> {
    return updateValue<LectureState>(this.backplane, key(id), (state) =>
      change(state ?? this.fresh(videoIdx)),
    );
  }

  private fresh(videoIdx: number): LectureState {
    return { playback: { ...beginning(this.clock()), videoIdx }, hands: [], granted: [] };
  }
}

const withoutHand = (hands: Hands, userId: string | undefined): Hands =>
  userId === undefined ? [] : hands.filter((hand) => hand.userId !== userId);
