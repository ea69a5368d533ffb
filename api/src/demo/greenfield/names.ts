/** Who Greenfield sells to and buys from. Accents, apostrophes, commas and quotes are in the files on purpose. */
import type { Random } from './random.js';

const PLACES = ['Harbour Point', 'Maple Grove', 'Lakeview', 'Stone Mill', 'Orchard Hill', 'Fairway', 'Cedar Ridge', 'Old Quarry'] as const;
const MORE = ['Willow Creek', 'Summit', 'River Bend', 'Birch Hollow', 'Eagle Run', 'Millstone', 'Northgate', 'Heron Bay'] as const;
const KINDS = ['HOA', 'Apartments', 'Office Park', 'Medical Center', 'Elementary School', 'Retail Plaza', 'Senior Living'] as const;

/** Names that older systems tend to break. */
const AWKWARD = [
  'Côté & Sons',
  'Café Lumière',
  'Peña Family Trust',
  'Björk Senior Living',
  'O’Brien Properties',
  'Smith, Jones & Partners',
  'The "Old Mill" Lofts',
  'Société Générale du Parc',
  'Ångström Labs – Campus East',
] as const;

export const CUSTOMERS: readonly string[] = [...[...PLACES, ...MORE].flatMap((p) => KINDS.map((k) => `${p} ${k}`)), ...AWKWARD];

const VENDORS: Readonly<Record<string, readonly string[]>> = {
  '5210': ['Evergreen Growers', 'Blue Spruce Nursery', 'Perennial Farms'],
  '5220': ['Hudson Stone & Paver', 'Bluestone Depot', 'Keystone Block'],
  '5230': ['Mulch Brothers', 'Topsoil & More'],
  '5240': ['Rainline Supply', 'SiteFlow Irrigation'],
  '5250': ['Atlantic Salt', 'Magnum De-icing'],
  '5260': ['TurfChem Supply', 'GreenGrow Nutrients'],
  '5310': ['Müller Baumpflege', 'Granite Masons Inc', 'Delgado Excavating'],
  '5320': ['Plowright & Daughters', 'Núñez Services', 'Frost Brothers'],
  '5410': ['Fleetcard Fuels'],
  '5420': ['Tri-State Tractor', 'Mower Medics', 'Diesel Works'],
  '5430': ['Bigtool Rental', 'County Equipment Rental'],
  '5510': ['County Transfer Station', 'Green Waste Recyclers'],
  '5520': ['Tool Barn', 'Town Clerk'],
};

export const vendorOf = (account: string, random: Random): string => random.pick(VENDORS[account] ?? ['Sundry vendor']);
