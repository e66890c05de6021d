/** People of other programs' files: chosen, looked at, then taken over in one step. */
import { useEffect, useState } from 'react';
import type { ImportFormat, ImportPreview as Preview } from '../../contract/import.ts';
import { counted } from '../../core/common/counted.ts';
import { client } from '../client/connection.ts';
import { attempt, messageOf, useStudio } from '../state/studio-state.ts';
import { FileBrowser, type FilePlace } from './FileBrowser.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import { StudioDialog } from './StudioDialog.tsx';

const FORMATS: readonly (readonly [ImportFormat, string])[] = [
  ['coco', 'COCO keypoints (json)'],
  ['openpose', 'OpenPose (json, or a folder of them)'],
  ['spin', 'SPIN data set (npz, with the fits beside it)'],
  ['hmr2', 'HMR2 / 4D-Humans (npz)'],
  ['eft', 'EFT fits (json)'],
  ['camerahmr', 'CameraHMR (npz)'],
  ['masks', 'Silhouettes (a folder of png)'],
];

export function ImportDialog() {
  return (
    <StudioDialog name="import" title="Import people">
      <ImportForm />
    </StudioDialog>
  );
}

function ImportForm() {
  const [format, setFormat] = useState<ImportFormat>('coco');
  const [byHand, setByHand] = useState(true);
  const [place, setPlace] = useState<FilePlace>();
  const [jobId, setJobId] = useState<string>();
  const request = place === undefined ? undefined : { ...place, format, byHand };
  const { preview, refusal } = usePreview(request);
  const start = async () => {
    if (request !== undefined) setJobId((await attempt(client.imports.run(request)))?.id);
  };
  const choose = (next: ImportFormat) => {
    setFormat(next);
    setByHand(next === 'coco');
  };
  const isUseful = preview !== undefined && (preview.people > 0 || preview.masks > 0);
  return (
    <div className="export-form">
      <label className="field">
        Format
        <select value={format} onChange={({ target }) => choose(target.value as ImportFormat)}>
          {FORMATS.map(([value, title]) => (
            <option key={value} value={value}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <FileBrowser place={place} onChange={setPlace} />
      {format !== 'masks' && (
        <label className="choice">
          <input type="checkbox" checked={byHand} onChange={() => setByHand(!byHand)} /> The points
          were placed by people: they pull harder, occluded ones too
        </label>
      )}
      {refusal !== undefined && <p className="note refused">{refusal}</p>}
      {preview !== undefined && <ImportPreview preview={preview} />}
      <div className="dialog-actions">
        <button type="button" className="primary" disabled={!isUseful} onClick={() => void start()}>
          Import {counted((preview?.added ?? 0) + (preview?.replaced ?? 0), 'person', 'people')}
        </button>
      </div>
      <Outcome jobId={jobId} />
    </div>
  );
}

type Request = FilePlace & { readonly format: ImportFormat; readonly byHand: boolean };

/** The engine's answer to what is chosen now, or why there is none. */
function usePreview(request: Request | undefined): { preview?: Preview; refusal?: string } {
  const [answer, setAnswer] = useState<{ preview?: Preview; refusal?: string }>({});
  const isFolder = !/\.(json|npz|png)$/i.test(request?.path ?? '');
  const takesFolder = request?.format === 'openpose' || request?.format === 'masks';
  const jobs = useStudio((state) => state.jobs.find(({ kind }) => kind === 'import')?.status);
  const key = JSON.stringify([request, jobs]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the request
  useEffect(() => {
    let isCurrent = true;
    setAnswer({});
    if (request === undefined || (isFolder && !takesFolder) || request.path === '') return;
    client.imports.preview(request).then(
      (preview) => isCurrent && setAnswer({ preview }),
      (error: unknown) => isCurrent && setAnswer({ refusal: messageOf(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return answer;
}

function Outcome({ jobId }: { readonly jobId: string | undefined }) {
  const job = useStudio((state) => state.jobs.find(({ id }) => id === jobId));
  if (job === undefined) return null;
  if (job.status === 'running') return <progress value={job.done} max={job.total ?? undefined} />;
  return (
    <div className={`outcome ${job.status}`} role="status">
      <p>{job.message}</p>
      {job.status === 'done' && (
        <button type="button" onClick={() => void attempt(client.jobs.refit({}))}>
          Fit the bodies of people nobody has touched
        </button>
      )}
    </div>
  );
}
