export { startPontoSimulator } from './ponto/start-ponto-simulator.ts';
export type { PontoEndpoints, PontoSimulator, PontoSimulatorOptions } from './ponto/start-ponto-simulator.ts';
export type { PontoScenario, ScenarioAccount } from './ponto/scenario.ts';
export type { BankLine } from './ponto/state.ts';
export type { NewAccount, NewTransaction, PontoWorld } from './ponto/world.ts';
export { startOnfactSimulator } from './onfact/start-onfact-simulator.ts';
export type { OnfactEndpoints, OnfactSimulator, OnfactSimulatorOptions } from './onfact/start-onfact-simulator.ts';
export type { OnfactScenario } from './onfact/scenario.ts';
export type { OnfactWorld } from './onfact/world.ts';
