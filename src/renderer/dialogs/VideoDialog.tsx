/** Frames of a video: whether the pictures are, and people fitted over time. */
import { useEffect, useState } from 'react';
import type { VideoChoice, VideoInfo } from '../../contract/video.ts';
import { counted } from '../../core/common/counted.ts';
import { client } from '../client/connection.ts';
import { attempt, studio } from '../state/studio-state.ts';
import { StudioDialog } from './StudioDialog.tsx';

const SETTINGS = [
  ['auto', 'As their names say'],
  ['frames', 'Frames of a video'],
  ['photos', 'Photographs'],
] as const satisfies readonly (readonly [VideoChoice['setting'], string])[];

const LOOKING = 'Looking at the pictures …';

export function VideoDialog() {
  return (
    <StudioDialog name="video" title="Smooth in time">
      <VideoForm />
    </StudioDialog>
  );
}

function VideoForm() {
  const [info, setInfo] = useState<VideoInfo>();
  useEffect(() => {
    void attempt(client.project.video({})).then(setInfo);
  }, []);
  const choose = async (choice: Partial<VideoChoice>) => {
    if (info === undefined) return;
    const { setting, framesPerSecond } = { ...info, ...choice };
    setInfo({ ...info, ...choice, hindrance: LOOKING });
    setInfo((await attempt(client.project.setVideo({ setting, framesPerSecond }))) ?? info);
  };
  if (info === undefined) return <p role="status">{LOOKING}</p>;
  return (
    <div className="export-form">
      <p>
        Fits each person in all frames together: one body, which moves as people do. Who was edited
        or accepted stays as they are, and the frames around them follow.
      </p>
      <fieldset>
        <legend>The pictures are</legend>
        {SETTINGS.map(([setting, title]) => (
          <label className="choice" key={setting}>
            <input
              type="radio"
              name="video"
              checked={info.setting === setting}
              onChange={() => void choose({ setting })}
            />
            {title}
          </label>
        ))}
      </fieldset>
      <FramesPerSecond
        key={info.framesPerSecond}
        value={info.framesPerSecond}
        onChange={(framesPerSecond) => void choose({ framesPerSecond })}
      />
      <p role="status">{info.hindrance ?? `${counted(info.frames, 'frame')} of a video.`}</p>
      <div className="dialog-actions">
        <button
          type="button"
          className="primary"
          disabled={info.hindrance !== null}
          onClick={() => void start()}
        >
          Smooth {counted(info.frames, 'frame')}
        </button>
      </div>
    </div>
  );
}

async function start(): Promise<void> {
  const job = await attempt(client.jobs.smooth({}));
  if (job !== undefined) studio.setState({ dialog: null });
}

/** Taken when the field is left; a number that cannot be goes back to the last one. */
function FramesPerSecond({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const [text, setText] = useState(String(value));
  const take = () => {
    const number = Number(text);
    if (number >= 1 && number <= 1000) onChange(number);
    else setText(String(value));
  };
  return (
    <label className="field">
      Frames per second
      <input
        inputMode="decimal"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={take}
      />
    </label>
  );
}
