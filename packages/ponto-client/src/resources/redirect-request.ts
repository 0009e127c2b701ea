import type { JsonObject } from '@onfact-ponto/primitives';
import { z } from 'zod';
import { decodeSingle, decodeWith, jsonObject } from '../decode.ts';
import type { JsonApi, WriteOptions } from '../json-api.ts';
import { redirectLinks, type ReadPageLink } from '../page-link.ts';
import type { ApiPath } from './api-path.ts';

/** A trip of the user to a page of Ponto. */
export type PontoRedirectRequest = Readonly<{
  id: string;
  /** Undefined when Ponto gave no page of its own: the user goes to the Ponto dashboard instead. */
  redirectUrl: URL | undefined;
  raw: JsonObject;
}>;

/** Asks for a page where the user does something at Ponto, and comes back from to `redirectUri`. */
export async function requestRedirect(
  { api, readPageLink }: { api: JsonApi; readPageLink: ReadPageLink },
  request: Readonly<{ operation: string; path: ApiPath; type: string; accessToken: string; redirectUri: string }>,
  options: WriteOptions,
): Promise<PontoRedirectRequest> {
  const { operation, path, type, accessToken, redirectUri } = request;
  const body = { data: { type, attributes: { redirectUri } } };
  const answer = await api({ operation, method: 'POST', path, accessToken, body, ...options });
  return decodeSingle(answer, (resource) => {
    const raw = decodeWith(jsonObject, resource);
    const { id, links } = decodeWith(wire, raw);
    return { id, redirectUrl: readPageLink(links.redirect), raw };
  });
}

const wire = z.object({ id: z.string().min(1), links: redirectLinks });
