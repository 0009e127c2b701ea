import { faultTexts } from '@onfact-ponto/application';
import type { Fault as FaultOfApplication } from '@onfact-ponto/application';
import type { Fault } from '@onfact-ponto/api-contract';
import { momentOrNull } from './wire-values.ts';

export function faultOf(fault: FaultOfApplication): Fault {
  return { ...fault, since: momentOrNull(fault.since), texts: faultTexts[fault.code] };
}
