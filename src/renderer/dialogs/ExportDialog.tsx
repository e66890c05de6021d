/** Training data out of the project, with what would go wrong said before. */

import { useEffect, useState } from 'react';
import type { ExportCheck, ExportFormat, ExportRequest } from '../../contract/export.ts';
import type { Job } from '../../contract/job.ts';
import type { PersonState } from '../../contract/person.ts';
import { counted } from '../../core/common/counted.ts';
import { client } from '../client/connection.ts';
import { attempt, useStudio } from '../state/studio-state.ts';
import { FORMAT_GROUPS, type FormatChoice } from './export-formats.ts';
import { StudioDialog } from './StudioDialog.tsx';

const STATES: readonly PersonState[] = ['accepted', 'fitted', 'predicted', 'edited'];

export function ExportDialog() {
  return (
    <StudioDialog name="export" title="Export training data">
      <ExportForm />
    </StudioDialog>
  );
}

function ExportForm() {
  const [formats, setFormats] = useState<readonly ExportFormat[]>(['spin-npz', 'coco']);
  const [states, setStates] = useState<readonly PersonState[]>(['accepted']);
  const [name, setName] = useState('train');
  const [replace, setReplace] = useState(false);
  const [jobId, setJobId] = useState<string>();
  const request = { formats: [...formats], states: [...states], name, seed: 0, replace };
  const isPossible = formats.length > 0 && states.length > 0 && /^[\w.-]{1,80}$/.test(name);
  const check = useCheck(isPossible ? request : undefined);
  const start = async () => setJobId((await attempt(client.exports.run(request)))?.id);
  return (
    <div className="export-form">
      {FORMAT_GROUPS.map((group) => (
        <fieldset key={group.title} className="formats">
          <legend>{group.title}</legend>
          {group.formats.map((choice) => (
            <FormatRow
              key={choice.format}
              choice={choice}
              refusal={check?.refused.find(({ format }) => format === choice.format)?.reason}
              isOn={formats.includes(choice.format)}
              onChange={() => setFormats(toggled(formats, choice.format))}
            />
          ))}
        </fieldset>
      ))}
      <fieldset>
        <legend>People who are</legend>
        {STATES.map((state) => (
          <Choice
            key={state}
            title={state}
            isOn={states.includes(state)}
            onChange={() => setStates(toggled(states, state))}
          />
        ))}
      </fieldset>
      <label className="field">
        Name
        <input value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <Choice
        title="Replace an earlier export of this name"
        isOn={replace}
        onChange={() => setReplace(!replace)}
      />
      {check && <Findings check={check} />}
      <div className="dialog-actions">
        <button
          type="button"
          className="primary"
          disabled={!isPossible || check === undefined || hasErrors(check)}
          onClick={() => void start()}
        >
          Export {counted(check?.people ?? 0, 'person', 'people')}
        </button>
      </div>
      <Outcome jobId={jobId} />
    </div>
  );
}

function hasErrors({ issues }: ExportCheck): boolean {
  return issues.some(({ severity }) => severity === 'error');
}

function toggled<Value>(values: readonly Value[], value: Value): readonly Value[] {
  return values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
}

/** The engine's answer to what is chosen now. */
function useCheck(request: ExportRequest | undefined): ExportCheck | undefined {
  const [check, setCheck] = useState<ExportCheck>();
  const counts = useStudio((state) => state.project?.counts);
  const key = JSON.stringify([request, counts]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the request
  useEffect(() => {
    if (request === undefined) return setCheck(undefined);
    void attempt(client.exports.check(request)).then(setCheck);
  }, [key]);
  return check;
}

interface FormatRowProps {
  readonly choice: FormatChoice;
  /** Why the project's body cannot be written so. */
  readonly refusal: string | undefined;
  readonly isOn: boolean;
  readonly onChange: () => void;
}

function FormatRow({ choice, refusal, isOn, onChange }: FormatRowProps) {
  const { title, purpose, format } = choice;
  const isRefused = refusal !== undefined;
  return (
    <div className="format-row">
      <label className="choice">
        <input
          type="checkbox"
          checked={isOn}
          disabled={isRefused && !isOn}
          aria-describedby={`about-${format}`}
          onChange={onChange}
        />{' '}
        {title}
      </label>
      <p id={`about-${format}`} className={isRefused ? 'note refused' : 'note'}>
        {refusal ?? purpose}
      </p>
    </div>
  );
}

function Choice(props: { title: string; isOn: boolean; onChange: () => void }) {
  return (
    <label className="choice">
      <input type="checkbox" checked={props.isOn} onChange={props.onChange} /> {props.title}
    </label>
  );
}

function Findings({ check }: { check: ExportCheck }) {
  const { people, images, issues, files, writesSmpl } = check;
  return (
    <div className="findings">
      <p>
        {counted(people, 'person', 'people')} in {counted(images, 'picture')} → {files.join(', ')}
      </p>
      {!writesSmpl && (
        <p className="warning">
          The body is not SMPL: <code>has_smpl</code> is 0 in every row, and an SMPL trainer may use
          the 2D points only.
        </p>
      )}
      {issues.length > 0 && (
        <ul>
          {issues.slice(0, 50).map(({ message, severity, personId }) => (
            <li key={`${personId} ${message}`} className={severity}>
              {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Outcome({ jobId }: { jobId: string | undefined }) {
  const job = useStudio((state) => state.jobs.find(({ id }) => id === jobId));
  if (job === undefined) return null;
  if (job.status === 'running') return <progress value={job.done} max={job.total ?? undefined} />;
  return (
    <div className={`outcome ${job.status}`} role="status">
      <p>{job.message}</p>
      <Files job={job} />
    </div>
  );
}

function Files({ job }: { job: Job }) {
  return (
    <ul>
      {job.files.map((file) => (
        <li key={file}>
          {isFetchable(file) ? (
            <a href={`/exports/${encodeURI(file)}`} download={file.split('/').at(-1)}>
              {file}
            </a>
          ) : (
            file
          )}
        </li>
      ))}
    </ul>
  );
}

/** A folder, and shards of gigabytes, are taken from the export folder. */
function isFetchable(file: string): boolean {
  return !file.endsWith('/') && !file.endsWith('.tar');
}
