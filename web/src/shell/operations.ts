import { CalendarClock24Regular, Server24Regular, TaskListLtr24Regular } from '@fluentui/react-icons';
import { messages } from './messages';
import { useMe } from './session-gate';

/** The right to see the platform's own pages. */
export const OBSERVE = 'platform.observe';

const PAGES = [
  { to: '/platform/jobs', title: messages.app.jobs, Icon: TaskListLtr24Regular },
  { to: '/platform/schedules', title: messages.app.schedules, Icon: CalendarClock24Regular },
  { to: '/platform/workers', title: messages.app.workers, Icon: Server24Regular },
] as const;

/** The platform's own pages that are open to the person: all of them to IT, none to others. */
export const useOperations = (): typeof PAGES | readonly [] => (useMe().platform.includes(OBSERVE) ? PAGES : []);

/** Whether the person may steer what these pages show. */
export const useMayOperate = (): boolean => useMe().platform.includes('platform.operate');
