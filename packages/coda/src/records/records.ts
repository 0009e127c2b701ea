import type { RecordLayout } from '../record-layout.ts';
import { freeMessage } from './free-message.ts';
import { header } from './header.ts';
import { informationPart1, informationPart2, informationPart3 } from './information.ts';
import { movementPart1, movementPart2, movementPart3 } from './movement.ts';
import { newBalance } from './new-balance.ts';
import { oldBalance } from './old-balance.ts';
import { trailer } from './trailer.ts';

/** Every record by the digits that it begins with. */
export const records = {
  '0': header,
  '1': oldBalance,
  '21': movementPart1,
  '22': movementPart2,
  '23': movementPart3,
  '31': informationPart1,
  '32': informationPart2,
  '33': informationPart3,
  '8': newBalance,
  '4': freeMessage,
  '9': trailer,
} as const satisfies Readonly<Record<string, RecordLayout>>;

export type RecordName = keyof typeof records;
