import { userSetting } from '../../events/agent.ts';
import type { Centre } from './centre.ts';
import type { Agent } from './entities.ts';

interface Setting {
  readonly keyword: string;
  /** What it can be set to, with its label. */
  readonly choices: Readonly<Record<string, string>>;
  readonly canBeDeleted: boolean;
}

const settings: readonly Setting[] = [
  {
    keyword: 'Language',
    choices: { 'fi-FI': 'Finnish', 'sv-FI': 'Swedish', 'en-US': 'English' },
    canBeDeleted: false,
  },
  {
    keyword: 'RingTone',
    choices: { classic: 'Classic', chime: 'Chime', silent: 'None' },
    canBeDeleted: true,
  },
  {
    keyword: 'CallWaiting',
    choices: { on: 'On', off: 'Off' },
    canBeDeleted: false,
  },
  {
    keyword: 'Theme',
    choices: { light: 'Light', dark: 'Dark' },
    canBeDeleted: true,
  },
];

/** The agent changes a setting, or removes it, or rearranges the speed dials. */
export function changeSetting(centre: Centre, agent: Agent): void {
  const own = centre.shares.take('speed dials', 0.25)
    ? { keyword: 'SpeedDials', value: null, values: speedDials(centre), allowedValues: null }
    : choice(centre);
  centre.emit(userSetting, agent.id, {
    userId: agent.id,
    organizationId: centre.organizationId,
    ...own,
    deleted: own.value === null && own.values === null,
    level: 'Undefined',
  });
}

function choice(centre: Centre) {
  const { keyword, choices, canBeDeleted } = centre.random.pick(settings);
  const isDeleted = canBeDeleted && centre.random.chance(0.2);
  const value = isDeleted ? null : centre.random.pick(Object.keys(choices));
  return { keyword, value, values: null, allowedValues: choices };
}

function speedDials(centre: Centre): Record<string, string> {
  const [first, second] = centre.random.shuffled(centre.queues);
  return {
    '1': first?.number ?? '',
    ...(second === undefined ? {} : { '2': second.number }),
  };
}
