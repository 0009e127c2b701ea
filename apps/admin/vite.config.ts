import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: adapter(),
      // Tables become cards on narrow screens; a written-out role keeps them tables for a screen reader.
      compilerOptions: { warningFilter: ({ code }) => code !== 'a11y_no_redundant_roles' },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          // SvelteKit hides its route announcer with a style attribute; an attribute cannot load or run anything.
          'style-src-attr': ['unsafe-inline'],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'manifest-src': ['self'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
          // Chromium checks a form's redirects too, and ours lead to the sign-in and to Ponto.
          'form-action': ['self', 'https:', 'http://localhost:*'],
        },
      },
    }),
  ],
  build: {
    // The first versions with light-dark(), so that a colour token stays one declaration.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
});
