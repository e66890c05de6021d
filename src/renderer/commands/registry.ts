/** All commands, in the order of sheet and palette. */
import { APP_COMMANDS } from './app.ts';
import { BODY_COMMANDS } from './body.ts';
import type { Command } from './command.ts';
import { DECIDE_COMMANDS } from './decide.ts';
import { FIT_COMMANDS } from './fit.ts';
import { IMAGE_COMMANDS } from './images.ts';
import { JOINT_COMMANDS } from './joints.ts';
import { PEOPLE_COMMANDS } from './people.ts';
import { POSE_COMMANDS } from './pose.ts';
import { VIEW_COMMANDS } from './view.ts';

export const COMMANDS: readonly Command[] = [
  ...IMAGE_COMMANDS,
  ...PEOPLE_COMMANDS,
  ...JOINT_COMMANDS,
  ...POSE_COMMANDS,
  ...FIT_COMMANDS,
  ...DECIDE_COMMANDS,
  ...VIEW_COMMANDS,
  ...BODY_COMMANDS,
  ...APP_COMMANDS,
];
