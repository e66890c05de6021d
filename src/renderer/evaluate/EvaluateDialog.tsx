/** How far the bodies are from a truth that lies beside the pictures. */
import { useEffect, useState } from 'react';
import { client } from '../client/connection.ts';
import { StudioDialog } from '../dialogs/StudioDialog.tsx';
import { attempt } from '../state/studio-state.ts';
import { EvaluationOutcome } from './EvaluationOutcome.tsx';

export function EvaluateDialog() {
  return (
    <StudioDialog name="evaluate" title="Evaluate against a truth">
      <EvaluateForm />
    </StudioDialog>
  );
}

interface Choices {
  readonly files: readonly string[];
  readonly hint: string | null;
}

function EvaluateForm() {
  const choices = useChoices();
  if (choices === undefined) return <p role="status">Looking beside the pictures …</p>;
  if (choices.hint !== null) return <p>{choices.hint}</p>;
  return <Request files={choices.files} />;
}

function useChoices(): Choices | undefined {
  const [choices, setChoices] = useState<Choices>();
  useEffect(() => {
    void attempt(client.evaluations.truths({})).then(setChoices);
  }, []);
  return choices;
}

const USUAL_NAME = 'truth.json';

function Request({ files }: { files: readonly string[] }) {
  const [truth, setTruth] = useState(files.find((file) => file === USUAL_NAME) ?? files[0] ?? '');
  const [name, setName] = useState('evaluation');
  const [replace, setReplace] = useState(false);
  const [jobId, setJobId] = useState<string>();
  const start = async () => {
    setJobId((await attempt(client.evaluations.run({ truth, name, replace })))?.id);
  };
  return (
    <div className="export-form">
      <p>
        Compares regression and fit of everyone with what is true of them, pose and shape, and
        writes a report and tables beside the exports.
      </p>
      <div className="evaluate-fields">
        <label className="field">
          Truth
          <select value={truth} onChange={(event) => setTruth(event.target.value)}>
            {files.map((file) => (
              <option key={file}>{file}</option>
            ))}
          </select>
        </label>
        <label className="field">
          Name
          <input value={name} onChange={(event) => setName(event.target.value)} />
        </label>
        <label className="choice">
          <input type="checkbox" checked={replace} onChange={() => setReplace(!replace)} /> Replace
          an earlier one of this name
        </label>
      </div>
      <div className="dialog-actions">
        <button
          type="button"
          className="primary"
          disabled={!/^[\w.-]{1,80}$/.test(name)}
          onClick={() => void start()}
        >
          Evaluate
        </button>
      </div>
      <EvaluationOutcome jobId={jobId} />
    </div>
  );
}
