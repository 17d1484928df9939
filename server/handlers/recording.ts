import { Refusal } from '../protocol/errors.js';
import type { FamilyRoutes } from './context.js';
import { forInstructor, forMembers } from './lecture-request.js';

/** Recordings of lectures (docs/protocol.md#recordings). */
export const recordingRoutes: FamilyRoutes<'recording'> = {
  SetRecording: forInstructor(
    async ({ classroom, media, client, lecture, request, storeAndBroadcast, record }, { record: wanted }) => {
      const { recordings, store } = classroom;
      recordings.require();
      const { id: lectureId, recordingId } = lecture;
      if (wanted && recordingId === undefined) {
        media.requireAvailable();
        await recordings.requireSpace(lectureId);
      }
      const outcome = await storeAndBroadcast((announcement) =>
        wanted
          ? store.startRecording({ lectureId, userId: client.user.id }, request, announcement)
          : store.endRecording({ lectureId, reason: 'stopped' }, request, announcement),
      );
      if (wanted !== (recordingId !== undefined)) await record(wanted ? 'start-recording' : 'stop-recording');
      return outcome;
    },
  ),

  GetRecordings: forMembers(async ({ classroom, client, lecture }) => ({
    reply: { recordings: await classroom.recordings.list(lecture.id, client.user.id), status: 200 },
  })),

  DeleteRecording: forInstructor(
    async ({ classroom, lecture, request, storeAndBroadcast, record }, { recordingId }) => {
      const { store } = classroom;
      const found = await store.recording(recordingId);
      const done = request && (await store.findReply('deleteRecording', request));
      if (!done && found?.lectureId !== lecture.id) throw new Refusal('not-found', 'recording not found');
      let deleted = false;
      const outcome = await storeAndBroadcast(async (announcement) => {
        const result = await store.deleteRecording({ recordingId }, request, announcement);
        deleted = !result.repeated;
        return result;
      });
      if (deleted) await record('delete-recording');
      return outcome;
    },
  ),
};
