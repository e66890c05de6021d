/** The user's licensed files: their folder, what is in it, and the body that the project fits. */
import { useEffect, useState } from 'react';
import type { BodyName, BodyUse, ModelFile, ModelReport } from '../../contract/models.ts';
import { DEFAULT_SETTINGS } from '../../contract/settings.ts';
import { client } from '../client/connection.ts';
import { FileBrowser, type FilePlace } from '../dialogs/FileBrowser.tsx';
import { changeSettings } from '../state/settings.ts';
import { attempt, messageOf, useStudio } from '../state/studio-state.ts';
import { SwitchRow } from './SwitchRow.tsx';

const BODIES: Readonly<Record<BodyName, string>> = {
  mhbody: 'The embedded body (CC0)',
  'smpl-neutral': 'SMPL, neutral',
  'smpl-male': 'SMPL, male',
  'smpl-female': 'SMPL, female',
};

export function ModelsSection() {
  const [report, setReport] = useState<ModelReport>();
  useEffect(() => {
    void attempt(client.models.report({})).then(setReport);
  }, []);
  return (
    <>
      <FolderChoice report={report} onReport={setReport} />
      {report === undefined ? (
        <p role="status">Looking through the folder …</p>
      ) : (
        <Found report={report} />
      )}
      <CropChoice />
    </>
  );
}

/** Only SPIN's network sees crops. */
function CropChoice() {
  const { truncatesCrops } = useStudio((state) => state.settings.values.regressor);
  return (
    <SwitchRow
      title="Crops as SPIN's own code cuts them"
      about="For SPIN's network: corners truncated to pixels, to compare numbers with SPIN's. Off, a crop lies where the person is. Choose it before a training; a regression that is there stays."
      isOn={truncatesCrops}
      byDefault={DEFAULT_SETTINGS.regressor.truncatesCrops}
      onChange={(isOn) => void changeSettings({ regressor: { truncatesCrops: isOn } })}
    />
  );
}

interface ChoiceProps {
  readonly report: ModelReport | undefined;
  readonly onReport: (report: ModelReport | undefined) => void;
}

function FolderChoice({ report, onReport }: ChoiceProps) {
  const [place, setPlace] = useState<FilePlace>();
  /** Said here: a notice would lie behind the dialog. */
  const [problem, setProblem] = useState<string>();
  const look = async (asked: Promise<ModelReport>) => {
    setProblem(undefined);
    onReport(undefined);
    try {
      onReport(await asked);
    } catch (error) {
      setProblem(messageOf(error));
      onReport(report);
    }
  };
  return (
    <section aria-label="Folder of model files">
      <p className="note">
        SMPL and SPIN are licensed: the studio reads your own files where they are and copies
        nothing.
      </p>
      <p>{report?.folder == null ? 'No folder is chosen.' : `Folder: ${report.folder}`}</p>
      <FileBrowser place={place} onChange={setPlace} />
      {problem !== undefined && (
        <p role="alert" className="settings-problem">
          {problem}
        </p>
      )}
      <div className="dialog-actions start">
        <button
          type="button"
          disabled={place === undefined}
          onClick={() => place && void look(client.models.choose(place))}
        >
          Look through this folder
        </button>
        {report?.folder != null && (
          <button type="button" onClick={() => void look(client.models.forget({}))}>
            Forget the folder
          </button>
        )}
      </div>
    </section>
  );
}

function Found({ report: { files, missing, bodies } }: { report: ModelReport }) {
  return (
    <>
      <BodyChoice bodies={bodies} />
      <ul aria-label="Files">
        {files.map((file) => (
          <FoundFile key={file.name} file={file} />
        ))}
      </ul>
      <ul aria-label="Missing files">
        {missing.map(({ kind, title, message, licence }) => (
          <li key={kind}>
            {title} is missing. <span className="note">{`${message} Licence: ${licence}.`}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function FoundFile({ file: { name, title, isUsable, findings, licence } }: { file: ModelFile }) {
  return (
    <li>
      {name}: {title}
      {isUsable ? '' : ', not used'}
      <span className="note">
        {findings.map(({ message }) => ` ${message}`)}
        {licence !== null && ` Licence: ${licence}.`}
      </span>
    </li>
  );
}

/** Another body fits everyone of the open project again. */
function BodyChoice({ bodies }: { bodies: readonly BodyName[] }) {
  const hasProject = useStudio(({ project }) => project !== null);
  const hash = useStudio(({ system }) => system?.bodyModel.hash);
  const [use, setUse] = useState<BodyUse>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another body has another hash
  useEffect(() => {
    void attempt(client.models.inUse({})).then(setUse);
  }, [hash]);
  if (!hasProject || use === undefined) return null;
  return (
    <label>
      Body of this project{' '}
      <select
        value={use.body}
        onChange={({ target }) =>
          void attempt(client.models.use({ body: target.value as BodyName }))
        }
      >
        {[...new Set([...bodies, use.body])].map((body) => (
          <option key={body} value={body}>
            {BODIES[body]}
          </option>
        ))}
      </select>
      <p className="note">
        Another body fits everyone again from their points; decisions are open again, and undo
        brings the old bodies back.
      </p>
    </label>
  );
}
