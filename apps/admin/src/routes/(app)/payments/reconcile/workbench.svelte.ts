import type { LinePresence, MatchChoice, QueueLine, RuleOffer, TransactionProposals } from '@onfact-ponto/api-contract';
import { tick } from 'svelte';
import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import { takenElsewhere } from './decision.ts';
import type { AcceptedAll, Answer, DecisionName, Refused, Shown } from './decision.ts';
import type { Server } from './server-calls.ts';
import { waits } from './queue.ts';
import { type ReadQueue, WaitingLines } from './waiting-lines.svelte.ts';

/**
 * What one does at the workbench, at once on the screen and then at the server, in the order in which it was done. What
 * the server refuses comes back in its place with the reason. Nothing here knows how it looks or sounds: `tell` does.
 */

/** Something done that can be taken back, the latest last. */
type Step =
  | { kind: 'decision'; did: DecisionName; line: QueueLine; place: number; documents: string; answer: Promise<Answer> }
  | { kind: 'run'; matchRunId: string; lineCount: number };

/** `overtaken`: somebody else finished the line, so it does not come back. */
export type RefusedHappening = {
  what: 'refused';
  refused: Refused;
  did: DecisionName | 'overtaken' | 'undo' | 'accepted_all' | 'run_undone' | 'rule_made';
  line: QueueLine | undefined;
};

export type Happening =
  | { what: 'decided'; did: DecisionName; documents: string; next: QueueLine | undefined }
  | { what: 'undone'; line: QueueLine | undefined; lineCount: number }
  | RefusedHappening
  | ({ what: 'accepted_all' } & Pick<AcceptedAll, 'lineCount' | 'totals' | 'staleCount'>)
  | { what: 'refilled'; line: QueueLine }
  | { what: 'nothing_to_undo' }
  | { what: 'rule_made' };

export type Toast = Readonly<{ happening: Happening; canUndo: boolean }>;

/** With fewer lines than this, those behind them are read. */
const lowWater = 20;
/** The queue of the server still holds what it was not told yet: more than this would leave too little new. */
const mostUnanswered = 50;

export class Workbench {
  readonly queue = new WaitingLines();
  choiceIndex = $state(0);
  /** Why a line came back, until something else is done with it. */
  readonly refusals = new SvelteMap<string, RefusedHappening>();
  toast = $state.raw<Toast>();
  /** What was refused and no line of the queue can say, until something else happens. */
  failure = $state.raw<RefusedHappening>();
  ruleOffer = $state.raw<RuleOffer>();
  /** Names of those who have the present line before them too. */
  others = $state.raw<readonly LinePresence[]>([]);
  /** Decisions that the server has not answered yet. */
  waiting = $state(0);

  /** Lines whose choices could not be read. */
  readonly unreadable = new SvelteSet<string>();

  private isLive = false;
  private isRefilling = $state(false);
  /** Something was answered while the queue was being read. */
  private isRefillDue = false;
  private readonly proposals = new SvelteMap<string, TransactionProposals>();
  private readonly steps: Step[] = [];
  private sending: Promise<unknown> = Promise.resolve();
  private readonly server: Server;
  private readonly tell: (happening: Happening) => void;

  constructor(server: Server, tell: (happening: Happening) => void) {
    this.server = server;
    this.tell = tell;
  }

  get currentId(): string | undefined {
    return this.queue.currentId;
  }

  get current(): QueueLine | undefined {
    return this.queue.current;
  }

  /** Undefined until it was read. */
  get details(): TransactionProposals | undefined {
    return this.currentId === undefined ? undefined : this.proposals.get(this.currentId);
  }

  /** The first choice came with the queue; the others follow. */
  get choices(): readonly MatchChoice[] {
    return this.details?.choices ?? (this.current?.first ? [this.current.first] : []);
  }

  get choice(): MatchChoice | undefined {
    return this.choices[Math.min(this.choiceIndex, this.choices.length - 1)];
  }

  /** A fresh queue of the server; what was finished here meanwhile stays finished. */
  take(read: ReadQueue, asked: string | undefined, details: TransactionProposals | null): void {
    if (details) this.keep(details);
    this.queue.take(read, asked, details);
    if (this.current) return;
    this.choose(asked && this.queue.find(asked) ? asked : this.queue.items[0]?.transaction.id);
  }

  /** The line with its choices before one's eyes; those of the next are read ahead. */
  choose(lineId: string | undefined, choiceIndex = 0): void {
    this.queue.currentId = lineId;
    this.choiceIndex = choiceIndex;
    this.others = this.current?.present ?? [];
    void this.readAhead();
  }

  /** From here on there is a browser, and what comes next is read ahead. */
  start(): void {
    this.isLive = true;
    void this.readAhead();
  }

  async readAgain(): Promise<void> {
    if (this.currentId !== undefined) await this.read(this.currentId, true);
  }

  /** Takes the line out of the queue now, and tells the server. */
  finish(did: Exclude<DecisionName, 'rejected'>, form: FormData, documents: string, alsoId?: string): void {
    const line = this.current;
    if (!line) return;
    const { place, others, next } = this.queue.remove(line, alsoId);
    this.refusals.delete(line.transaction.id);
    this.choose(next?.transaction.id);

    const step: Step = { kind: 'decision', did, line, place, documents, answer: this.send(did, form) };
    this.steps.push(step);
    this.say({ what: 'decided', did, documents, next }, true);
    void step.answer.then((answer) => {
      if (answer.did === 'refused') {
        this.drop(step);
        for (const other of others) this.queue.putBack(other, this.queue.items.length);
        void this.comeBack(line, place, answer, did);
        return;
      }
      if ('ruleOffer' in answer && answer.ruleOffer) this.ruleOffer = answer.ruleOffer;
      void this.refill();
    });
  }

  /** The line stays, with what else it may pay. */
  async reject(form: FormData, documents: string): Promise<void> {
    const line = this.current;
    if (!line) return;
    const lineId = line.transaction.id;
    const answer = this.send('rejected', form);
    const step: Step = {
      kind: 'decision',
      did: 'rejected',
      line,
      place: this.queue.items.indexOf(line),
      documents,
      answer,
    };
    this.steps.push(step);
    this.say({ what: 'decided', did: 'rejected', documents, next: undefined }, true);
    const result = await answer;
    if (result.did === 'refused') {
      this.drop(step);
      this.refuse(lineId, result, 'rejected', line);
      return;
    }
    await this.read(lineId, true);
    if (this.currentId === lineId) this.choiceIndex = 0;
  }

  /** A document that was rejected is proposed again. */
  async bringBack(form: FormData): Promise<void> {
    const lineId = this.currentId;
    const answer = await this.send('undo', form);
    if (lineId === undefined) return;
    if (answer.did === 'refused') {
      this.refuse(lineId, answer, 'undo', this.queue.find(lineId));
      return;
    }
    await this.read(lineId, true);
    this.say({ what: 'undone', line: this.queue.find(lineId), lineCount: 1 }, this.steps.length > 0);
  }

  /** Steps back once more. */
  async undo(): Promise<void> {
    const step = this.steps.pop();
    if (!step) {
      this.say({ what: 'nothing_to_undo' }, false);
      return;
    }
    this.waiting += 1;
    await this.takeBack(step).finally(() => {
      this.waiting -= 1;
    });
  }

  private async takeBack(step: Step): Promise<void> {
    this.ruleOffer = undefined;
    if (step.kind === 'run') return this.undoRun(step);

    const lineId = step.line.transaction.id;
    if (step.did !== 'rejected') this.queue.putBack(step.line, step.place);
    this.choose(lineId);
    this.say({ what: 'undone', line: step.line, lineCount: 1 }, this.steps.length > 0);
    const decided = await step.answer;
    if (!('undo' in decided) || decided.undo === null) return;
    const form = new FormData();
    form.set('lineId', lineId);
    form.set('undo', JSON.stringify(decided.undo));
    const answer = await this.send('undo', form);
    if (answer.did === 'refused') {
      if (step.did !== 'rejected') this.takeOut(step.line);
      this.steps.push(step);
      this.refuse(lineId, answer, 'undo', step.line);
      return;
    }
    await this.read(lineId, true);
    if (step.did === 'transferred') await this.server.refresh();
  }

  async acceptAll(form: FormData): Promise<void> {
    const answer = await this.send('acceptAll', form);
    if (answer.did !== 'accepted_all') {
      if (answer.did === 'refused')
        this.say({ what: 'refused', refused: answer, did: 'accepted_all', line: undefined }, false);
      return;
    }
    const { run, lineCount, totals, staleCount } = answer;
    if (run) this.steps.push({ kind: 'run', matchRunId: run.id, lineCount });
    await this.startAgain();
    this.say({ what: 'accepted_all', lineCount, totals, staleCount }, run !== null);
  }

  /** All certain ones as they are once everything that was decided before has arrived. */
  async countCertain(account: string | undefined): Promise<Shown | undefined> {
    await this.sending;
    return this.server.countCertain(account);
  }

  async makeRule(form: FormData): Promise<void> {
    const answer = await this.send('makeRule', form);
    this.ruleOffer = undefined;
    if (answer.did === 'refused')
      this.say({ what: 'refused', refused: answer, did: 'rule_made', line: undefined }, false);
    else this.say({ what: 'rule_made' }, false);
    await this.server.refresh();
  }

  async meet(): Promise<void> {
    const lineId = this.currentId;
    if (lineId === undefined) return;
    const others = await this.server.announce(lineId);
    if (others && this.currentId === lineId) this.others = others;
  }

  /** Nothing is before one's eyes, and something waits: one was faster than the server. */
  get isBehind(): boolean {
    return this.queue.items.length === 0 && this.queue.total > 0 && (this.waiting > 0 || this.isRefilling);
  }

  /** Lines behind these come up in time; at the end the figures of the day are due. */
  private async refill(): Promise<void> {
    const isOver = this.waiting === 0 && this.queue.items.length === 0;
    const isLow =
      this.queue.items.length < lowWater && this.queue.total > this.queue.items.length && this.waiting < mostUnanswered;
    if (!(isOver || isLow)) return;
    if (this.isRefilling) {
      this.isRefillDue = true;
      return;
    }
    const wasEmpty = this.queue.items.length === 0;
    this.isRefilling = true;
    await this.server.refresh().finally(() => {
      this.isRefilling = false;
    });
    if (wasEmpty && this.current) this.tell({ what: 'refilled', line: this.current });
    if (!this.isRefillDue) return;
    this.isRefillDue = false;
    await this.refill();
  }

  private async undoRun(step: Extract<Step, { kind: 'run' }>): Promise<void> {
    const form = new FormData();
    form.set('matchRunId', step.matchRunId);
    const answer = await this.send('undoRun', form);
    if (answer.did !== 'run_undone') {
      this.steps.push(step);
      if (answer.did === 'refused')
        this.say({ what: 'refused', refused: answer, did: 'run_undone', line: undefined }, false);
      return;
    }
    await this.startAgain();
    this.say({ what: 'undone', line: undefined, lineCount: answer.lineCount }, this.steps.length > 0);
  }

  private async startAgain(): Promise<void> {
    this.queue.currentId = undefined;
    await this.server.refresh();
  }

  /** One after the other, so that the server does things in the order in which they were done. */
  private send(action: Parameters<Server['send']>[0], form: FormData): Promise<Answer> {
    this.waiting += 1;
    const answer = this.sending.then(() => this.server.send(action, form));
    this.sending = answer;
    return answer.finally(() => {
      this.waiting -= 1;
    });
  }

  /** The screen comes first. */
  private async readAhead(): Promise<void> {
    if (!this.isLive) return;
    await tick();
    if (this.currentId === undefined) return;
    void this.read(this.currentId);
    const next = this.queue.neighbour(1);
    if (next) void this.read(next.transaction.id);
  }

  private async read(lineId: string, again = false): Promise<void> {
    if (!again && this.proposals.has(lineId)) return;
    const isAllTold = this.waiting === 0;
    const details = await this.server.readProposals(lineId);
    if (!details) {
      this.unreadable.add(lineId);
      return;
    }
    this.unreadable.delete(lineId);
    const line = this.queue.find(lineId);
    // What the server was not told yet is not what somebody else did.
    if (line && isAllTold && !waits(details.transaction)) this.overtake(line);
    else this.keep(details);
  }

  /** Finished elsewhere before one came to it: it goes, and whoever has it in front is told. */
  private overtake(line: QueueLine): void {
    const lineId = line.transaction.id;
    const isInFront = lineId === this.currentId;
    const next = this.queue.neighbour(1) ?? this.queue.neighbour(-1);
    this.queue.drop(line);
    if (!isInFront) {
      void this.readAhead();
      return;
    }
    this.choose(next?.transaction.id);
    this.say({ what: 'refused', refused: takenElsewhere(lineId), did: 'overtaken', line }, false);
  }

  private keep(details: TransactionProposals): void {
    this.proposals.set(details.transaction.id, details);
    this.queue.update(details);
    if (details.transaction.id === this.currentId) this.others = details.present;
  }

  private async comeBack(line: QueueLine, place: number, refused: Refused, did: DecisionName): Promise<void> {
    const lineId = line.transaction.id;
    if (refused.code === 'line_taken') {
      const details = await this.server.readProposals(lineId);
      if (details && !waits(details.transaction)) {
        this.say({ what: 'refused', refused, did: 'overtaken', line }, false);
        return;
      }
    }
    this.queue.putBack(line, place);
    this.refuse(lineId, refused, did, line);
    if (this.currentId === undefined) this.choose(lineId);
    void this.read(lineId, true);
  }

  private refuse(lineId: string, refused: Refused, did: DecisionName | 'undo', line: QueueLine | undefined): void {
    const happening: RefusedHappening = { what: 'refused', refused, did, line };
    if (this.queue.find(lineId)) this.refusals.set(lineId, happening);
    this.say(happening, false);
  }

  private takeOut(line: QueueLine): void {
    const next = this.queue.neighbour(1) ?? this.queue.neighbour(-1);
    this.queue.remove(line);
    if (this.currentId === line.transaction.id) this.choose(next?.transaction.id);
  }

  private drop(step: Step): void {
    const at = this.steps.indexOf(step);
    if (at >= 0) this.steps.splice(at, 1);
  }

  private say(happening: Happening, canUndo: boolean): void {
    const isRefused = happening.what === 'refused';
    this.toast = isRefused ? undefined : { happening, canUndo };
    this.failure = isRefused && !this.refusals.has(happening.line?.transaction.id ?? '') ? happening : undefined;
    this.tell(happening);
  }
}
