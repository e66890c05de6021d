/** What the user chooses for all projects, in sections; each value applies at once. */
import { Tabs } from '@base-ui/react/tabs';
import { Cpu, type LucideIcon, PersonStanding } from 'lucide-react';
import type { ComponentType } from 'react';
import { StudioDialog } from '../dialogs/StudioDialog.tsx';
import { useStudio } from '../state/studio-state.ts';
import { ComputeSection } from './ComputeSection.tsx';
import { ModelsSection } from './ModelsSection.tsx';

interface Section {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly Page: ComponentType;
}

const SECTIONS: readonly Section[] = [
  { name: 'Compute', icon: Cpu, Page: ComputeSection },
  { name: 'Models', icon: PersonStanding, Page: ModelsSection },
];

export function SettingsDialog() {
  return (
    <StudioDialog name="settings" title="Settings">
      <Sections />
    </StudioDialog>
  );
}

function Sections() {
  const problem = useStudio(({ settings }) => settings.problem);
  return (
    <>
      {problem !== null && <p className="settings-problem">{problem}</p>}
      <Tabs.Root className="settings" orientation="vertical" defaultValue={SECTIONS[0]?.name}>
        <Tabs.List className="settings-sections" aria-label="Sections">
          {SECTIONS.map(({ name, icon: Icon }) => (
            <Tabs.Tab key={name} value={name}>
              <Icon size={16} aria-hidden="true" /> {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SECTIONS.map(({ name, Page }) => (
          <Tabs.Panel key={name} value={name} className="settings-page">
            <Page />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </>
  );
}
