import type { ReactNode } from 'react';
import { Group, Panel, Separator, useGroupRef } from 'react-resizable-panels';
import { ImageCanvas } from '../canvas/ImageCanvas.tsx';
import { ExportDialog } from '../dialogs/ExportDialog.tsx';
import { ImportDialog } from '../dialogs/ImportDialog.tsx';
import { KeysDialog } from '../dialogs/KeysDialog.tsx';
import { OpenDialog } from '../dialogs/OpenDialog.tsx';
import { VideoDialog } from '../dialogs/VideoDialog.tsx';
import { EvaluateDialog } from '../evaluate/EvaluateDialog.tsx';
import { ImageList } from '../images/ImageList.tsx';
import { JobsDrawer } from '../jobs/JobsDrawer.tsx';
import { BodyPanel } from '../mesh/BodyPanel.tsx';
import { DecisionBar } from '../panels/DecisionBar.tsx';
import { PersonPanel } from '../panels/PersonPanel.tsx';
import { ReviewQueue } from '../review/ReviewQueue.tsx';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { useStudio, type WorkspaceName } from '../state/studio-state.ts';
import { TrainWorkspace } from '../train/TrainWorkspace.tsx';
import { Header } from './Header.tsx';
import { NoticeBar, StatusBar } from './StatusBar.tsx';
import { useDeskLayout } from './use-desk-layout.ts';
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
        <Workspace names={['annotate', 'review']}>
          <Annotate />
        </Workspace>
        <Workspace names={['train']}>
          <TrainWorkspace />
        </Workspace>
      </div>
      <JobsDrawer />
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
function Workspace({ names, children }: { names: readonly WorkspaceName[]; children: ReactNode }) {
  const isShown = useStudio(({ workspace }) => names.includes(workspace));
  return (
    <div className="workspace" data-workspace={names.join(' ')} inert={!isShown}>
      {children}
    </div>
  );
}

/** Review is the same desk with the queue in place of the list, and picture and body equally large. */
function Annotate() {
  const columns = useGroupRef();
  const details = useGroupRef();
  const isReview = useStudio(({ workspace }) => workspace === 'review');
  useDeskLayout(isReview, columns, details);
  return (
    <Group orientation="horizontal" className="columns" groupRef={columns}>
      <Panel id="images" defaultSize="18%" minSize="160px">
        {isReview ? <ReviewQueue /> : <ImageList />}
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
        <Group orientation="vertical" groupRef={details}>
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
