import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { ImageCanvas } from '../canvas/ImageCanvas.tsx';
import { ExportDialog } from '../dialogs/ExportDialog.tsx';
import { ImportDialog } from '../dialogs/ImportDialog.tsx';
import { KeysDialog } from '../dialogs/KeysDialog.tsx';
import { OpenDialog } from '../dialogs/OpenDialog.tsx';
import { PaletteDialog } from '../dialogs/PaletteDialog.tsx';
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
import { Announcer } from './Announcer.tsx';
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
      <PaletteDialog />
      <VideoDialog />
      <EvaluateDialog />
      <SettingsDialog />
      <Announcer />
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
  const isReview = useStudio(({ workspace }) => workspace === 'review');
  const name = isReview ? 'review' : 'annotate';
  const columns = useDeskLayout(name, 'columns');
  const details = useDeskLayout(name, 'details');
  return (
    <Group orientation="horizontal" className="columns" {...columns}>
      <Panel id="images" minSize="160px">
        {isReview ? <ReviewQueue /> : <ImageList />}
      </Panel>
      <Separator className="separator" aria-label="Width of the list" />
      <Panel id="canvas" minSize="320px">
        <main className="work">
          <ImageCanvas />
          <DecisionBar />
        </main>
      </Panel>
      <Separator className="separator" aria-label="Width of the picture" />
      <Panel id="details" minSize="260px">
        <Group orientation="vertical" {...details}>
          <Panel id="body" minSize="160px">
            <BodyPanel />
          </Panel>
          <Separator className="separator flat" aria-label="Height of the body" />
          <Panel id="person" minSize="120px">
            <PersonPanel />
          </Panel>
        </Group>
      </Panel>
    </Group>
  );
}
