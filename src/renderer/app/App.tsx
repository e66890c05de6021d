import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { ImageCanvas } from '../canvas/ImageCanvas.tsx';
import { ExportDialog } from '../dialogs/ExportDialog.tsx';
import { ImportDialog } from '../dialogs/ImportDialog.tsx';
import { KeysDialog } from '../dialogs/KeysDialog.tsx';
import { OpenDialog } from '../dialogs/OpenDialog.tsx';
import { VideoDialog } from '../dialogs/VideoDialog.tsx';
import { EvaluateDialog } from '../evaluate/EvaluateDialog.tsx';
import { ImageList } from '../images/ImageList.tsx';
import { BodyPanel } from '../mesh/BodyPanel.tsx';
import { DecisionBar } from '../panels/DecisionBar.tsx';
import { PersonPanel } from '../panels/PersonPanel.tsx';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { useStudio, type WorkspaceName } from '../state/studio-state.ts';
import { TrainWorkspace } from '../train/TrainWorkspace.tsx';
import { Header } from './Header.tsx';
import { NoticeBar, StatusBar } from './StatusBar.tsx';
import { useFolderDrop } from './use-folder-drop.ts';
import { useKeys } from './use-keys.ts';

export function App() {
  useKeys();
  useFolderDrop();
  return (
    <div className="app">
      <Header />
      <NoticeBar />
      <div className="workspace-stack">
        <Workspace name="annotate">
          <Annotate />
        </Workspace>
        <Workspace name="train">
          <TrainWorkspace />
        </Workspace>
      </div>
      <StatusBar />
      <ExportDialog />
      <ImportDialog />
      <OpenDialog />
      <KeysDialog />
      <VideoDialog />
      <EvaluateDialog />
      <SettingsDialog />
    </div>
  );
}

/** One that is not in front keeps its place and size, so that it comes back as it was. */
function Workspace({ name, children }: { name: WorkspaceName; children: ReactNode }) {
  const isShown = useStudio(({ workspace }) => workspace === name);
  return (
    <div className="workspace" data-workspace={name} inert={!isShown}>
      {children}
    </div>
  );
}

function Annotate() {
  return (
    <Group orientation="horizontal" className="columns">
      <Panel id="images" defaultSize="18%" minSize="160px">
        <ImageList />
      </Panel>
      <Separator className="separator" />
      <Panel id="canvas" defaultSize="52%" minSize="320px">
        <main className="work">
          <ImageCanvas />
          <DecisionBar />
        </main>
      </Panel>
      <Separator className="separator" />
      <Panel id="details" defaultSize="30%" minSize="260px">
        <Group orientation="vertical">
          <Panel id="body" defaultSize="55%" minSize="160px">
            <BodyPanel />
          </Panel>
          <Separator className="separator flat" />
          <Panel id="person" defaultSize="45%" minSize="120px">
            <PersonPanel />
          </Panel>
        </Group>
      </Panel>
    </Group>
  );
}
