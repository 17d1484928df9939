import { useLecture, useParticipants, usePlayback, useVoices } from 'lectern-client/react';
import { useRef } from 'react';
import { Person } from './room.jsx';

/** A lecture: its video in sync with everybody's, and the voices of those who are allowed to speak. */
export function Lecture({ server, classUuid, lectureId, token }) {
  const lecture = useLecture({ server, classUuid, lectureId, token });
  const voices = useVoices(lecture);
  const people = useParticipants(voices);
  const video = useRef(null);
  const { sync, retry } = usePlayback(lecture, video);
  const { self, microphone, microphoneTrouble } = voices;
  const speaks = microphone === 'on' && !self.muted;

  function toggleVoice() {
    if (microphone === 'off') voices.setMicrophone(true);
    voices.setMuted(speaks);
  }

  return (
    <main>
      <h1>{lecture.lecture?.lectureName}</h1>
      <p role="status">{lecture.problem?.message ?? sync.name}</p>
      <video ref={video} src="/media/sample.mp4" muted playsInline />
      {sync.name === 'stopped' && (
        <button type="button" onClick={retry}>
          Play
        </button>
      )}
      {microphoneTrouble && <p role="alert">Others cannot hear you: {microphoneTrouble}</p>}
      {voices.mutedBy && <p role="alert">{voices.mutedBy} muted you</p>}
      {voices.soundBlocked && (
        <button type="button" onClick={voices.startSound}>
          Play sound
        </button>
      )}
      <ul aria-label="People">
        <Person {...self} name={`${self.username} (you)`} listening={microphone === 'off'} />
        {people.map((person) => (
          <Person
            key={person.id}
            {...person}
            muted={person.muted || person.silenced}
            name={person.username}
          />
        ))}
      </ul>
      <button type="button" aria-pressed={speaks} disabled={!self.maySpeak} onClick={toggleVoice}>
        Speak
      </button>
    </main>
  );
}
