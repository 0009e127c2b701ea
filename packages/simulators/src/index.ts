export { startPontoSimulator } from './ponto/start-ponto-simulator.ts';
export type { PontoEndpoints, PontoSimulator, PontoSimulatorOptions } from './ponto/start-ponto-simulator.ts';
