import { deserialize } from '$app/forms';
import { goto } from '$app/navigation';
import { isRefusal, type UploadRefusal } from './refusals.ts';

/** An upload that says how far it is: `fetch` cannot tell, XMLHttpRequest can. */
export type Upload = Readonly<{
  /** `checking`: everything is there, and the api looks at it. */
  state: 'idle' | 'sending' | 'checking';
  sentBytes: number;
  totalBytes: number;
  refusal: UploadRefusal | undefined;
  /** @returns whether the answer led to another page */
  send: (form: HTMLFormElement) => Promise<boolean>;
  cancel: () => void;
  forgetRefusal: () => void;
}>;

export function createUpload(): Upload {
  let state = $state<Upload['state']>('idle');
  let sentBytes = $state(0);
  let totalBytes = $state(0);
  let refusal = $state<UploadRefusal>();
  let request: XMLHttpRequest | undefined;

  /** @returns the answer of the form action, or nothing when it was cancelled or the line broke */
  function post(form: HTMLFormElement): Promise<string | undefined> {
    return new Promise((resolve) => {
      request = new XMLHttpRequest();
      request.open('POST', form.action);
      request.setRequestHeader('accept', 'application/json');
      request.upload.onprogress = ({ loaded, total }) => {
        [sentBytes, totalBytes] = [loaded, total];
        state = loaded < total ? 'sending' : 'checking';
      };
      request.onload = () => resolve(request?.responseText);
      request.onerror = () => {
        refusal = 'unavailable';
        resolve(undefined);
      };
      request.onabort = () => resolve(undefined);
      request.send(new FormData(form));
    });
  }

  async function send(form: HTMLFormElement): Promise<boolean> {
    refusal = undefined;
    [sentBytes, totalBytes] = [0, 0];
    const answer = post(form);
    state = 'sending';
    const result = await answer;
    const outcome = result === undefined ? refusal : await follow(result);
    refusal = outcome === 'elsewhere' ? undefined : outcome;
    state = 'idle';
    return outcome === 'elsewhere';
  }

  return {
    get state() {
      return state;
    },
    get sentBytes() {
      return sentBytes;
    },
    get totalBytes() {
      return totalBytes;
    },
    get refusal() {
      return refusal;
    },
    send,
    cancel: () => request?.abort(),
    forgetRefusal: () => (refusal = undefined),
  };
}

/** Goes where the answer leads, or says why it leads nowhere. */
async function follow(answer: string): Promise<UploadRefusal | 'elsewhere'> {
  const result = readAnswer(answer);
  if (result?.type === 'redirect') {
    await goto(result.location);
    return 'elsewhere';
  }
  const code: unknown = result?.type === 'failure' ? result.data?.upload : undefined;
  return typeof code === 'string' && isRefusal(code) ? code : 'unavailable';
}

/** Something between us and the server may answer with a page of its own. */
function readAnswer(answer: string) {
  try {
    return deserialize(answer);
  } catch {
    return undefined;
  }
}
