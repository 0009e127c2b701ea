export { readTransactionPage } from './transaction-page.ts';
