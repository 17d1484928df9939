import type {
  Attendance,
  ClientData,
  Exclusion,
  Lecture as LectureInfo,
  Marker,
  Member,
  ReactionKind,
  Recording,
  Refused,
  SavedMessage,
  ServerData,
  ServerMessageType,
  Speech,
} from 'lectern-protocol';
import { Emitter } from './emitter.js';
import { type LectureRecord, readRecord } from './lecture-record.js';
import type { LectureEvents } from './lecture-state.js';
import type { Signaler } from './signaler.js';

/** A page of a list; without `before`, the newest one. */
export interface PageQuery {
  before?: number;
  limit?: number;
}

/** Identifies a lecture. */
export interface LectureName {
  classUuid: string;
  lectureId: number;
}

/** The data of a message that is not a refusal. */
export type Good<T extends ServerMessageType> = Exclude<ServerData[T], Refused>;

/** A message waits for its reply as long as the session lasts: giving up earlier would leave open whether it was sent. */
const patiently = { timeout: Number.POSITIVE_INFINITY };

/** The requests of a member about a lecture. What they change is received as a message to the lecture's room. */
export abstract class LectureRequests extends Emitter<LectureEvents> {
  protected readonly signaler: Signaler;
  protected readonly named: LectureName;

  constructor(signaler: Signaler, { classUuid, lectureId }: LectureName) {
    super();
    this.signaler = signaler;
    this.named = { classUuid, lectureId };
  }

  protected readonly request: Signaler['request'] = (type, data, options) =>
    this.signaler.request(type, data, options);

  // Hands and speech

  async raiseHand(): Promise<void> {
    await this.request('RaiseHand', this.named);
  }

  /** Lowers this user's hand. The instructor can lower that of another user. */
  async lowerHand(userId?: string): Promise<void> {
    await this.request('LowerHand', userId === undefined ? this.named : { ...this.named, userId });
  }

  async lowerAllHands(): Promise<void> {
    await this.request('LowerAllHands', this.named);
  }

  async setSpeechMode(mode: Speech['mode']): Promise<void> {
    await this.request('SetSpeechMode', { ...this.named, mode });
  }

  async grantSpeech(userId: string): Promise<void> {
    await this.request('GrantSpeech', { ...this.named, userId });
  }

  async revokeSpeech(userId: string): Promise<void> {
    await this.request('RevokeSpeech', { ...this.named, userId });
  }

  /**
   * Removes a student from the lecture, or bans them from the class with all of its lectures. They are kept out until
   * readmit().
   */
  async drop(userId: string, scope: Exclusion['scope'] = 'lecture'): Promise<void> {
    await this.request('DropParticipant', { ...this.named, userId, scope });
  }

  /**
   * Changes the lecture's name, date or playlist. Only for the instructor. A video that stays in the playlist keeps its
   * markers and its playback.
   */
  async update(
    change: Partial<Pick<LectureInfo, 'lectureName' | 'lectureDate' | 'playlist'>>,
  ): Promise<void> {
    await this.request('UpdateLecture', { ...this.named, ...change });
  }

  /** Deletes the lecture with its chat, markers and attendance. Only for the instructor. It cannot be undone. */
  async delete(): Promise<void> {
    await this.request('DeleteLecture', this.named);
  }

  /** Requests a page of the users who were removed from lectures of the class or banned from it, the oldest first. */
  async exclusions(page: PageQuery = {}): Promise<Good<'GetExclusions'>> {
    const { classUuid } = this.named;
    return (await this.request('GetExclusions', { classUuid, ...page })).data;
  }

  /** Requests a page of what instructors did to others in the class, the oldest first. */
  async auditLog(page: PageQuery = {}): Promise<Good<'GetAuditLog'>> {
    const { classUuid } = this.named;
    return (await this.request('GetAuditLog', { classUuid, ...page })).data;
  }

  /** Lets a removed user into their lecture again, or lifts a ban. */
  async readmit({ userId, lectureId }: Pick<Exclusion, 'userId' | 'lectureId'>): Promise<void> {
    const { classUuid } = this.named;
    await this.request('ReadmitParticipant', {
      classUuid,
      userId,
      ...(lectureId !== undefined && { lectureId }),
    });
  }

  /** Makes a class member an instructor or a student. Only for the instructor. The last instructor stays one. */
  async setMemberType(userId: string, memberType: Member['memberType']): Promise<void> {
    await this.request('SetMemberType', { classUuid: this.named.classUuid, userId, memberType });
  }

  /** Ends a student's membership in the class, and bans the student from it until readmit(). Only for the instructor. */
  async removeMember(userId: string): Promise<void> {
    await this.request('RemoveMember', { classUuid: this.named.classUuid, userId });
  }

  /** Ends this user's membership in the class. Rejects with `conflict` for the last instructor. */
  async leaveClass(): Promise<void> {
    await this.request('LeaveClass', { classUuid: this.named.classUuid });
  }

  /**
   * Starts or stops the recording of the live lecture. Only for the instructor. Others are muted when it starts, and are
   * recorded when they unmute themselves. Rejects with `full` if there is no space.
   */
  async setRecording(record: boolean): Promise<void> {
    await this.request('SetRecording', { ...this.named, record });
  }

  /** Requests the recordings, oldest first. The `url` of a file is relative to the address of the pages. */
  async recordings(): Promise<Recording[]> {
    return (await this.request('GetRecordings', this.named)).data.recordings;
  }

  /** Deletes a recording that has ended. Only for the instructor. It cannot be undone. */
  async deleteRecording(recordingId: number): Promise<void> {
    await this.request('DeleteRecording', { ...this.named, recordingId });
  }

  /** Requests all pages of the attendance. */
  async attendance(): Promise<Attendance[]> {
    const all: Attendance[] = [];
    let after: number | undefined;
    do {
      const page = after === undefined ? this.named : { ...this.named, after };
      const { data } = await this.request('GetAttendance', page);
      all.push(...data.attendance);
      after = data.after;
    } while (after !== undefined);
    return all;
  }

  /**
   * Requests the lecture as a calendar file (.ics), which a program can import.
   * @param page address of the lecture's page, for the calendar
   */
  async calendar(page?: string): Promise<string> {
    const data = page === undefined ? this.named : { ...this.named, page };
    return (await this.request('GetLectureCalendar', data)).data.calendar;
  }

  /** Requests all pages of the users who are in the lecture now. */
  async present(): Promise<Member[]> {
    const all: Member[] = [];
    let after: string | undefined;
    do {
      const page: ClientData['GetActiveLectureMember'] =
        after === undefined ? this.named : { ...this.named, after };
      const { data } = await this.request('GetActiveLectureMember', page);
      all.push(...data.members);
      after = data.after;
    } while (after !== undefined);
    return all;
  }

  /** Requests all pages of the members of the class. */
  async classMembers(): Promise<Member[]> {
    const { classUuid } = this.named;
    const all: Member[] = [];
    let after: number | undefined;
    do {
      const page = after === undefined ? { classUuid } : { classUuid, after };
      const { data } = await this.request('GetClassMembers', page);
      all.push(...data.members);
      after = data.after;
    } while (after !== undefined);
    return all;
  }

  // Chat and markers

  /** Resolves when the message is stored, which can be after a reconnection. @param text 1 to 4,096 characters */
  async say(text: string): Promise<SavedMessage> {
    return (await this.request('LiveChatTextMessage', { ...this.named, text }, patiently)).data.message;
  }

  /**
   * Sends a text that only the instructors and this user can read. Resolves as say() does.
   * @param userId for instructors: the member who can read it besides the instructors
   */
  async sayPrivately(text: string, userId?: string): Promise<SavedMessage> {
    const data = { ...this.named, text, ...(userId !== undefined && { userId }) };
    return (await this.request('LiveChatPrivateMessage', data, patiently)).data.message;
  }

  /**
   * Sends a voice message to the others.
   * @param arrayBuffer base64 of at most 1 MiB
   * @returns the stored message; undefined if the server does not store it, because a budget is used up
   */
  async speak(
    arrayBuffer: string,
    described: Pick<ClientData['LiveChatAudioMessage'], 'mimeType' | 'duration'> = {},
  ): Promise<SavedMessage | undefined> {
    const data = { ...this.named, arrayBuffer, ...described };
    return (await this.request('LiveChatAudioMessage', data, patiently)).data.message;
  }

  /** Requests the audio of a stored voice message, base64. */
  async voiceMessage(messageId: number): Promise<string> {
    let audio = '';
    let offset: number | undefined = 0;
    do {
      const part: ClientData['GetLiveChatAudio'] = { ...this.named, messageId, offset };
      const { data } = await this.request('GetLiveChatAudio', part);
      // Each part but the last one ends between characters of base64.
      audio += data.arrayBuffer;
      offset = data.next;
    } while (offset !== undefined);
    return audio;
  }

  /** Shows a reaction to everyone in the lecture. It is not stored. */
  async react(reaction: ReactionKind): Promise<void> {
    await this.request('Reaction', { ...this.named, reaction });
  }

  /** Requests a page of the messages of the chat that this user can read, the oldest first. The result's `before` requests the page before it. */
  async chat(page: PageQuery = {}): Promise<Good<'GetLiveChatMessages'>> {
    return (await this.request('GetLiveChatMessages', { ...this.named, ...page })).data;
  }

  /** Deletes a message of the chat. Only for its author and the instructor. */
  async deleteMessage(messageId: number): Promise<void> {
    await this.request('DeleteLiveChatMessage', { ...this.named, messageId });
  }

  /** Deletes all messages of the chat. Only for the instructor. */
  async clearChat(): Promise<void> {
    await this.request('ClearChat', this.named);
  }

  async createMarker(marker: ClientData['CreateMarker']['marker']): Promise<Marker> {
    return (await this.request('CreateMarker', { ...this.named, marker })).data.marker;
  }

  async deleteMarker(markerId: number): Promise<void> {
    await this.request('DeleteMarker', { ...this.named, markerId });
  }

  /** Marks a question as answered, or as open again. Only for its creator and the instructor. */
  async setMarkerAnswered(markerId: number, answered = true): Promise<void> {
    await this.request('SetMarkerAnswered', { ...this.named, markerId, answered });
  }

  /** Votes for a question, or withdraws the vote. Returns the number of votes. */
  async voteMarker(markerId: number, vote = true): Promise<number> {
    return (await this.request('VoteMarker', { ...this.named, markerId, vote })).data.votes;
  }

  /** Requests a page of a video's markers, the oldest first. */
  async markers(videoIndex: number, page: PageQuery = {}): Promise<Good<'GetMarkers'>> {
    return (await this.request('GetMarkers', { ...this.named, videoIndex, ...page })).data;
  }

  /**
   * Requests everything that was written in the lecture, except private messages, page by page. It uses half of the
   * rate that the server allows, and takes about a second for ten questions.
   */
  record(): Promise<LectureRecord> {
    return readRecord(this.signaler, this.named);
  }

  /** Tells the server that this user has opened a marker. */
  async clickMarker({ id, markerType }: Pick<Marker, 'id' | 'markerType'>): Promise<void> {
    await this.request('TimeMarkerClicked', { markerId: id, markerType });
  }

  async writeAtMarker(markerId: number, message: string): Promise<SavedMessage> {
    const markerTextMessage = { markerId, message };
    const { data } = await this.request('MarkerTextMessage', { ...this.named, markerTextMessage }, patiently);
    return data.savedMessage;
  }

  async markerMessages(markerId: number, page: PageQuery = {}): Promise<Good<'GetMarkerMessages'>> {
    return (await this.request('GetMarkerMessages', { markerId, ...page })).data;
  }
}
