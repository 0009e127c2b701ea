/** Pages of Ponto itself. What happens there is between the customer, Ponto and the bank. */
export const pontoLinks = {
  signUp: 'https://myponto.com',
  dashboard: 'https://dashboard.myponto.com',
  help: 'https://support.myponto.com',
} as const;
