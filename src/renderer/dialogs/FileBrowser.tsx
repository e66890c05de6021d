/** Walks below the folders that the host allows, down to a file or to a folder of files. */
import { FileText, Folder, FolderOpen } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Grant } from '../../contract/system.ts';
import { client } from '../client/connection.ts';
import { attempt, useStudio } from '../state/studio-state.ts';

export interface FilePlace {
  readonly grantId: string;
  /** Below the grant, with forward slashes. */
  readonly path: string;
}

interface Props {
  readonly place: FilePlace | undefined;
  readonly onChange: (place: FilePlace) => void;
}

export function FileBrowser({ place, onChange }: Props) {
  const canChoose = useStudio((state) => state.system?.canChooseFolder === true);
  const [grants, setGrants] = useState<readonly Grant[]>([]);
  const show = (found: readonly Grant[], chosen: Grant | undefined) => {
    setGrants(found);
    if (chosen !== undefined) onChange({ grantId: chosen.id, path: '' });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the dialog opens
  useEffect(() => {
    void attempt(client.system.grants({})).then((found) => show(found ?? [], found?.at(-1)));
  }, []);
  const choose = async () => {
    const grant = await attempt(client.system.chooseFolder({}));
    if (grant != null) show((await attempt(client.system.grants({}))) ?? grants, grant);
  };
  return (
    <>
      <div className="path-row">
        {canChoose && (
          <button type="button" onClick={() => void choose()}>
            <FolderOpen size={15} aria-hidden="true" /> Choose a folder …
          </button>
        )}
        <select
          aria-label="Below"
          value={place?.grantId}
          onChange={({ target }) => onChange({ grantId: target.value, path: '' })}
        >
          {grants.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <input
          aria-label="File or folder"
          value={place?.path ?? ''}
          placeholder="a file below it, or a folder of files"
          onChange={({ target }) => place && onChange({ ...place, path: target.value })}
        />
      </div>
      {place !== undefined && <Entries place={place} onChange={onChange} />}
    </>
  );
}

function Entries({ place, onChange }: { place: FilePlace } & Pick<Props, 'onChange'>) {
  const { grantId, path } = place;
  const [found, setFound] = useState<{ folders: string[]; files: string[] }>();
  const folder = FILE.test(path) ? path.split('/').slice(0, -1).join('/') : path;
  useEffect(() => {
    client.system.browse({ grantId, path: folder }).then(setFound, () => setFound(undefined));
  }, [grantId, folder]);
  const below = (name: string) => ({ grantId, path: folder === '' ? name : `${folder}/${name}` });
  const parent = { grantId, path: folder.split('/').slice(0, -1).join('/') };
  return (
    <ul className="folders" aria-label="Files">
      {folder !== '' && <Entry name=".." isFolder onClick={() => onChange(parent)} />}
      {found?.folders.map((name) => (
        <Entry key={name} name={name} isFolder onClick={() => onChange(below(name))} />
      ))}
      {found?.files.map((name) => (
        <Entry key={name} name={name} isFolder={false} onClick={() => onChange(below(name))} />
      ))}
    </ul>
  );
}

const FILE = /\.(json|npz|png)$/i;

function Entry(props: { name: string; isFolder: boolean; onClick: () => void }) {
  const Icon = props.isFolder ? Folder : FileText;
  return (
    <li>
      <button type="button" onClick={props.onClick}>
        <Icon size={14} aria-hidden="true" /> {props.name}
      </button>
    </li>
  );
}
