/** Opens a folder: by the host's own dialog, or by walking below the folders that the host allows. */

import { Folder, FolderOpen, Image } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Grant } from '../../contract/system.ts';
import { counted } from '../../core/common/counted.ts';
import { client } from '../client/connection.ts';
import { attempt, studio, useStudio } from '../state/studio-state.ts';
import { StudioDialog } from './StudioDialog.tsx';

export function OpenDialog() {
  return (
    <StudioDialog name="open" title="Open a folder of pictures">
      <OpenForm />
    </StudioDialog>
  );
}

function close(): void {
  studio.setState({ dialog: null });
}

async function openFolder(grantId: string, path: string): Promise<void> {
  if ((await attempt(client.project.open({ grantId, path }))) !== undefined) close();
}

async function chooseFolder(): Promise<void> {
  const grant = await attempt(client.system.chooseFolder({}));
  if (grant != null) await openFolder(grant.id, '');
}

async function openSample(): Promise<void> {
  if ((await attempt(client.project.openSample({}))) !== undefined) close();
}

function OpenForm() {
  const canChoose = useStudio((state) => state.system?.canChooseFolder === true);
  const [grants, setGrants] = useState<readonly Grant[]>([]);
  const [grantId, setGrantId] = useState<string>();
  useEffect(() => {
    void attempt(client.system.grants({})).then((found) => {
      setGrants(found ?? []);
      setGrantId(found?.at(-1)?.id);
    });
  }, []);
  return (
    <div className="open-form">
      <div className="dialog-actions start">
        {canChoose && (
          <button type="button" className="primary" onClick={() => void chooseFolder()}>
            <FolderOpen size={15} aria-hidden="true" /> Choose a folder …
          </button>
        )}
        <button type="button" onClick={() => void openSample()}>
          Open the sample project
        </button>
      </div>
      {grants.length > 0 && (
        <label>
          Below{' '}
          <select value={grantId} onChange={(event) => setGrantId(event.target.value)}>
            {grants.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      {grantId !== undefined && <Browser key={grantId} grantId={grantId} />}
      <p className="note">Pictures stay where they are; nothing is written into their folder.</p>
    </div>
  );
}

function Browser({ grantId }: { grantId: string }) {
  const [path, setPath] = useState('');
  const [found, setFound] = useState<{ folders: string[]; images: number }>();
  useEffect(() => {
    void attempt(client.system.browse({ grantId, path })).then(setFound);
  }, [grantId, path]);
  const parent = path.split('/').slice(0, -1).join('/');
  return (
    <>
      <div className="path-row">
        <input
          aria-label="Path of the folder"
          value={path}
          placeholder="path below it"
          onChange={(event) => setPath(event.target.value)}
        />
        <button type="button" className="primary" onClick={() => void openFolder(grantId, path)}>
          Open
        </button>
      </div>
      <ul className="folders" aria-label="Folders">
        {path !== '' && (
          <li>
            <button type="button" onClick={() => setPath(parent)}>
              <Folder size={14} aria-hidden="true" /> ..
            </button>
          </li>
        )}
        {found?.folders.map((name) => (
          <li key={name}>
            <button type="button" onClick={() => setPath(path === '' ? name : `${path}/${name}`)}>
              <Folder size={14} aria-hidden="true" /> {name}
            </button>
          </li>
        ))}
        {found !== undefined && (
          <li className="note">
            <Image size={14} aria-hidden="true" /> {counted(found.images, 'picture')} here
          </li>
        )}
      </ul>
    </>
  );
}
