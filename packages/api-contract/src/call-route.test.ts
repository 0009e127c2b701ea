import { describe, expect, it } from 'vitest';
import { updateBankAccount } from './bank-accounts.ts';
import { getBankTransaction, listBankTransactions } from './bank-transactions.ts';
import { ApiUnreachableError, ProblemError, callRoute } from './call-route.ts';
import { getConnection } from './connection.ts';

const baseUrl = 'http://localhost:4801';
const id = '7f1c1f0e-3c1b-4a53-8f9d-0f5d3a5e9c11';

function givenApi(answer: () => Response) {
  const requests: Request[] = [];
  const send = async (request: Request) => {
    requests.push(request);
    return answer();
  };
  return { send, requests };
}

describe('callRoute', () => {
  it('puts parameters, query and body where the route wants them', async () => {
    const { send, requests } = givenApi(() => Response.json({}));
    await callRoute(send, baseUrl, listBankTransactions, { query: { search: 'Jansen & co', from: undefined } });
    await callRoute(send, baseUrl, updateBankAccount, {
      params: { bankAccountId: id },
      body: { automaticMatching: 'off' },
    });

    expect(requests.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET ${baseUrl}/v1/bank-transactions?search=Jansen+%26+co`,
      `PATCH ${baseUrl}/v1/bank-accounts/${id}`,
    ]);
    expect(await requests[1]?.json()).toEqual({ automaticMatching: 'off' });
  });

  it('lets no parameter leave its place in the path', async () => {
    const { send, requests } = givenApi(() => Response.json({}));
    await callRoute(send, baseUrl, getBankTransaction, { params: { bankTransactionId: '../connection?x#y' } });
    expect(new URL(requests[0]?.url ?? '').pathname).toBe('/v1/bank-transactions/..%2Fconnection%3Fx%23y');
  });

  it('throws the problem that the api answered', async () => {
    const problem = { type: 'urn:x', title: 'No', status: 403, code: 'forbidden', requestId: 'r-1' };
    const { send } = givenApi(() => Response.json(problem, { status: 403 }));
    const failure = callRoute(send, baseUrl, getConnection, {});
    await expect(failure).rejects.toThrow(ProblemError);
    await expect(failure).rejects.toMatchObject({ problem });
  });

  it.each([
    ['there is no answer', () => Promise.reject(new TypeError('fetch failed'))],
    ['the answer is no JSON', () => Promise.resolve(new Response('<html>', { status: 502 }))],
    ['the answer is no problem document', () => Promise.resolve(Response.json({ oops: true }, { status: 500 }))],
  ])('says that the api is out of reach when %s', async (_, send) => {
    await expect(callRoute(send, baseUrl, getConnection, {})).rejects.toThrow(ApiUnreachableError);
  });
});
