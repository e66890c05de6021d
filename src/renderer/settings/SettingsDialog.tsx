/** What the user chooses for all projects, in sections; each value applies at once. */
import { Tabs } from '@base-ui/react/tabs';
import { Cpu, Image, type LucideIcon, Palette, PersonStanding } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import { StudioDialog } from '../dialogs/StudioDialog.tsx';
import { useStudio } from '../state/studio-state.ts';
import { ComputeSection } from './ComputeSection.tsx';
import { LookSection } from './LookSection.tsx';
import { ModelsSection } from './ModelsSection.tsx';
import { PicturesSection } from './PicturesSection.tsx';

interface Section {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly Page: ComponentType;
  /** What one may look for, besides its name. */
  readonly words: string;
}

const SECTIONS: readonly Section[] = [
  {
    name: 'Compute',
    icon: Cpu,
    Page: ComputeSection,
    words: 'networks run on backend native TensorFlow WebAssembly speed self-test versions GPU',
  },
  {
    name: 'Pictures',
    icon: Image,
    Page: PicturesSection,
    words: 'image evidence read where limbs are in 3D depth predict speed',
  },
  {
    name: 'Models',
    icon: PersonStanding,
    Page: ModelsSection,
    words: 'SMPL SPIN licensed files folder body gender crops truncated doctor checkpoint licence',
  },
  {
    name: 'Look',
    icon: Palette,
    Page: LookSection,
    words: 'theme dark light system high contrast colours text font size zoom panels layout reset',
  },
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
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(SECTIONS[0]?.name);
  const found = SECTIONS.filter((section) => matches(section, text));
  // What was looked for is shown at once.
  const shown = found.some(({ name }) => name === chosen) ? chosen : found[0]?.name;
  return (
    <>
      {problem !== null && <p className="settings-problem">{problem}</p>}
      <input
        type="search"
        className="settings-search"
        aria-label="Search settings"
        placeholder="Search settings"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      {found.length === 0 && <p role="status">No setting is called so.</p>}
      <Tabs.Root
        className="settings"
        orientation="vertical"
        value={shown ?? null}
        onValueChange={setChosen}
      >
        <Tabs.List className="settings-sections" aria-label="Sections">
          {found.map(({ name, icon: Icon }) => (
            <Tabs.Tab key={name} value={name}>
              <Icon size={16} aria-hidden="true" /> {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {found.map(({ name, Page }) => (
          <Tabs.Panel key={name} value={name} className="settings-page">
            <Page />
          </Tabs.Panel>
        ))}
      </Tabs.Root>
    </>
  );
}

/** Every word that was typed is one of the section's, or begins it. */
function matches({ name, words }: Section, text: string): boolean {
  const known = `${name} ${words}`.toLowerCase().split(' ');
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.every((word) => known.some((each) => each.startsWith(word)));
}
