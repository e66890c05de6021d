import {
  Box,
  Check,
  Download,
  FolderOpen,
  Keyboard,
  Redo2,
  Ruler,
  Settings,
  Undo2,
  Upload,
} from 'lucide-react';
import { redo, undo } from '../state/deciding.ts';
import { MESH_MODES, studio, useStudio } from '../state/studio-state.ts';
import { showWorkspace, WORKSPACES } from './workspaces.ts';

export function Header() {
  const project = useStudio((state) => state.project);
  const connection = useStudio((state) => state.connection);
  const history = useStudio((state) => state.history);
  const workspace = useStudio((state) => state.workspace);
  return (
    <header className="app-header">
      <h1>
        <Box size={18} aria-hidden="true" /> SPIN Studio
      </h1>
      <button
        type="button"
        className="project"
        title="Open a folder (Ctrl+O)"
        onClick={() => studio.setState({ dialog: 'open' })}
      >
        <FolderOpen size={15} aria-hidden="true" /> {project?.name ?? 'Open a folder'}
        {project?.isSample && <span className="tag">sample</span>}
      </button>
      <WorkspaceSwitch />
      <div className="grow" />
      {workspace === 'annotate' && <MeshModes />}
      <button
        type="button"
        className="icon"
        disabled={history.undo === null}
        aria-label="Undo"
        title={history.undo === null ? 'Nothing to undo' : `Undo “${history.undo.label}” (Ctrl+Z)`}
        onClick={() => void undo()}
      >
        <Undo2 size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon"
        disabled={history.redo === null}
        aria-label="Redo"
        title={history.redo === null ? 'Nothing to redo' : `Redo “${history.redo.label}” (Ctrl+Y)`}
        onClick={() => void redo()}
      >
        <Redo2 size={16} aria-hidden="true" />
      </button>
      <span className={`saved ${connection}`}>
        {connection === 'open' && <Check size={14} aria-hidden="true" />}
        {connection === 'open' ? 'saved' : connection === 'lost' ? 'connection lost' : 'connecting'}
      </span>
      <button
        type="button"
        onClick={() => studio.setState({ dialog: 'import' })}
        title="Import people (Ctrl+I)"
      >
        <Upload size={15} aria-hidden="true" /> Import
      </button>
      <button
        type="button"
        disabled={project === null}
        onClick={() => studio.setState({ dialog: 'evaluate' })}
        title="Compare the bodies with a truth"
      >
        <Ruler size={15} aria-hidden="true" /> Evaluate
      </button>
      <button
        type="button"
        onClick={() => studio.setState({ dialog: 'export' })}
        title="Export (Ctrl+E)"
      >
        <Download size={15} aria-hidden="true" /> Export
      </button>
      <button
        type="button"
        className="icon"
        aria-label="Keys"
        title="Keys (?)"
        onClick={() => studio.setState({ dialog: 'keys' })}
      >
        <Keyboard size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon"
        aria-label="Settings"
        title="Settings (Ctrl+,)"
        onClick={() => studio.setState({ dialog: 'settings' })}
      >
        <Settings size={16} aria-hidden="true" />
      </button>
    </header>
  );
}

function WorkspaceSwitch() {
  const workspace = useStudio((state) => state.workspace);
  return (
    <nav aria-label="Workspaces" className="segments workspaces">
      {WORKSPACES.map(({ name, title, key }) => (
        <button
          key={name}
          type="button"
          aria-current={name === workspace ? 'page' : undefined}
          title={`${title} (Ctrl+${key})`}
          onClick={() => showWorkspace(name)}
        >
          {title}
        </button>
      ))}
    </nav>
  );
}

function MeshModes() {
  const meshMode = useStudio((state) => state.meshMode);
  return (
    <div role="toolbar" aria-label="Mesh" className="segments">
      {MESH_MODES.map((mode) => (
        <button
          key={mode}
          type="button"
          aria-pressed={mode === meshMode}
          onClick={() => studio.setState({ meshMode: mode })}
        >
          {mode}
        </button>
      ))}
    </div>
  );
}
