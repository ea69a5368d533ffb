import {
  AppFolder24Regular,
  BookOpen24Regular,
  Box24Regular,
  BriefcaseRegular,
  BuildingRegular,
  Money24Regular,
  PeopleRegular,
  VehicleTruckProfile24Regular,
  WrenchRegular,
} from '@fluentui/react-icons';
import type { ComponentType } from 'react';

/** Icons a department may name; another name gets a folder, so that a new department never breaks the navigation. */
const ICONS: Record<string, ComponentType<{ className?: string; 'aria-hidden'?: boolean; fontSize?: number }>> = {
  Money: Money24Regular,
  Book: BookOpen24Regular,
  BookOpen: BookOpen24Regular,
  Box: Box24Regular,
  Briefcase: BriefcaseRegular,
  Building: BuildingRegular,
  People: PeopleRegular,
  VehicleTruckProfile: VehicleTruckProfile24Regular,
  Wrench: WrenchRegular,
};

export function ModuleIcon({ name, className }: { name: string; className?: string }) {
  const Icon = ICONS[name] ?? AppFolder24Regular;
  return <Icon aria-hidden fontSize={24} {...(className ? { className } : {})} />;
}
