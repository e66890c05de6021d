/** What is read of pictures when people are looked for. */
import { DEFAULT_SETTINGS } from '../../contract/settings.ts';
import { changeSettings } from '../state/settings.ts';
import { useStudio } from '../state/studio-state.ts';
import { SwitchRow } from './SwitchRow.tsx';

export function PicturesSection() {
  const { imageEvidence } = useStudio((state) => state.settings.values.pictures);
  return (
    <SwitchRow
      title="Read where limbs are in 3D"
      about="A second network looks at each person and the fit holds to what it says. Costs about half as much time again as finding the person; from the next pictures on, people who are there stay as they are."
      isOn={imageEvidence}
      byDefault={DEFAULT_SETTINGS.pictures.imageEvidence}
      onChange={(isOn) => void changeSettings({ pictures: { imageEvidence: isOn } })}
    />
  );
}
