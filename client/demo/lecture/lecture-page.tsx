interface Props {
  classUuid: string;
  lectureId: number;
}

/** One lecture: its video, its people and what is written. */
export function LecturePage({ classUuid, lectureId }: Props) {
  return <main data-class={classUuid} data-lecture={lectureId} />;
}
