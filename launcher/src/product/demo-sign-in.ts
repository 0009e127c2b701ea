/** The people of the demo world, as packages/simulators knows them. */
export const demoSignIn = {
  email: 'mieke@delinde.be',
  password: 'demo-onfact',
  supportEmail: 'support@onfact.example',
  supportPassword: 'demo-onfact',
} as const;
